import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/local.ts';
import { typeOnGithub, until } from '../../src/sandbox/person.ts';
import { type IntakeWorld, startIntakeWorld } from './support/intake-world.ts';
import { hmac, post } from './support/post.ts';
import { type Case, deep, githubCases, linearCases, marker } from './support/refusals.ts';

const examples: { name: string; examples: object[] }[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

let world: IntakeWorld;
beforeAll(async () => {
  world = await startIntakeWorld();
});
afterAll(() => world?.close());

const statuses = async (cases: Case[]): Promise<Record<string, number>> => {
  const answers: Record<string, number> = {};
  for (const { name, posting } of cases) answers[name] = (await post(posting())).status;
  return answers;
};

const expected = (cases: Case[]): Record<string, number> =>
  Object.fromEntries(cases.map((one) => [one.name, one.expected]));

interface Stored {
  id: string;
  status: string;
  reason: string | null;
}

const storedWith = (text: string): Promise<Stored[]> =>
  world.inStore((sql) =>
    sql.query<Stored>('select id, status, reason from deliveries where position($1::bytea in body) > 0', [
      Buffer.from(text),
    ]),
  );

describe('what is not from GitHub or Linear, whole and unaltered', () => {
  it('is refused, kept nowhere and shown in no log; the same, right, is kept', async () => {
    const cases = { github: githubCases(world), linear: linearCases(world) };
    expect(await statuses(cases.github)).toEqual(expected(cases.github));
    expect(await statuses(cases.linear)).toEqual(expected(cases.linear));
    const right = '{"zen": "MARK-OF-A-TAKEN-BODY"}';
    expect(await post({ ...world.github, headers: world.headersFor(right), body: right })).toMatchObject({
      status: 202,
    });
    expect(await storedWith(marker)).toEqual([]);
    expect(await storedWith('MARK-OF-A-TAKEN-BODY')).toMatchObject([{ status: 'ignored' }]);
    const log = await world.log();
    expect(log).not.toContain(marker);
    expect(log.split('\n').filter((line) => line.includes('delivery not stored'))).toEqual([]);
    expect(await world.ready()).toBe(200);
  });

  it('and what is signed yet of no use does no harm', async () => {
    for (const body of [deep(200_000), 'null', '"text"', '[]', '{"action":{"toString":1}}']) {
      const headers = world.headersFor(body, { event: 'issue_comment' });
      expect((await post({ ...world.github, headers, body })).status, body.slice(0, 40)).toBeLessThan(500);
    }
    await world.idle();
    expect(await world.ready()).toBe(200);
    const left = await world.inStore((sql) =>
      sql.query<Stored>(
        "select id, status, reason from deliveries where status not in ('ignored', 'routed')",
      ),
    );
    expect(left).toEqual([]);
  });

  it("takes a retry of Linear's that is six hours old once", async () => {
    const webhookTimestamp = Date.now() - 6 * 3_600_000;
    const body = JSON.stringify({ type: 'Issue', action: 'update', webhookTimestamp, data: {} });
    const posting = {
      ...world.linear,
      headers: { 'linear-event': 'Issue', 'linear-signature': hmac(world.linear.secret, body) },
      body,
    };
    const answers = [await post(posting), await post(posting)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await storedWith(String(webhookTimestamp))).toHaveLength(1);
  });
});

/** A webhook as GitHub would send it, kept from the App. */
const captured = async (act: () => void): Promise<{ headers: Record<string, string>; body: string }> => {
  const { local, github } = world;
  let caught: (delivery: { headers: Record<string, string>; body: string }) => void = () => undefined;
  const delivery = new Promise<Parameters<typeof caught>[0]>((resolve) => {
    caught = resolve;
  });
  const catcher = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end();
    const headers = Object.entries(request.headers).filter(([name]) => name.startsWith('x-'));
    caught({
      headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks).toString('utf8'),
    });
  });
  await new Promise<void>((resolve) => catcher.listen(0, '127.0.0.1', resolve));
  const { port } = catcher.address() as AddressInfo;
  local.github.subscribe({ appId: local.appId, url: `http://127.0.0.1:${port}/`, secret: github.secret });
  act();
  await delivery;
  await local.github.settledHooks();
  local.github.subscribe({ appId: local.appId, ...github });
  catcher.close();
  return delivery;
};

it('one delivery, a hundred times at once and under twenty other ids, has one effect', async () => {
  const { local } = world;
  const { github, repository } = local;
  const title = `${local.ticketKey} on GitHub`;
  const { number } = github.openIssueAs(people.writer, { repository, title, body: '' });
  github.labelAs(people.writer, { repository, number, label: 'phase:delegate' });
  const comments = () => github.thread(repository, number).comments;
  await until(local, {
    what: 'the scope',
    withinMs: 30_000,
    look: () => comments().some(({ body }) => body.includes('/confirm')) || null,
  });
  await world.idle();
  let id = 0;
  const delivery = await captured(() => {
    id = typeOnGithub(local, { number, body: '/status' });
  });
  const send = (guid?: string) =>
    post({
      ...world.github,
      body: delivery.body,
      headers: { ...delivery.headers, ...(guid ? { 'x-github-delivery': guid } : {}) },
    });
  const answers = await Promise.all(Array.from({ length: 100 }, () => send()));
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(202));
  expect(answers.filter(({ text }) => text === 'accepted\n')).toHaveLength(1);
  const again = await Promise.all(Array.from({ length: 20 }, () => send(randomUUID())));
  expect(again.map(({ status }) => status)).toEqual(Array(20).fill(202));
  await world.idle();
  const replies = comments().filter(({ body }) => body.includes(`reply:comment:${id}`));
  expect(replies, 'replies to /status').toHaveLength(1);
  const counts = await world.inStore(async (sql) => {
    const [row] = await sql.query(
      `select
        (select count(*)::int from deliveries where position($1::bytea in body) > 0) as deliveries,
        (select count(*)::int from log where event ->> 'key' like $2) as decisions,
        (select count(*)::int from one_shots where one_shot -> 'source' ->> 'commentId' = $3) as reactions`,
      [Buffer.from(delivery.body), `comment:${id}:%`, String(id)],
    );
    return row;
  });
  // 👀 and 🚀
  expect(counts).toEqual({ deliveries: 21, decisions: 1, reactions: 2 });
});

it('every example payload that GitHub publishes is taken and comes to an end', async () => {
  const all = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ event: name, body: JSON.stringify(payload), guid: randomUUID() })),
  );
  expect(all.length).toBeGreaterThanOrEqual(329);
  const waiting = [...all];
  const answers: Record<string, number> = {};
  const sender = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { status } = await post({
        ...world.github,
        headers: world.headersFor(next.body, next),
        body: next.body,
      });
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  expect(answers).toEqual({ 202: all.length });
  await world.idle();
  expect(await world.ready()).toBe(200);
  const ends = await world.inStore((sql) =>
    sql.query<Stored>('select id, status, reason from deliveries where id = any($1::text[])', [
      all.map(({ guid }) => guid),
    ]),
  );
  expect(ends).toHaveLength(all.length);
  expect(ends.filter(({ status }) => status !== 'ignored' && status !== 'routed')).toEqual([]);
});
