import type { Severity } from '../contracts/rounds/finding.ts';
import { withoutCommentsOnce } from '../text/sanitize.ts';
import { isSerious } from './found.ts';
import { type Block, blocksOf } from './markdown-blocks.ts';
import { type Draft, headOfItem, headOfLine, startDraft } from './markdown-findings.ts';
import {
  hasHead,
  isVague,
  labelledBelow,
  nestedHeads,
  type Rows,
  swallows,
  tableRows,
  unfolded,
  unquoted,
} from './markdown-hidden.ts';
import { headsSettled, isGraveWithin, strayHead, strayRows } from './markdown-strays.ts';
import type { Place } from './place.ts';
import { placeAtStart } from './place-in-text.ts';
import { bracketedHead, type SeverityHead, severityAlone } from './severity.ts';

type Section = 'findings' | 'questions' | 'notes' | 'other';

const sectionNames: [Section, RegExp][] = [
  ['findings', /^[^\p{L}\p{N}]{0,20}(?:review )?findings?[^\p{L}]{0,20}$/iu],
  ['questions', /^[^\p{L}\p{N}]{0,20}(?:open )?questions?[^\p{L}]{0,20}$/iu],
  ['notes', /^[^\p{L}\p{N}]{0,20}notes?[^\p{L}]{0,20}$/iu],
];
const sectionNamed = (text: string): Section | null =>
  text.length > 80 ? null : (sectionNames.find(([, pattern]) => pattern.test(text))?.[0] ?? null);

const nothingBlocks = /^[^\p{L}\p{N}]{0,20}no blocking findings?[*_`]{0,3}(?:[.!]|[^\p{L}\p{N},:;(]*$)/iu;
/** In the section itself the shorter form says the same; in the notes it only repeats it. */
const nothingFound = /^[^\p{L}\p{N}]{0,20}no findings?[*_`]{0,3}(?:[.!]|[^\p{L}\p{N},:;(]*$)/iu;
const none =
  /^[^\p{L}\p{N}]{0,20}(?:none|n\/a|nothing|no (?:findings?|open questions?|questions?|notes?|issues?))?[^\p{L}\p{N}]{0,20}$/iu;

export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** Sorts the lines of a comment by the section they stand in. */
export class Walk {
  section: Section = 'other';
  depth = 0;
  group: Severity | null = null;
  current: Draft | null = null;
  form = false;
  clean = false;
  strayClean = false;
  readonly found: Draft[] = [];
  /** With a severity in brackets, but outside any section of findings. */
  readonly stray: Draft[] = [];
  /** Those of them that block, and say where. */
  readonly grave: Draft[] = [];
  /** Depth of a heading below which stands what an earlier review found. */
  settled: number | null = null;
  /** Listed as findings, without a severity. */
  readonly unclear: string[] = [];
  readonly questions: string[] = [];
  readonly notes: string[] = [];
  readonly unread: string[] = [];
  readonly own: string[] = [];
  /** Within a quotation, whose stop signal is somebody else's. */
  quoted = false;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  start(head: SeverityHead, grave = false): void {
    this.current = startDraft(head, this.url);
    (this.section === 'findings' ? this.found : this.stray).push(this.current);
    if (grave) this.grave.push(this.current);
  }

  /** The head of a line outside of any section that is a finding all the same. */
  strayed(line: string, below = ''): SeverityHead | null {
    if (this.section !== 'other' || this.settled !== null) return null;
    return strayHead(line, { below, group: this.group, at: this.url });
  }

  strays(text: string): SeverityHead[] {
    const lines = text.split('\n').map((line) => line.replace(/^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6})\s+/, ''));
    return lines.flatMap((line) => this.strayed(line) ?? []);
  }

  suspect(line: string): void {
    if (this.settled === null && isGraveWithin(line, this.url)) this.unread.push(line);
  }

  /** true where the line was nothing but that; what stands behind it is read as well. */
  saysClean(line: string): boolean {
    const listed = this.section === 'findings';
    const signal = nothingBlocks.exec(line) ?? (listed ? nothingFound.exec(line) : null);
    if (!signal || (!listed && this.section !== 'other')) return false;
    if (this.quoted) return true;
    this.own.push(line);
    if (listed) this.clean = true;
    else this.strayClean = true;
    const behind = line.slice(signal[0].length).trim();
    const stray = this.strayed(behind);
    const head = listed ? headOfLine(behind, this.url) : stray;
    if (head) this.start(head, stray !== null);
    else this.suspect(behind);
    return true;
  }

  heading(block: Extract<Block, { kind: 'heading' }>): void {
    this.saysClean(block.text);
    const below = this.section === 'findings' && block.depth > this.depth;
    this.settle(block);
    this.current = null;
    this.group = null;
    const stray = this.strayed(block.text);
    const head = below ? headOfItem(block.text) : (bracketedHead(block.text) ?? stray);
    const alone = severityAlone(block.text);
    const named = below && alone ? null : sectionNamed(block.text);
    if (!head && !named) this.own.push(block.text);
    if (named) {
      this.section = named;
      this.depth = block.depth;
      this.form ||= named === 'findings';
    } else if (alone) {
      this.grouped(alone, { below, depth: block.depth });
    } else if (head) {
      this.start(head, stray !== null);
    } else if (!below) {
      this.section = 'other';
      this.depth = block.depth;
    }
  }

  settle({ text, depth }: { text: string; depth: number }): void {
    const within = this.settled !== null && depth > this.settled;
    if (!within) this.settled = headsSettled(text) ? depth : null;
  }

  /** A grave one heads what stands below it, in whatever section. */
  grouped(severity: Severity, { below, depth }: { below: boolean; depth: number }): void {
    if (below || isSerious({ severity })) this.group = severity;
    const aside = this.section === 'questions' || this.section === 'notes';
    if (aside && depth <= this.depth && isSerious({ severity })) this.section = 'other';
  }

  /** true where it stands among questions or notes. */
  aside(text: string): boolean {
    if (this.section !== 'questions' && this.section !== 'notes') return false;
    if (this.section === 'notes') this.own.push(...text.split('\n'));
    if (!none.test(text.slice(0, 200))) this[this.section].push(text);
    return true;
  }

  item(text: string): void {
    const line = firstLine(text);
    const rest = text.slice(line.length + 1);
    if (this.aside(text)) return;
    if (this.saysClean(line) || none.test(line)) return;
    const listed = this.section === 'findings';
    const stray = this.strayed(line, rest);
    const own = listed ? (headOfItem(line) ?? labelledBelow(rest, line)) : (bracketedHead(line) ?? stray);
    const head = own ?? (listed && this.group ? { severity: this.group, rest: line } : null);
    if (head) this.start(head, stray !== null);
    else this.suspect(line);
    if (listed) this.below({ text, line, rest }, head !== null);
    else if (!head) this.beside(line, rest);
    else if (rest.trim() !== '') this.current?.detail.push(rest);
  }

  /** An item outside of the findings, which may be the file that they stand below. */
  beside(line: string, rest: string): void {
    this.own.push(line);
    const place = placeAtStart(line, this.url)?.place ?? null;
    for (const { head, line: said } of nestedHeads(rest, { owned: false, at: this.url })) {
      if (this.settled !== null || !head || !isSerious(head)) continue;
      if (place || this.strayed(said.trim().replace(/^\S+\s+/, ''))) this.unread.push(said);
    }
  }

  /** What stands below the first line of an item: its words, or findings of their own. */
  below({ text, line, rest }: { text: string; line: string; rest: string }, owned: boolean): void {
    const lines = nestedHeads(rest, { owned, at: this.url });
    if (!owned) this.current = null;
    if (lines.some(({ head }) => head)) {
      this.nested(lines, owned ? null : (placeAtStart(line, this.url)?.place ?? null));
    } else if (!owned) {
      this.unclear.push(text);
    } else if (rest.trim() !== '') {
      this.current?.detail.push(rest);
    }
  }

  nested(lines: ReturnType<typeof nestedHeads>, place: Place | null): void {
    for (const { line, head } of lines) {
      if (!head) {
        this.current?.detail.push(line);
        continue;
      }
      this.start(head);
      if (this.current) this.current.place ??= place;
    }
  }

  paragraph(text: string): void {
    if (this.aside(text)) return;
    const rows = this.section === 'findings' ? tableRows(text, this.url) : null;
    if (rows) this.table(rows);
    else if (!this.strayTable(text)) this.lines(text);
  }

  strayTable(text: string): boolean {
    const { all, grave, rows, beside } = strayRows(text, this.url);
    if (this.section !== 'other' || this.settled !== null || grave.length === 0) return false;
    this.stray.push(...all);
    this.grave.push(...grave);
    this.own.push(...rows);
    this.current = null;
    this.lines(beside);
    return true;
  }

  lines(text: string): void {
    const before = this.current;
    for (const line of text.split('\n')) {
      if (this.saysClean(line)) continue;
      const head = this.headOf(line);
      if (head) this.start(head, this.strayed(line) !== null);
      else this.suspect(line);
      if (head) continue;
      if (this.current) this.current.detail.push(this.current === before ? `\n${line}` : line);
      else this.own.push(line);
    }
  }

  headOf(line: string): SeverityHead | null {
    if (this.section !== 'findings') return bracketedHead(line) ?? this.strayed(line);
    const head = headOfLine(line, this.url);
    const below = this.current === null && strayHead(line, { group: this.group, at: this.url }) !== null;
    if (!head && (below || isVague(line))) this.unread.push(line);
    return head;
  }

  table({ found, unread }: Rows): void {
    this.found.push(...found);
    this.unread.push(...unread);
    this.current = null;
  }

  /** Behind a comment the line goes on in plain words; behind a tag it is somebody's layout. */
  html(text: string): void {
    const words = withoutCommentsOnce(text).trim();
    if (words === '') return;
    if (words.startsWith('<')) this.folded(unfolded(words));
    else this.paragraph(words);
  }

  folded(inside: string): void {
    this.own.push(...inside.split('\n'));
    const listed = this.section === 'findings' && (hasHead(inside, this.url) || inside.includes('\n###### '));
    if (listed) this.within(inside);
    else for (const head of this.strays(inside)) this.start(head, true);
  }

  /** Blocks that stand within another one. */
  within(text: string): void {
    const blocks = blocksOf(text);
    if (blocks === null) this.unread.push(text);
    for (const block of blocks ?? []) if (block.kind !== 'html') this.block(block);
  }

  /** A quotation or a piece of code: words of a finding, unless findings stand in it. */
  other(text: string): void {
    const quote = /^\s{0,3}>/.test(text) ? unquoted(text) : null;
    if (quote !== null && this.section !== 'questions') this.own.push(...quote.split('\n'));
    if (this.section !== 'findings') {
      // GitHub's own box is no quotation of somebody else
      if (quote !== null && /\[![a-z]+\]/i.test(text) && this.strays(quote).length > 0)
        this.unread.push(text);
      this.current?.detail.push(`\n${text}`);
    } else if (quote !== null && hasHead(quote, this.url)) {
      const before = this.quoted;
      this.quoted = true;
      this.within(quote);
      this.quoted = before;
    } else {
      if (quote === null && swallows(text, this.url)) this.unread.push(text);
      if (quote?.split('\n').some(isVague)) this.unread.push(text);
      this.current?.detail.push(`\n${text}`);
    }
  }

  block(block: Block): void {
    if (block.kind === 'heading') this.heading(block);
    else if (block.kind === 'paragraph') this.paragraph(block.text);
    else if (block.kind === 'items') for (const item of block.items) this.item(item);
    else if (block.kind === 'html') this.html(block.text);
    else this.other(block.text);
  }
}
