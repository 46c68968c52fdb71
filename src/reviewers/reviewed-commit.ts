import { isCommit } from './newest.ts';

/** What is named beside these words is where the review began, not what it is about. */
const elsewhere =
  /(?:base|since|from|between|previous|previously|earlier|last round|parent|merge-base)[^\p{L}\p{N}]{0,8}$/iu;
const name = /(?<![0-9a-z]|[0-9a-f]{4}-)([0-9a-f]{7,64})(?:\.{2,3}([0-9a-f]{7,64}))?(?!-?[0-9a-z])/gi;

const reviewLabel = /review/i;
const plainLabel = /^[^\p{L}\p{N}]{0,20}(?:head|commit|sha|revision)\b/iu;
const keyLabel = /head[_ -]?sha|commit[_ -]?sha/i;
/** Directly behind these words a number is a name. */
const labelled = /(?:^|[^\p{L}\p{N}])(?:head|commit|sha|revision)[\s*_:=`[(]{1,8}$/iu;

/** Numbers of runs are hexadecimal by accident; so are a few words. */
const isName = (token: string, head: string, before: string): boolean =>
  isCommit(token, head) || (/\d/.test(token) && (/[a-f]/i.test(token) || labelled.test(before)));

const tags = /<\/?[a-z]{1,10}(?:\s[^<>]{0,200})?>/gi;

/** Tags are layout, and parts of one line may be labelled each; HTML comments stay. */
const parts = (line: string): string[] =>
  line.length > 2_000 ? [line] : line.replace(tags, ' ').split(/[·•]/);

const inLine = (line: string, head: string): string | null => {
  const read = line.slice(0, 2_000);
  for (const match of read.matchAll(name)) {
    const token = match[2] ?? match[1] ?? '';
    const before = read.slice(Math.max(0, match.index - 30), match.index);
    if (isName(token, head, before) && !elsewhere.test(before)) return token;
  }
  return null;
};

const firstIn = (lines: string[], head: string): string | null => {
  for (const line of lines) {
    const found = inLine(line, head);
    if (found !== null) return found;
  }
  return null;
};

const cells = (line: string): string[] => line.split('|').slice(1, -1);

/** A table whose column is headed `Commit`, with the commit below. */
const inColumns = (lines: string[], head: string): string | null => {
  for (const [index, line] of lines.entries()) {
    const rule = lines[index + 1] ?? '';
    if (!line.trimStart().startsWith('|') || !/^\s{0,3}\|[\s:|-]+$/.test(rule)) continue;
    const column = cells(line).findIndex(
      (cell) => cell.length < 100 && (plainLabel.test(cell) || keyLabel.test(cell) || /reviewed/i.test(cell)),
    );
    const below = column < 0 ? null : inLine(cells(lines[index + 2] ?? '')[column] ?? '', head);
    if (below !== null) return below;
  }
  return null;
};

/** An item, or what goes on below one. */
const item = /^\s*(?:[-*+]|\d+[.)])\s|^\s{2}/;
const commitLink =
  /^[^\p{L}\p{N}[]{0,20}(?:(?:at|for|on|commit|head|sha|revision)\b[^\p{L}\p{N}[]{0,9})?(?:\[[^[\]\n]{1,100}\]\()?https?:\/\/[^\s()]{1,300}\/commits?\/([0-9a-f]{7,64})\b[^\p{L}\p{N}]{0,20}$/iu;

/** A link to a commit that says nothing else: a header or a footer. Within a sentence or an item it is somebody's argument. */
const inLinks = (lines: string[]): string | null => {
  for (const line of lines) {
    if (line.length > 2_000 || item.test(line) || !/\/commits?\//i.test(line)) continue;
    for (const part of line.replace(tags, ' ').split(/[·•]/)) {
      const named = commitLink.exec(part)?.[1];
      if (named !== undefined) return named;
    }
  }
  return null;
};

/**
 * The commit that a comment says it reviewed, full or shortened, in words, in an HTML comment or in a table. The
 * first mention counts: it stands above what the model wrote. null where it names none.
 */
export const reviewedCommit = (body: string, head: string): string | null => {
  const lines = body.split('\n');
  return (
    firstIn(
      lines.filter((line) => reviewLabel.test(line) && !/^\s*(?:[-*+]|\d+[.)])\s+\**\[/.test(line)),
      head,
    ) ??
    firstIn(
      lines.flatMap((line) =>
        line.includes('<!--') && /sha|head|commit/i.test(line)
          ? [line]
          : parts(line).filter((part) => plainLabel.test(part)),
      ),
      head,
    ) ??
    firstIn(
      lines.filter((line) => keyLabel.test(line)),
      head,
    ) ??
    inColumns(lines, head) ??
    inLinks(lines)
  );
};
