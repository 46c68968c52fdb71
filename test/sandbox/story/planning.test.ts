import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enhanceAnswerSchema } from '../../../src/contracts/planning/enhance.ts';
import { exploreAnswerSchema } from '../../../src/contracts/planning/explore.ts';
import type { Pointer } from '../../../src/contracts/planning/pointer.ts';
import { proposeAnswerSchema } from '../../../src/contracts/planning/propose.ts';
import { decisions } from '../../../src/core/grill/decisions.ts';
import { counts, exitLine } from '../../../src/core/grill/tree.ts';
import { decisionLog, missingDecisions } from '../../../src/openspec/decisions.ts';
import { readDocument } from '../../../src/openspec/document.ts';
import { enhancementProblems } from '../../../src/openspec/enhancement-problems.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { grilled, recordedAnswer, recordedNodes } from './grilled.ts';

const inChange = (path: string): string =>
  readFileSync(join(story.changePath, 'openspec/changes', story.change, path), 'utf8');

/** Pointers that name no line with something in it. */
const pointless = (pointers: Pointer[]): string[] =>
  pointers.flatMap(({ path, line }) => {
    const file = join(story.repositoryPath, path);
    const text = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[line - 1] : undefined;
    return text?.trim() ? [] : [`${path}:${line}`];
  });

describe('the exploration', () => {
  it('brings two directions and points at what is there', () => {
    const answer = exploreAnswerSchema.parse(recordedAnswer('explore', 1));
    if (answer.status !== 'EXPLORED') throw new Error(answer.status);
    expect(answer.directions).toHaveLength(story.plan.directions);
    expect(pointless(answer.read)).toEqual([]);
    expect(pointless([{ path: 'src/none.js', line: 1, shows: 'x' }])).toEqual(['src/none.js:1']);
  });

  it('draws in plain characters that need no library', () => {
    const answer = exploreAnswerSchema.parse(recordedAnswer('explore', 1));
    if (answer.status !== 'EXPLORED') throw new Error(answer.status);
    for (const { diagram } of answer.directions) {
      expect(diagram.split('\n').length).toBeGreaterThan(3);
      expect(diagram).toMatch(/^[\x20-\x7e\n]+$/);
      expect(Math.max(...diagram.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });
});

describe('the grill', () => {
  it('points at what is there', () => {
    const nodes = [1, 2, 3].flatMap(recordedNodes);
    expect(pointless(nodes.flatMap(({ evidence }) => evidence))).toEqual([]);
    const fromCode = nodes.filter((node) => node.kind === 'question' && node.resolvedBy === 'code');
    expect(fromCode).toHaveLength(story.plan.grill.fromCode);
    expect(fromCode.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  it('is answered to its gate by the story’s people', () => {
    const { tree, branches } = grilled();
    expect(counts(tree)).toEqual({ ...story.plan.grill, open: 0 });
    expect(exitLine(tree)).toBe('15 confirmed · 0 deferred · 0 silent assumptions');
    expect(branches).toEqual(['partials-home', 'example-migration']);
  });

  it('puts again what was put off and what was refused, and nothing else twice', () => {
    const { asked } = grilled();
    const again = asked.filter((id, index) => asked.indexOf(id) !== index);
    expect(again).toEqual(['root-escape', 'misplaced-partials', 'gate-refuses']);
    expect(new Set(asked)).toEqual(new Set(Object.keys(story.answers)));
  });

  it('shows who decided', () => {
    const who = new Set(decisions(grilled().tree).map((decision) => decision.who.replace(/:.*/, '')));
    expect(who).toEqual(new Set(['Ada', 'Linus', 'code']));
  });
});

describe('the proposal', () => {
  it('is of the story’s change', () => {
    const answer = proposeAnswerSchema.parse(recordedAnswer('propose', 1));
    expect(answer).toMatchObject({ status: 'PROPOSED', change: story.change });
  });

  it('logs every decision as it was made', () => {
    expect(inChange('design.md')).toContain(decisionLog(decisions(grilled().tree)));
    expect(missingDecisions(inChange('design.md'), decisions(grilled().tree))).toEqual([]);
  });
});

describe('the enhancement', () => {
  it('fits the tasks', () => {
    const answer = enhanceAnswerSchema.parse(recordedAnswer('enhance', 1));
    if (answer.status !== 'ENHANCED') throw new Error(answer.status);
    expect(enhancementProblems(readDocument(inChange('tasks.md')), answer)).toEqual([]);
  });
});
