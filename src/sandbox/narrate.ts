import type { Summary } from './summary.ts';

export interface Narrator {
  /** Something happened in the story. */
  tell(line: string): void;
  summary(summary: Summary): void;
  fail(problem: string): void;
}

const seconds = (from: number): string => `${((Date.now() - from) / 1000).toFixed(1).padStart(5)} s`;

const table = (summary: Summary): string[] =>
  summary.delegations.map((one) => {
    const verdicts = Object.values(one.checks);
    const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
    const checks = `${count('pass')} pass, ${count('fail')} fail, ${count('n/a')} n/a, ${count('missing')} missing`;
    return `  sections ${one.sections.padEnd(4)} ${one.attempts} attempt${one.attempts === 1 ? ' ' : 's'}  ${checks}  ${one.mergeSha?.slice(0, 7) ?? 'not merged'}`;
  });

const counted = (counts: Partial<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');

const roundRows = ({ rounds }: Summary): string[] =>
  rounds.map(({ findings, answers }, index) => {
    const found = counted(findings);
    return `  round ${index + 1}  ${found === '' ? 'clean: nothing found' : `found ${found}: ${counted(answers) || 'none answered'}`}`;
  });

const followUpRows = ({ followUps }: Summary): string[] =>
  followUps.map(
    ({ key, priority, parent, relation }) => `  follow-up ${key}  ${priority}, ${relation} to ${parent}`,
  );

const planLine = ({ directions, grill, openspec, enhanced }: NonNullable<Summary['plan']>): string => {
  const exit = `${grill.confirmed} confirmed · ${grill.deferred} deferred · ${grill.assumptions} silent assumptions`;
  const valid = openspec.strict && openspec.archivable ? 'strictly valid and archivable' : 'not valid';
  return `  planned: ${directions} directions, ${exit} (${grill.fromCode} from the code, ${grill.refused} refused), ${valid}${enhanced ? ', enhanced' : ''}`;
};

/** On a terminal the last line goes on counting while the machine works; elsewhere nothing moves. */
const createTicker = (options: { write: (text: string) => void; live: boolean; started: number }) => {
  let timer: NodeJS.Timeout | null = null;
  const clear = (): void => {
    if (!timer) return;
    clearInterval(timer);
    timer = null;
    options.write('\r\u001b[K');
  };
  return {
    clear,
    start: (): void => {
      if (!options.live) return;
      timer = setInterval(() => options.write(`\r${seconds(options.started)}  …`), 200);
      timer.unref();
    },
  };
};

/** For a person; `live` when they sit at a terminal. */
export const plainNarrator = (write: (text: string) => void, live: boolean): Narrator => {
  const started = Date.now();
  const ticker = createTicker({ write, live, started });
  const line = (text: string): void => {
    ticker.clear();
    write(text);
  };
  return {
    tell: (text) => {
      line(`${seconds(started)}  ${text}\n`);
      ticker.start();
    },
    summary: (summary) => {
      line(`\n${summary.ticket.key}: ${summary.ticket.history.join(' → ')}\n`);
      if (summary.plan) write(`${planLine(summary.plan)}\n`);
      for (const row of [...table(summary), ...roundRows(summary), ...followUpRows(summary)])
        write(`${row}\n`);
      const { comments, requests } = summary;
      write(
        `  ${comments.bot} comments of the App on GitHub, ${comments.commands} typed commands and ${comments.replies} replies in the grill, ${requests.github} GitHub and ${requests.linear} Linear requests\n`,
      );
      write(
        summary.ok ? 'ok: the story ended as it must\n' : `not ok: ${(summary.problems ?? []).join('; ')}\n`,
      );
    },
    fail: (problem) => line(`not ok: ${problem}\n`),
  };
};

/** NDJSON, one object a line, the summary last. */
export const jsonNarrator = (write: (text: string) => void): Narrator => {
  const started = Date.now();
  const line = (value: object): void => write(`${JSON.stringify(value)}\n`);
  return {
    tell: (text) => line({ type: 'step', atMs: Date.now() - started, text }),
    summary: line,
    fail: (problem) => line({ type: 'summary', ok: false, problems: [problem] }),
  };
};
