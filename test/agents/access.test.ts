import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WireApi } from '../../src/contracts/models.ts';
import { type ModelOptions, startModel } from '../../src/sandbox/model/model.ts';
import { findClis, makeBench, removeScratch, runAgent } from './support.ts';

const { found } = await findClis();
afterAll(removeScratch);

type Options = Partial<Parameters<typeof runAgent>[0]>;

const play = async (
  who: (typeof found)[number],
  script: NonNullable<ModelOptions['script']>,
  options: Options,
) => {
  const bench = makeBench();
  const model = await startModel({ script });
  try {
    const ran = await runAgent({ found: who, bench, model, ...options });
    return { ran, requests: model.requests() };
  } finally {
    await model.close();
    bench.remove();
  }
};

const answer = '{"status":"DONE"}';

describe.each(found.map((who) => [who.kind, who] as const))('%s', (kind, who) => {
  it('that may only read changes nothing, and answers with its last words', async () => {
    const { ran } = await play(
      who,
      () => [
        { do: 'write', path: 'hello.txt', content: 'hello\n' },
        { do: 'run', command: 'echo hello > by-shell.txt; echo hello > "$ANSWER_FILE"' },
        { do: 'say', text: answer },
      ],
      { access: 'read' },
    );
    expect(ran).toMatchObject({ ended: 'completed', stopped: null, changed: [], lastWords: answer });
    if (kind !== 'codex') expect(ran.answer).toBeNull();
  });

  it('is offered no web, and no shell where it may only read', async () => {
    const asked = await Promise.all(
      (['edit', 'read'] as const).map((access) =>
        play(who, () => [{ do: 'say', text: 'Done.' }], { access }),
      ),
    );
    const [edit = '', read = ''] = asked.map(({ requests }) =>
      requests.flatMap(({ tools }) => tools).join(' '),
    );
    expect(`${edit} ${read}`).not.toMatch(/web|fetch|browser/i);
    expect(edit).toMatch(/bash|exec_command/i);
    if (kind !== 'codex') expect(read).not.toMatch(/bash|write|edit/i);
  });

  it('keeps what opens the gateway from the environment of its tools', async () => {
    const { ran } = await play(
      who,
      () => [
        { do: 'run', command: 'env; sleep 0.2' },
        { do: 'say', text: 'Done.' },
      ],
      {},
    );
    expect(ran.ended).toBe('completed');
    expect(ran.transcript).toContain('ANSWER_FILE=');
    expect(ran.transcript).not.toContain(ran.token);
  });

  it('takes a prompt that is longer than an argument may be', async () => {
    const bench = makeBench();
    const end = 'THE-END-OF-THE-PROMPT';
    writeFileSync(
      join(bench.base, 'exchange', 'prompt.md'),
      `${'Write hello.txt. '.repeat(20_000)}\n${end}\n`,
    );
    const model = await startModel();
    const instructions = `${'Be brief. '.repeat(3000)}\nTHE-END-OF-THE-INSTRUCTIONS\n`;
    const ran = await runAgent({ found: who, bench, model, instructions });
    await model.close();
    bench.remove();
    expect(ran).toMatchObject({ ended: 'completed', changed: ['hello.txt'] });
    const sent = model.texts().join('\n');
    expect(sent).toContain(end);
    expect(sent).toContain('THE-END-OF-THE-INSTRUCTIONS');
  });
});

const opencode = found.filter(({ kind }) => kind === 'opencode');
const apis: WireApi[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];

describe.each(opencode.map((who) => [who.kind, who] as const))('%s', (_kind, who) => {
  it.each(apis)('speaks %s with what it holds itself', async (api) => {
    const { ran, requests } = await play(
      who,
      () => [
        { do: 'write', path: 'hello.txt', content: 'hello\n' },
        { do: 'say', text: 'Done.' },
      ],
      { api },
    );
    expect(ran).toMatchObject({ ended: 'completed', changed: ['hello.txt'] });
    expect(new Set(requests.map(({ model }) => model))).toEqual(new Set(['org/scripted-1']));
  });
});
