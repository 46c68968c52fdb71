import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { people, startLocal } from '../../src/sandbox/local.ts';
import { playOnce } from '../../src/sandbox/once.ts';
import { ownProject } from '../../src/sandbox/repository.ts';
import { story } from '../../src/sandbox/story/index.ts';
import { configurationText } from '../journeys/project.ts';
import { begin, converse, type Journey, startJourney, tickBox } from '../journeys/support.ts';
import { record } from './record.ts';

/** Plays what is recorded here anew: `npx tsx test/cases/stories.ts`. Needed when facts or events change their shape. */
const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const wholeStory = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-case-'));
  const stage = await ownProject({ into: join(folder, 'project'), agent: null, bare: true });
  const local = await startLocal({
    folder,
    stage,
    ticket: story.ticket,
    webUrl: () => 'http://127.0.0.1:1',
  });
  const play = {
    groups: '1, 2-3, 4, 5-7',
    iterateNotes: 'The failing test is right: repeated headings count up from -1.',
    withinMs: 300_000,
    tell,
  };
  const summary = await playOnce({ local, ownStory: true, startedAt: Date.now(), play });
  if (!summary.ok) throw new Error((summary.problems ?? []).join('; '));
  tell(await record({ dataDir: local.dataDir, slug: 'whole-story' }));
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
};

const rejected = async (journey: Journey): Promise<void> => {
  const { local } = journey;
  journey.order('alpha', 'wrong');
  const number = await begin(journey, 'alpha', '1');
  await tickBox(local, { number, command: 'iterate', decision: 'd1a1' });
  await journey.ticket('alpha').shows('attempt 2');
  await tickBox(local, { number, command: 'reject', decision: 'd1a2' });
  await journey.ticket('alpha').shows('rejected');
  await converse(local, { number, body: '/accept' });
  await converse(local, { number, body: '/iterate the word is right' });
  await tickBox(local, { number, command: 'accept', decision: 'd1a3' });
  await journey.ticket('alpha').shows('planned');
  await converse(local, { number, body: '/drop 2, 3 not needed any more' });
  await journey.ticket('alpha').shows('handed over');
  await local.github.mergePullAs(people.writer, { repository: local.repository, number });
  await journey.ticket('alpha').shows('done');
};

const cancelled = async (journey: Journey): Promise<void> => {
  journey.order('beta', 'wait');
  const number = await begin(journey, 'beta', 'all');
  await journey.ticket('beta').shows(/attempt 1 of .*: running/);
  await converse(journey.local, { number, body: 'Not this quarter.\n\n/cancel' });
  await journey.ticket('beta').shows('cancelled');
};

const stranger = async (journey: Journey): Promise<void> => {
  const { local } = journey;
  const number = await begin(journey, 'gamma', '1-2');
  await journey.ticket('gamma').shows('deciding');
  await converse(local, { number, body: '/accept', login: people.reader });
  const { id } = journey.ticket('gamma').say('/accept', people.unmapped);
  await journey.ticket('gamma').answer({ id });
  await converse(local, { number, body: '/acept' });
  await converse(local, { number, body: '/pause' });
  await converse(local, { number, body: '/iterate once more' });
  await converse(local, { number, body: '/resume' });
  await converse(local, { number, body: '/accept' });
  await journey.ticket('gamma').shows('planned');
};

const mergedEarly = async (journey: Journey): Promise<void> => {
  const { local } = journey;
  const number = await begin(journey, 'delta', '1');
  await tickBox(local, { number, command: 'accept' });
  await journey.ticket('delta').shows('planned');
  await local.github.mergePullAs(people.writer, { repository: local.repository, number });
  await tickBox(local, { number, command: 'drop-rest' });
  await journey.ticket('delta').shows('done');
};

const byItself = async (journey: Journey): Promise<void> => {
  const { local } = journey;
  journey.order('epsilon', 'blocked');
  const number = await begin(journey, 'epsilon', '1, 2-3');
  await journey.ticket('epsilon').shows('blocked');
  journey.order('epsilon', 'work');
  await converse(local, { number, body: '/mode auto' });
  await converse(local, { number, body: '/iterate sorted by name' });
  await journey.ticket('epsilon').shows('handed over');
};

const small = {
  alpha: { slug: 'rejected-then-iterated', play: rejected },
  beta: { slug: 'cancelled-while-running', play: cancelled },
  gamma: { slug: 'commands-of-strangers', play: stranger },
  delta: { slug: 'merged-with-sections-open', play: mergedEarly },
  epsilon: { slug: 'blocked-then-by-itself', play: byItself },
};

const smallStories = async (): Promise<void> => {
  const journey = await startJourney({
    tickets: Object.keys(small),
    // a draft cannot be merged early
    configuration: (control) => configurationText(control, { pull: { draft: false } }),
  });
  const keys: [string, string][] = [];
  for (const [change, { slug, play }] of Object.entries(small)) {
    tell(`playing ${slug}`);
    await play(journey);
    keys.push([slug, journey.ticket(change).key]);
  }
  await journey.local.app().stop();
  for (const [slug, key] of keys) tell(await record({ dataDir: journey.local.dataDir, slug, key }));
  await journey.stop();
};

await smallStories();
await wholeStory();
process.exit(0);
