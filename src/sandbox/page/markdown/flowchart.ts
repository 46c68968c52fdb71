/** A node of a flowchart with what hangs below it. */
export interface Branch {
  /** Lines of its label. */
  lines: string[];
  /** What stands on the line that leads to it. */
  edge: string | null;
  /** Its class, such as `closed`. */
  kind: string | null;
  children: Branch[];
}

interface Reading {
  labels: Map<string, string>;
  kinds: Map<string, string>;
  /** By the node they lead to. */
  edges: Map<string, { from: string; label: string | null }>;
}

const node = /(\w+)(?:\(\["([^"]*)"\]\)|\["([^"]*)"\])?/.source;
const nodeLine = new RegExp(`^${node}$`);
const edgeLine = new RegExp(`^${node} -->(?:\\|([^|]*)\\|)? ${node}$`);
const classLine = /^class ([\w,]+) (\w+)$/;
const ignored = /^(?:classDef .*|%%.*|)$/;

/** Mermaid's own way to write a character that would end the label. */
const decoded = (text: string): string =>
  text.replace(/#(\d{1,7});/g, (whole, number) =>
    Number(number) <= 0x10ffff ? String.fromCodePoint(Number(number)) : whole,
  );

const meet = (reading: Reading, id: string, label: string | undefined): void => {
  if (label !== undefined || !reading.labels.has(id)) reading.labels.set(id, label ?? id);
};

const takeEdge = (reading: Reading, parts: RegExpExecArray): boolean => {
  const [, from = '', round, square, label, to = '', roundTo, squareTo] = parts;
  if (reading.edges.has(to)) return false;
  meet(reading, from, round ?? square);
  meet(reading, to, roundTo ?? squareTo);
  reading.edges.set(to, { from, label: label ?? null });
  return true;
};

const takeLine = (reading: Reading, line: string): boolean => {
  if (ignored.test(line)) return true;
  const kind = classLine.exec(line);
  if (kind) {
    for (const id of (kind[1] ?? '').split(',')) reading.kinds.set(id, kind[2] ?? '');
    return true;
  }
  const edge = edgeLine.exec(line);
  if (edge) return takeEdge(reading, edge);
  const alone = nodeLine.exec(line);
  if (!alone) return false;
  meet(reading, alone[1] ?? '', alone[2] ?? alone[3]);
  return true;
};

const branchOf = (reading: Reading, id: string): Branch => ({
  lines: (reading.labels.get(id) ?? id).split(/<br ?\/?>/).map(decoded),
  edge: decodedOrNull(reading.edges.get(id)?.label),
  kind: reading.kinds.get(id) ?? null,
  children: [...reading.edges].filter(([, { from }]) => from === id).map(([to]) => branchOf(reading, to)),
});

const decodedOrNull = (text: string | null | undefined): string | null => (text ? decoded(text) : null);

const size = (branches: Branch[]): number =>
  branches.reduce((sum, { children }) => sum + 1 + size(children), 0);

/**
 * The trees of a Mermaid `flowchart TD`, read without Mermaid. Only what the App writes is understood: `id["text"]`, `id(["text"])`,
 * `a -->|label| b`, `class`, `classDef`. null for anything else: what is not understood is better shown as it is.
 */
export const readFlowchart = (text: string): Branch[] | null => {
  const [first, ...lines] = text.split('\n').map((line) => line.trim());
  if (first !== 'flowchart TD') return null;
  const reading: Reading = { labels: new Map(), kinds: new Map(), edges: new Map() };
  if (!lines.every((line) => takeLine(reading, line))) return null;
  const roots = [...reading.labels.keys()].filter((id) => !reading.edges.has(id));
  const branches = roots.map((id) => branchOf(reading, id));
  // what no root leads to hangs in a circle
  return size(branches) === reading.labels.size && branches.length > 0 ? branches : null;
};
