import { describe, expect, it } from 'vitest';
import { type Correction, correctTriage } from '../../../src/core/rounds/corrected.ts';
import { defaultPriorities } from '../../../src/core/rounds/priority.ts';
import type { Finding } from '../../../src/core/rounds/round.ts';
import { acknowledged, filed, finding, fixed, toFile } from './sample.ts';

const fix: Correction = { finding: 'F1', to: 'fix', why: '' };
const ack: Correction = { finding: 'F1', to: 'acknowledge', why: 'We want it so.' };
const file: Correction = { finding: 'F1', to: 'file', priority: null, why: '' };

const correct = (correction: Correction, over: Partial<Finding> = {}, login: string | null = 'bob') =>
  correctTriage({ findings: [finding(over)], correction, by: 'Ada', login, table: defaultPriorities });

describe('correctTriage', () => {
  it('has it fixed', () => {
    expect(correct(fix, { detail: 'Label first.' })).toMatchObject({
      ok: true,
      finding: {
        state: 'open',
        decided: { to: 'fix', task: 'Rewrites the label\n\nLabel first.', behavioural: true, by: 'bob' },
      },
    });
    expect(correct(fix, { path: 'docs/guide.md' })).toMatchObject({
      finding: { decided: { behavioural: false } },
    });
    const thought = {
      to: 'fix',
      reason: 'r',
      task: 'Slice by span.',
      behavioural: false,
      by: 'triage',
    } as const;
    expect(correct(fix, { decided: thought })).toMatchObject({
      finding: { decided: { task: 'Slice by span.', behavioural: false, by: 'bob' } },
    });
  });

  it('has it acknowledged, with the words of the person', () => {
    expect(correct(ack)).toMatchObject({
      ok: true,
      finding: { decided: { to: 'acknowledge', reason: 'We want it so.', by: 'bob' } },
    });
  });

  it('has it filed, with the priority that was said or that of its severity', () => {
    expect(correct({ ...file, priority: 'urgent' })).toMatchObject({
      finding: { decided: { priority: 'urgent' } },
    });
    expect(correct(file, { severity: 'high' })).toMatchObject({
      finding: { decided: { to: 'file', priority: 'medium', title: 'Rewrites the label', blocks: null } },
    });
    expect(correct(file, { decided: { ...toFile, blocks: 'PER-250' } })).toMatchObject({
      finding: { decided: { priority: 'high', title: toFile.title, blocks: 'PER-250' } },
    });
    expect(correct({ ...file, priority: 'none', why: 'Cosmetic.' })).toMatchObject({
      finding: { decided: { priority: 'none', reason: 'Cosmetic.' } },
    });
  });

  it('opens what was acknowledged again', () => {
    expect(correct(fix, { state: 'answered', answer: acknowledged })).toMatchObject({
      ok: true,
      finding: { state: 'reopened', answer: null, earlier: [acknowledged], decided: { to: 'fix' } },
    });
  });

  it('reads the id as people type it', () => {
    expect(correct({ ...fix, finding: 'f1' }).ok).toBe(true);
  });

  it.each([
    ['unknown', correct({ ...fix, finding: 'F9' }), 'F9 is no finding of this pull request. There is F1.'],
    [
      'fixed',
      correct(ack, { state: 'answered', answer: fixed }),
      'F1 is fixed in 94528d5. If it is not, say so in a review: it is raised again.',
    ],
    [
      'filed',
      correct(fix, { state: 'verified', answer: filed }),
      'F1 is filed as PER-241. Change that ticket, or close it.',
    ],
    ['no why', correct({ ...ack, why: ' ' }), 'Say why: `/triage F1 ack <why>`.'],
    [
      "another's demand",
      correct(ack, { demanded: true, by: 'ada' }),
      'F1 is what @ada asks for: `/triage F1 fix` or `/triage F1 file`. Only @ada takes it back, on GitHub: by approving, or with `/triage F1 ack <why>`.',
    ],
    [
      'no priority without a reason',
      correct({ ...file, priority: 'none' }),
      'Say why F1 can wait for ever, or give it a priority: `/triage F1 file low`.',
    ],
  ])('is refused: %s', (_, result, why) => {
    expect(result).toEqual({ ok: false, why });
  });

  it('lets a person take back the own demand', () => {
    expect(correct(ack, { demanded: true, by: 'ada' }, 'Ada').ok).toBe(true);
  });

  it('takes no name for a login: who is not known on GitHub takes back no demand', () => {
    const asked = { demanded: true, by: 'ada', thread: { comment: 5, told: false } };
    expect(correct(ack, asked, null)).toEqual({
      ok: false,
      why: 'F1 is what @ada asks for: `/triage F1 fix` or `/triage F1 file`. Only @ada takes it back, on GitHub: by resolving the conversation, or with `/triage F1 ack <why>`.',
    });
    expect(correct(ack, { by: 'ada' }, null)).toMatchObject({
      ok: true,
      finding: { decided: { by: 'Ada' } },
    });
    expect(correct(fix, asked, null)).toMatchObject({ ok: true, finding: { decided: { by: 'Ada' } } });
  });
});
