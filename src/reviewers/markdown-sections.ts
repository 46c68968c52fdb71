import { type Found, isSerious } from './found.ts';
import type { Block } from './markdown-blocks.ts';
import { type Draft, finishDraft, startDraft } from './markdown-findings.ts';
import { firstLine, Walk } from './markdown-walk.ts';

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

/** A summary names again what is listed as a finding. */
const unrepeated = (strays: Draft[], found: Draft[]): Draft[] => {
  const told = new Set(found.filter(isSerious).map(({ place }) => place?.path ?? null));
  return strays.filter(({ place }) => !told.has(place?.path ?? null));
};

/** Sections of the post's form; `url`: where the comment stands. */
export const sectionsOf = (blocks: Block[], url: string): Sections => {
  const walk = new Walk(url);
  for (const block of blocks) walk.block(block);
  const clean = walk.clean || (!walk.form && walk.strayClean);
  const drafts = walk.form ? [...walk.found, ...unrepeated(walk.grave, walk.found)] : walk.stray;
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
