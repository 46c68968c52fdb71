import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GrillNode, grillAnswerSchema } from '../../../src/contracts/planning/grill.ts';
import { type Answering, confirm, defer, object, override } from '../../../src/core/grill/answers.ts';
import { ask } from '../../../src/core/grill/ask.ts';
import { graft } from '../../../src/core/grill/graft.ts';
import { gate, openTree, question } from '../../../src/core/grill/tree.ts';
import type { Tree } from '../../../src/core/planning.ts';
import { story } from '../../../src/sandbox/story/index.ts';

/** What an agent of the story answered, as it stands in its recording. */
export const recordedAnswer = (phase: string, attempt: number): unknown =>
  JSON.parse(readFileSync(join(story.recordingsPath, phase, String(attempt), 'recording.json'), 'utf8'))
    .answer;

export const recordedNodes = (attempt: number): GrillNode[] => {
  const answer = grillAnswerSchema.parse(recordedAnswer('grill', attempt));
  return answer.status === 'GRILLED' ? answer.nodes : [];
};

const minute = (number: number): string => new Date(Date.UTC(2026, 0, 5, 9, number)).toISOString();

const replied = (says: string, replying: { tree: Tree; by: string; at: string }): Answering => {
  const [, command = '', rest = ''] = /^\/(\w+)\s*(.*)$/.exec(says) ?? [];
  const [assumption = '', ...words] = rest.split(' ');
  if (command === 'confirm') return confirm({ ...replying, option: rest === '' ? null : rest });
  if (command === 'override') return override({ ...replying, text: rest });
  if (command === 'defer') return defer(replying);
  if (command === 'object') return object({ ...replying, assumption, text: words.join(' ') });
  throw new Error(`the story says ${says}`);
};

/** The grill from its first tree to its gate, as the story's people answer it: question by question, without a platform. */
export const grilled = (): { tree: Tree; asked: string[]; branches: string[] } => {
  let tree = openTree(recordedNodes(1), minute(0));
  const asked: string[] = [];
  const branches: string[] = [];
  for (let step = 1; !gate(tree) && step < 60; step += 1) {
    tree = ask(tree, minute(2 * step));
    const id = question(tree)?.id ?? 'assumptions';
    const said = story.answers[id]?.[asked.filter((one) => one === id).length];
    if (!said) throw new Error(`${id} is asked, and the story has no answer for it`);
    asked.push(id);
    const outcome = replied(said.says, { tree, by: said.by ?? 'Ada', at: minute(2 * step + 1) });
    tree = outcome.tree;
    if (outcome.state !== 'branch') continue;
    branches.push(outcome.branch.node);
    const nodes = recordedNodes(branches.length + 1);
    tree = graft({ tree, branch: outcome.branch, nodes, at: minute(2 * step + 1) });
  }
  return { tree, asked, branches };
};
