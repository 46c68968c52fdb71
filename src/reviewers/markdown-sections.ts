import type { Severity } from '../contracts/rounds/finding.ts';
import { withoutCommentsOnce } from '../text/sanitize.ts';
import type { Found } from './found.ts';
import { type Block, blocksOf } from './markdown-blocks.ts';
import { type Draft, finishDraft, headOfItem, headOfLine, startDraft } from './markdown-findings.ts';
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
import type { Place } from './place.ts';
import { placeAtStart } from './place-in-text.ts';
import { bracketedHead, type SeverityHead, severityAlone } from './severity.ts';

/** What a comment in the post's form says. */
export interface Sections {
  findings: Found[];
  questions: string[];
  notes: string[];
  /** It says in so many words that nothing blocks. */
  clean: boolean;
  /** There is a section for findings. */
  form: boolean;
  /** Stands in that section, names what blocks, and cannot be read. */
  unread: string[];
  /** Lines of its own beside the findings. */
  own: string[];
}

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

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

class Walk {
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

  start(head: SeverityHead): void {
    this.current = startDraft(head, this.url);
    (this.section === 'findings' ? this.found : this.stray).push(this.current);
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
    const head = listed ? headOfLine(line.slice(signal[0].length).trim(), this.url) : null;
    if (head) this.start(head);
    return true;
  }

  heading(block: Extract<Block, { kind: 'heading' }>): void {
    this.saysClean(block.text);
    const below = this.section === 'findings' && block.depth > this.depth;
    const head = below ? headOfItem(block.text) : bracketedHead(block.text);
    const alone = severityAlone(block.text);
    const named = below && alone ? null : sectionNamed(block.text);
    if (!head && !named) this.own.push(block.text);
    this.current = null;
    this.group = null;
    if (named) {
      this.section = named;
      this.depth = block.depth;
      this.form ||= named === 'findings';
    } else if (alone) {
      if (below) this.group = alone;
    } else if (head) {
      this.start(head);
    } else if (!below) {
      this.section = 'other';
      this.depth = block.depth;
    }
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
    const own = listed ? (headOfItem(line) ?? labelledBelow(rest, line)) : bracketedHead(line);
    const head = own ?? (listed && this.group ? { severity: this.group, rest: line } : null);
    if (head) this.start(head);
    if (listed) this.below({ text, line, rest }, head !== null);
    else if (!head) this.own.push(line);
    else if (rest.trim() !== '') this.current?.detail.push(rest);
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
    const listed = this.section === 'findings';
    const rows = listed ? tableRows(text, this.url) : null;
    if (rows) this.table(rows);
    else this.lines(text);
  }

  lines(text: string): void {
    const before = this.current;
    for (const line of text.split('\n')) {
      if (this.saysClean(line)) continue;
      const head = this.headOf(line);
      if (head) this.start(head);
      else if (this.current) this.current.detail.push(this.current === before ? `\n${line}` : line);
      else this.own.push(line);
    }
  }

  headOf(line: string): SeverityHead | null {
    if (this.section !== 'findings') return bracketedHead(line);
    const head = headOfLine(line, this.url);
    if (!head && isVague(line)) this.unread.push(line);
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
    if (this.section === 'findings' && (hasHead(inside, this.url) || inside.includes('\n###### ')))
      this.within(inside);
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

/** Sections of the post's form; `url`: where the comment stands. */
export const sectionsOf = (blocks: Block[], url: string): Sections => {
  const walk = new Walk(url);
  for (const block of blocks) walk.block(block);
  const clean = walk.clean || (!walk.form && walk.strayClean);
  const drafts = walk.form ? walk.found : walk.stray;
  const readable = drafts.length > 0 || clean;
  // What is listed among readable findings is one too, however it is put; the stop signal says it does not block.
  const unclear = readable
    ? walk.unclear.map((text) =>
        startDraft({ severity: clean ? 'low' : 'medium', rest: firstLine(text) }, url),
      )
    : [];
  for (const [index, draft] of unclear.entries()) {
    const text = walk.unclear[index] ?? '';
    draft.detail.push(text.slice(firstLine(text).length + 1));
  }
  return {
    findings: [...drafts, ...unclear].map((draft) => finishDraft(draft, { url })),
    questions: walk.questions,
    notes: walk.notes,
    clean,
    form: walk.form,
    unread: walk.unread,
    own: walk.own,
  };
};
