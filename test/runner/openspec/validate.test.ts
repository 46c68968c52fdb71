import { describe, expect, it } from 'vitest';
import type { ProgramEnded } from '../../../src/ports/agent.ts';
import { validateChange } from '../../../src/runner/openspec/validate.ts';
import { openspecResults } from '../../../src/runner/verify/openspec.ts';

type Ended = Partial<ProgramEnded>;

const ended = (reply: unknown, more: Ended = {}): Ended => ({
  output: typeof reply === 'string' ? reply : JSON.stringify(reply, null, 2),
  ...more,
});
const item = (id: string, messages: string[] = [], type = 'spec') => ({
  ...{ id, type, valid: messages.length === 0 },
  issues: messages.map((message) => ({ level: 'ERROR', path: 'requirements[0]', message })),
});
const items = (...all: ReturnType<typeof item>[]): Ended => ended({ items: all });
const valid = items(item('gate', [], 'change'));
const archived = ended({ archive: { archivedAs: '2026-01-02-gate' } });

interface Replies {
  validate?: Ended;
  archive?: Ended;
  before?: Ended;
  after?: Ended;
}

const validated = (replies: Replies = {}) => {
  const { validate = valid, archive = archived, before = items(), after = items() } = replies;
  return validateChange({
    program: { argv: ['openspec'], folder: '/' },
    run: async ({ argv, cwd }) => {
      const specs = cwd === 'copy' ? after : before;
      const one = argv.includes('archive') ? archive : argv.includes('--specs') ? specs : validate;
      return { exitCode: 0, timedOut: false, durationMs: 1, output: '', ...one };
    },
    ...{ home: 'home', path: undefined, signal: new AbortController().signal },
    ...{ folder: 'folder', copy: 'copy', change: 'gate' },
  });
};

describe('what OpenSpec says of a change', () => {
  it('is good when both commands say so', async () => {
    expect(await validated()).toMatchObject({ findings: [], strict: true, archivable: true });
  });

  it.each<[string, Ended]>([
    ['no item', items()],
    ['no item in one line', ended('{"items":[]}')],
    ['another change', items(item('other', [], 'change'))],
    ['a spec of that name', items(item('gate'))],
    ['nothing', ended('')],
    ['half a reply', ended('{\n  "items": [\n}')],
    ['a reply in time and no end', { ...valid, timedOut: true, exitCode: null }],
    ['an error', items(item('gate', ['No SHALL'], 'change'))],
  ])('is not strictly valid after %s', async (_, validate) => {
    const { findings, strict } = await validated({ validate });
    expect(findings).toEqual([expect.stringContaining('`openspec validate gate --strict`: ')]);
    expect(strict).toBe(false);
  });

  it('is found between other output', async () => {
    const validate = { ...valid, output: `a note\n${valid.output}\nanother\n` };
    expect(await validated({ validate })).toMatchObject({ findings: [] });
  });

  it.each<[string, Replies]>([
    ['an archive that does not end', { archive: { ...archived, timedOut: true, exitCode: null } }],
    ['an unreadable reply before and after', { before: ended(''), after: ended('') }],
    ['an unreadable reply after', { after: ended('{}') }],
    ['a spec that is broken now', { after: items(item('links', ['Broken'])) }],
    [
      'a spec that is worse',
      { before: items(item('links', ['Old'])), after: items(item('links', ['Old', 'New'])) },
    ],
    [
      'the same finding twice',
      { before: items(item('links', ['Old'])), after: items(item('links', ['Old', 'Old'])) },
    ],
  ])('cannot be archived after %s', async (_, replies) => {
    const { findings, archivable } = await validated(replies);
    expect(findings).toEqual([expect.stringContaining('`openspec archive gate`: ')]);
    expect(archivable).toBe(false);
  });

  it('may leave a spec as bad as it was', async () => {
    const specs = items(item('links', ['Old']));
    expect(await validated({ before: specs, after: specs })).toMatchObject({ findings: [] });
  });

  it('is kept within what evidence holds', async () => {
    const message = `begin ${'x '.repeat(100_000)} ghs_placeholder end`;
    const checked = await validated({ validate: items(item('gate', [message], 'change')) });
    const [result] = await openspecResults({
      found: { change: 'gate', checked },
      secrets: ['ghs_placeholder'],
    });
    expect(result?.output).toMatch(/begin[\s\S]*characters cut[\s\S]* end\n$/);
    expect(result?.output.length).toBeLessThanOrEqual(64 * 1024);
    expect(result?.output).not.toContain('ghs_placeholder');
  });
});
