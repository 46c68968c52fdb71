import type { Category } from '../cases/case.ts';

interface Row {
  cases: number;
  agent: number;
  verify: number;
  out: number;
  writes: number;
}

/** What the suite comes to, by category. */
export interface Tally {
  add: (category: Category, what: Partial<Row>) => void;
  total: () => Row;
  table: () => string;
}

const nothing: Row = { cases: 0, agent: 0, verify: 0, out: 0, writes: 0 };
const sum = (one: Row, more: Partial<Row>): Row => ({
  cases: one.cases + (more.cases ?? 0),
  agent: one.agent + (more.agent ?? 0),
  verify: one.verify + (more.verify ?? 0),
  out: one.out + (more.out ?? 0),
  writes: one.writes + (more.writes ?? 0),
});

export const createTally = (): Tally => {
  const rows = new Map<Category, Row>();
  const total = (): Row => [...rows.values()].reduce(sum, nothing);
  const line = (name: string, row: Row): string =>
    [name.padEnd(16), ...Object.values(row).map((figure) => String(figure).padStart(9))].join(' ');
  return {
    add: (category, what) => rows.set(category, sum(rows.get(category) ?? nothing, what)),
    total,
    table: () => {
      const head = ['', 'scripts', 'as agent', 'in verify', 'canaries', 'writes'];
      return [
        [head[0]?.padEnd(16), ...head.slice(1).map((name) => name.padStart(9))].join(' '),
        ...[...rows].map(([category, row]) => line(category, row)),
        line('all', total()),
      ].join('\n');
    },
  };
};
