import type { Enhancement } from '../contracts/planning/enhance.ts';
import { belowTask } from './below-task.ts';
import {
  type About,
  crossRepoText,
  headerText,
  metadataText,
  reposText,
  summaryText,
  tddText,
} from './block-text.ts';
import type { Block } from './blocks.ts';
import { readDocument, type TasksDocument } from './document.ts';
import { edited, type Splice } from './edit.ts';
import { enhancementProblems } from './enhancement-problems.ts';

/** A block to be there: its own lines, and where it goes unless it is there already. */
interface Wanted {
  name: string;
  content: string[];
  /** 0-based line before which it goes. */
  at: number;
  indent?: string;
  /** Side of the blank line that sets it off. */
  blank?: 'above' | 'below';
  /** What people wrote there stays. */
  kept?: boolean;
}

/**
 * tasks.md with the opsx blocks of an enhancement: new ones are put in, those of the same name get the new text in
 * their place, and no other byte changes. Doing it twice changes nothing more.
 * @throws when the enhancement does not fit the file; `enhancementProblems` says so beforehand
 */
export const enhance = (tasksText: string, enhancement: Enhancement, about: About): string => {
  const document = readDocument(tasksText);
  const problems = enhancementProblems(document, enhancement);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const existing = new Map(document.blocks.toReversed().map((block) => [block.name, block]));
  const splices = wantedBlocks(document, enhancement, about).flatMap((wanted) =>
    toSplice(wanted, existing.get(wanted.name)),
  );
  const text = edited(document.lines, splices);
  if (withoutBlocks(text) !== withoutBlocks(tasksText))
    throw new Error('The blocks cannot be written into tasks.md without changing other lines of it.');
  return text;
};

/** tasks.md without opsx blocks, and without the blank lines that came with them. */
export const withoutBlocks = (tasksText: string): string => {
  const { lines, blocks } = readDocument(tasksText);
  const taken = new Set<number>();
  for (const block of blocks) for (let line = block.from; line <= block.to; line += 1) taken.add(line);
  return edited(
    lines,
    [...taken].map((at) => ({ at, remove: 1, lines: [] })),
  );
};

const wantedBlocks = (document: TasksDocument, enhancement: Enhancement, about: About): Wanted[] => [
  ...ofTop(document, enhancement),
  ...ofSections(document, enhancement),
  ...ofTasks(document, enhancement),
  { name: 'metadata', content: metadataText(about), at: document.lines.length, blank: 'above' },
];

const ofTop = ({ sections }: TasksDocument, enhancement: Enhancement): Wanted[] => {
  const at = (sections[0]?.line ?? 1) - 1;
  return [
    { name: 'tdd-header', content: headerText, at, blank: 'below', kept: true },
    { name: 'repos-table', content: reposText(enhancement.repos), at, blank: 'below' },
  ];
};

const ofSections = ({ sections }: TasksDocument, enhancement: Enhancement): Wanted[] =>
  sections.flatMap(({ number, line }) =>
    enhancement.sections
      .filter((summary) => summary.number === number)
      .map((summary) => ({
        name: `phase-summary:${number}`,
        content: summaryText(summary),
        at: line,
        blank: 'above' as const,
      })),
  );

const ofTasks = ({ sections, lines }: TasksDocument, enhancement: Enhancement): Wanted[] => {
  const boxes = new Map(sections.flatMap(({ tasks }) => tasks.map(({ id, line }) => [id, line - 1])));
  const below = (id: string, name: string, content: string[]): Wanted => {
    const { at, indent } = belowTask(lines, boxes.get(id) ?? 0);
    return { name: `${name}:${id}`, content, at, indent };
  };
  return [
    ...enhancement.tasks.map((task) => below(task.id, 'tdd', tddText(task))),
    ...enhancement.crossRepo.map((task) => below(task.id, 'cross-repo-block', crossRepoText(task))),
  ];
};

const toSplice = (wanted: Wanted, existing: Block | undefined): Splice[] => {
  const { name, at, indent = '', blank } = wanted;
  const content = wanted.content.map((line) => indent + line);
  if (existing) {
    const { first, last } = existing;
    return wanted.kept ? [] : [{ at: first + 1, remove: last - first - 1, lines: content }];
  }
  const mark = (side: string): string => `${indent}<!-- opsx:${name}:${side} -->`;
  const lines = [mark('begin'), ...content, mark('end')];
  return [
    {
      at,
      remove: 0,
      lines: [...(blank === 'above' ? [''] : []), ...lines, ...(blank === 'below' ? [''] : [])],
    },
  ];
};
