import type { Severity } from '../contracts/rounds/finding.ts';
import { withoutCommentsOnce } from '../text/sanitize.ts';
import type { Found } from './found.ts';
import type { Block } from './markdown-blocks.ts';
import { type Draft, finishDraft, headOfItem, headOfLine, startDraft } from './markdown-findings.ts';
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
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  start(head: SeverityHead): void {
    this.current = startDraft(head, this.url);
    (this.section === 'findings' ? this.found : this.stray).push(this.current);
  }

  /** true where the line was nothing but that. */
  saysClean(line: string): boolean {
    if (this.section === 'findings' && (nothingBlocks.test(line) || nothingFound.test(line))) {
      this.clean = true;
      return true;
    }
    if (this.section !== 'other' || !nothingBlocks.test(line)) return false;
    this.strayClean = true;
    return true;
  }

  heading(block: Extract<Block, { kind: 'heading' }>): void {
    this.saysClean(block.text);
    const below = this.section === 'findings' && block.depth > this.depth;
    const head = below ? headOfItem(block.text) : bracketedHead(block.text);
    const alone = severityAlone(block.text);
    const named = below && alone ? null : sectionNamed(block.text);
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
    if (!none.test(text.slice(0, 200))) this[this.section].push(text);
    return true;
  }

  item(text: string): void {
    const line = firstLine(text);
    const rest = text.slice(line.length + 1);
    if (this.aside(text)) return;
    if (this.saysClean(line) || none.test(line)) return;
    const listed = this.section === 'findings';
    const own = listed ? headOfItem(line) : bracketedHead(line);
    const head = own ?? (listed && this.group ? { severity: this.group, rest: line } : null);
    if (head) {
      this.start(head);
      if (rest.trim() !== '') this.current?.detail.push(rest);
    } else if (listed) {
      this.current = null;
      this.unclear.push(text);
    }
  }

  paragraph(text: string): void {
    if (this.aside(text)) return;
    const before = this.current;
    for (const line of text.split('\n')) {
      if (this.saysClean(line)) continue;
      const head = this.section === 'findings' ? headOfLine(line, this.url) : bracketedHead(line);
      if (head) this.start(head);
      else if (this.current) this.current.detail.push(this.current === before ? `\n${line}` : line);
    }
  }

  /** Behind a comment the line goes on in plain words; behind a tag it is somebody's layout. */
  html(text: string): void {
    const words = withoutCommentsOnce(text).trim();
    if (words !== '' && !words.startsWith('<')) this.paragraph(words);
  }

  block(block: Block): void {
    if (block.kind === 'heading') this.heading(block);
    else if (block.kind === 'paragraph') this.paragraph(block.text);
    else if (block.kind === 'items') for (const item of block.items) this.item(item);
    else if (block.kind === 'html') this.html(block.text);
    else this.current?.detail.push(`\n${block.text}`);
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
  };
};
