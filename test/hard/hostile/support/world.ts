import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { evidenceRef } from '../../../../src/contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../../../src/contracts/evidence.ts';
import { dispatchInputs } from '../../../../src/contracts/workflow.ts';
import type { WorkflowRun } from '../../../../src/sandbox/actions/run.ts';
import { type Canary, canariesIn } from './canaries.ts';
import { type DropBox, type Script, startDropBox } from './drop-box.ts';
import { type Forge, startForge } from './forge.ts';
import { type Beginning, makeGate } from './gate.ts';
import { type Holder, startHolder, startVictim } from './holder.ts';
import { type Looking, whatLeft } from './left.ts';
import { makePlaces, type Places } from './places.ts';
import { assignmentFor, type Ended, type RunOptions } from './run.ts';
import { targetsOf } from './targets.ts';
import { tracesOf } from './traces.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export type { Ended } from './run.ts';

export interface HostileWorld {
  places: Places;
  forge: Forge;
  box: DropBox;
  holder: Holder;
  canaries: Canary[];
  upstream: Upstream;
  run: (options: RunOptions) => Promise<Ended>;
  /** Starts a run and gives what it will come to. */
  begin: (options: RunOptions) => { id: string; ended: Promise<Ended> };
  /** Starts a run of an assignment again, as people do on its page. */
  again: (ended: Ended) => Promise<Ended>;
  /** Keeps this assignment's worktree on the runner, as after a reject. */
  keep: (id: string) => void;
  /** Orders for a probe that no assignment starts. */
  order: (id: string, scripts: readonly Script[]) => void;
  stop: () => Promise<void>;
}

interface Going extends RunOptions {
  id: string;
  /** Steps of the action that began. */
  steps: Record<string, Beginning>;
  over: boolean;
}

/** What scripts are told: what to run, and where everything of the test's lies. */
const ordersFor = (
  world: Pick<HostileWorld, 'places' | 'holder' | 'forge' | 'box'>,
  about: Going,
  where: string,
) => {
  const { places, holder, forge, box } = world;
  const { github, repository, gitDir, base } = forge;
  const pointing = {
    ...{ id: about.id, where, confined: about.confined !== false, step: about.steps[where] },
    ...{ places, holder, box: box.url },
    github: { url: github.url, repository, gitDir, base },
  };
  return {
    env: { ...targetsOf(pointing), ...about.env, VICTIM: String(startVictim()) },
    patience: about.patience ?? 15_000,
    scripts: [...(about.agent ?? [])],
    later: [...(about.verify ?? [])],
  };
};

const evidenceOf = async ({ git }: Forge, id: string): Promise<EvidenceFile | null> => {
  const text = await git('show', `${evidenceRef(id)}:evidence.json`);
  return text === '' ? null : evidenceFileSchema.parse(JSON.parse(text));
};

/** All that came of a run, wherever it is. */
const gather = async (
  world: Pick<HostileWorld, 'places' | 'forge' | 'box'> & { looking: Looking },
  at: { about: Going; run: WorkflowRun; canaries: Canary[] },
): Promise<Ended> => {
  const { places, forge, box, looking } = world;
  const { run, canaries } = at;
  const { id, confined } = at.about;
  const jobs = forge.github.jobs(forge.repository, run.id);
  const left = await whatLeft(looking, run.id);
  const found = [...box.found].filter(([key]) => key.startsWith(`${id}/`));
  const brought = confined === true ? found.map(([place, bytes]) => ({ place, bytes })) : [];
  const failures = jobs.flatMap(({ annotations }) =>
    annotations.filter((one) => one.annotation_level === 'failure').map(({ message }) => message),
  );
  const out = [...left, ...brought].flatMap(({ bytes }) => canariesIn(bytes, canaries));
  return {
    ...{ id, run, jobs, left },
    problems: [...run.problems, ...failures].join('\n'),
    evidence: await evidenceOf(forge, id),
    transcript: await forge.git('show', `${evidenceRef(id)}:transcript.log`),
    said: (where, name) =>
      box.found.get(`${id}/${where}/${name}`)?.toString('utf8') ?? '[the script did not report]',
    out: [...new Set(out)].sort(),
    wrote: await tracesOf({ folder: places.folder, id, left, found: box.found }),
  };
};

/** A local GitHub whose runner is planted with canaries, and a drop box for what scripts find. */
export const startHostileWorld = async (): Promise<HostileWorld> => {
  const places = makePlaces();
  const { folder, canaries, canary } = places;
  const going = new Map<string, Going>();
  const kept: string[] = [];

  const begins = async (step: Beginning): Promise<void> => {
    const { INPUT_ASSIGNMENT = '{}', INPUT_STEP: name, ACTIONS_RUNTIME_TOKEN, INPUT_TOKEN } = step.env;
    const { id } = JSON.parse(INPUT_ASSIGNMENT);
    if (ACTIONS_RUNTIME_TOKEN)
      canaries.push({ name: 'runtime-token', value: ACTIONS_RUNTIME_TOKEN, run: id });
    if (INPUT_TOKEN) canaries.push({ name: 'publish-token', value: INPUT_TOKEN, run: id });
    const about = going.get(id);
    if (!about || (name !== 'agent' && name !== 'verify' && name !== 'publish')) return;
    about.steps[name] = step;
    await about.before?.[name]?.(step);
  };
  const gate = makeGate(join(folder, 'gate'), begins);
  const box = await startDropBox(async (id, where) => {
    const about = going.get(id);
    if (!about) throw new Error(`nobody ordered anything for ${id}`);
    return ordersFor({ places, holder, forge, box }, about, where);
  });
  const upstream = await startUpstream();
  const forge = await startForge(places, { node: gate.node, webhooks: `${box.url}/webhook` });
  const holder = await startHolder(join(folder, 'app'), {
    environment: canary('process-variable'),
    argument: canary('process-argument'),
    memory: canary('process-memory'),
    open: canary('process-open-file'),
    directory: canary('process-directory'),
  });
  const looking: Looking = { ...forge, seen: new Set(), deliveries: 0 };

  const end = async (about: Going, run: WorkflowRun): Promise<Ended> => {
    await forge.completed(run);
    // Tokens of other runs that are over open nothing any more.
    const live = canaries.filter((one) => one.run === about.id || !going.get(one.run ?? '')?.over);
    const ended = await gather({ places, forge, box, looking }, { about, run, canaries: live });
    about.over = true;
    return ended;
  };
  const begin = (options: RunOptions): { id: string; ended: Promise<Ended> } => {
    const id = options.id ?? randomUUID();
    const about = { ...options, id, steps: {}, over: false };
    going.set(id, about);
    const assignment = assignmentFor(about, { ...forge, box: box.url, model: upstream.url });
    const inputs = dispatchInputs({ assignment, item: id, labels: ['self-hosted'], keep: kept });
    const ended = forge.dispatch('throughline.yml', inputs).then((run) => end(about, run));
    return { id, ended };
  };

  return {
    ...{ places, forge, box, holder, canaries, upstream, begin },
    run: (options) => begin(options).ended,
    again: async ({ id, run }) => {
      forge.rerun(run);
      return end({ confined: true, id, steps: {}, over: false }, run);
    },
    keep: (id) => kept.push(id),
    order: (id, scripts) => going.set(id, { id, confined: false, agent: scripts, steps: {}, over: false }),
    stop: async () => {
      holder.end();
      await box.close();
      await upstream.close();
      await forge.github.stop();
      gate.close();
      places.remove();
    },
  };
};
