import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Local, people, startLocal } from '../../src/sandbox/local.ts';
import { typeOnGithub } from '../../src/sandbox/person.ts';
import { ownProject } from '../../src/sandbox/repository.ts';
import { story } from '../../src/sandbox/story/index.ts';
import { box, commentsOn, converse, reply, shown, tickBox, wait, withoutMark } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let local: Local;
let folder: string;
let issue: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-grill-'));
  local = await startLocal({
    folder,
    stage: await ownProject({ into: join(folder, 'project'), agent: null, bare: true }),
    ticket: story.ticket,
    webUrl: () => 'http://127.0.0.1:1',
  });
  const title = `${story.ticket.key}: links break`;
  issue = local.github.openIssueAs(people.writer, {
    repository: local.repository,
    title,
    body: 'See the ticket.',
  }).number;
});
afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The question that is put in the grill comment: its id stands behind its words. */
const asked = (): string | null =>
  /^#### .* `([a-z0-9-]+)`$/m.exec(reply(local, issue, 'grill') ?? '')?.[1] ?? null;
const asksNext = (after: string): Promise<string> =>
  wait(local, `a question after ${after}`, () => (asked() !== after ? asked() : null));

/** What the App says to words that mention it. */
const told = async (body: string): Promise<string> => {
  const { id } = await converse(local, { number: issue, body });
  return withoutMark(reply(local, issue, `reply:comment:${id}`) ?? '');
};

describe('planning in the thread of a GitHub issue', () => {
  it('shows directions with boxes, and a ticked one is grilled', async () => {
    local.github.labelAs(people.writer, {
      repository: local.repository,
      number: issue,
      label: 'phase:explore',
    });
    const directions = await shown(local, issue, 'explore');
    expect(directions).toContain('#### 2. ');
    await tickBox(local, { number: issue, command: 'choose-1' });
    const text = await shown(local, issue, 'grill');
    expect(text.match(/^#### /gm)).toHaveLength(1);
    expect(text).toContain('```mermaid\nflowchart TD\n');
  });

  it('takes a ticked option, and asks the next question in the same comment', async () => {
    await box(local, { number: issue, command: 'option-1' });
    const first = asked() ?? '';
    await tickBox(local, { number: issue, command: 'option-1' });
    const second = await asksNext(first);
    const grills = commentsOn(local, issue).filter(({ body }) => body.startsWith('<!-- throughline:grill'));
    expect(grills).toHaveLength(1);
    expect(second).not.toBe(first);
  });

  it('refuses a vague reply and puts the question again; talk that does not mention the App is nobody’s answer', async () => {
    const before = asked();
    expect(await told('@throughline whatever you think')).toContain('Please make a concrete choice');
    typeOnGithub(local, { number: issue, body: 'I would rather not decide this today.' });
    expect(asked()).toBe(before);
    await converse(local, { number: issue, body: '/back' });
    expect(await asksNext(before ?? '')).toBeTruthy();
  });

  it('reads an answer of substance back and thinks its branch through', async () => {
    const said = await told(
      '@throughline Links begin with a slash and are read from the root of the project.',
    );
    expect(said).toContain('taken as the answer to');
    expect(said).toContain('Links begin with a slash');
    await wait(local, 'the branch to be thought through', () =>
      (reply(local, issue, 'status') ?? '').includes('An agent thinks the decision tree through')
        ? true
        : null,
    );
  });
});
