import { createHash, randomBytes } from 'node:crypto';
import { Problem } from '../github/problems.ts';
import { now, type World } from '../github/world.ts';
import type { WorkflowRun } from './run.ts';

export interface Artifact {
  id: number;
  runId: number;
  attempt: number;
  name: string;
  /** Of `content`: SHA-256, hex. */
  digest: string;
  content: Buffer;
  createdAt: Date;
  expiresAt: Date;
}

/** Whom a runtime token stands for. It opens all artifacts of its run: any job may delete what another uploaded. */
export interface RuntimeClaim {
  run: WorkflowRun;
  attempt: number;
}

export interface ArtifactStore {
  /** A runtime token of one job; forgotten with its run's attempt. */
  issue(run: WorkflowRun): string;
  revoke(token: string): void;
  /** Null for a token that is none, or no more. */
  claim(token: string): RuntimeClaim | null;
  create(
    claim: RuntimeClaim,
    artifact: { name: string; digest: string; content: Buffer; days: number },
  ): Artifact;
  /** Newest first; of one name only the newest, which a later attempt may have made. */
  list(run: WorkflowRun): Artifact[];
  find(run: WorkflowRun, name: string): Artifact | null;
  remove(claim: RuntimeClaim, name: string): boolean;
}

const wrongName = /["<>|*?:\\/\r\n]/;
const dayMs = 24 * 60 * 60 * 1000;

export const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export function createArtifactStore(world: World): ArtifactStore {
  const tokens = new Map<string, RuntimeClaim>();
  let all: Artifact[] = [];
  const ofRun = (run: WorkflowRun): Artifact[] => all.filter(({ runId }) => runId === run.id);

  return {
    issue(run) {
      const token = `runtime_${randomBytes(24).toString('base64url')}`;
      tokens.set(token, { run, attempt: run.attempt });
      return token;
    },
    revoke(token) {
      tokens.delete(token);
    },
    claim: (token) => tokens.get(token) ?? null,
    create({ run, attempt }, { name, digest, content, days }) {
      if (name === '' || wrongName.test(name))
        throw new Problem(422, `The artifact name is not valid: ${name}`);
      if (ofRun(run).some((each) => each.name === name && each.attempt === attempt)) {
        throw new Problem(409, `Conflict: an artifact with this name already exists on the workflow run`);
      }
      if (digestOf(content) !== digest) throw new Problem(422, 'The digest is not that of what was sent');
      const createdAt = now(world);
      const expiresAt = new Date(createdAt.getTime() + days * dayMs);
      const artifact = {
        id: world.nextId(),
        runId: run.id,
        attempt,
        name,
        digest,
        content,
        createdAt,
        expiresAt,
      };
      all.push(artifact);
      return artifact;
    },
    list: (run) => {
      const newest = new Map(ofRun(run).map((artifact) => [artifact.name, artifact]));
      return [...newest.values()].reverse();
    },
    find: (run, name) => ofRun(run).findLast((artifact) => artifact.name === name) ?? null,
    remove({ run, attempt }, name) {
      const found = ofRun(run).find((each) => each.name === name && each.attempt === attempt);
      all = all.filter((artifact) => artifact !== found);
      return found !== undefined;
    },
  };
}
