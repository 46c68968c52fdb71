import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import type { GitReader } from '../../ports/git.ts';
import { agentTrouble } from '../../text/agent-end.ts';
import { describe, isPassing } from '../backoff.ts';
import { configurationOf } from '../configuration.ts';
import {
  type EvidencePlace,
  evidenceAt,
  evidenceMismatch,
  isolationMismatch,
  ranOf,
  readEvidence,
  withheldText,
} from './evidence.ts';
import { provenanceMismatch } from './provenance.ts';
import { blockedReason, openReader, type Reading } from './reading.ts';
import { type Failed, failed } from './run-end.ts';

/** Evidence of such a run would be another run's. */
const leavesNone = ['re-run', 'not-started', 'needs-approval', 'lost'];

interface Found {
  reader: GitReader;
  at: EvidencePlace;
  evidence: EvidenceFile;
}

/** The evidence of a run that did not end well, if it left any that is its own. */
const ownEvidence = async (reading: Reading): Promise<Found | null> => {
  const { item, attempt, run } = reading;
  const { reader } = await openReader(reading);
  const at = await evidenceAt(reader, attempt.assignmentId);
  const evidence = at ? await readEvidence(reader, at) : null;
  if (at === null || evidence === null || typeof evidence === 'string') return null;
  return evidenceMismatch({ evidence, item, attempt, run }) ? null : { reader, at, evidence };
};

/** The evidence knows better why a run failed, and what was used until then. */
export const withReason = async (reading: Reading, end: Failed): Promise<ReturnedFact> => {
  if (leavesNone.includes(end.failure)) return end;
  try {
    const found = await ownEvidence(reading);
    if (!found) return end;
    const { evidence } = found;
    const known = { ...end, ran: ranOf(evidence) };
    if (end.failure !== 'failed') return known;
    const withheld = withheldText(evidence);
    if (withheld !== null) return { ...known, detail: `${withheld} ${end.detail}` };
    return (await endedBadly(reading, found)) ?? known;
  } catch (error) {
    if (isPassing(error)) throw error;
    reading.world.log.warn(
      { run: reading.run.id, err: describe(error) },
      'evidence of a failed run not read',
    );
    return end;
  }
};

/** A run is red when its agent did not come to its own end: it is believed no less, and no more, than one that is green. */
const endedBadly = async (reading: Reading, found: Found): Promise<ReturnedFact | null> => {
  const { world, item, attempt, run } = reading;
  if (!agentTrouble(found.evidence)) return null;
  const repository = world.github.repository(item.repository);
  const strange = await provenanceMismatch({ repository, attempt, run });
  if (strange !== null) return failed(run, { failure: 'mismatch', detail: strange });
  const fact = await configurationOf(world, item.repository);
  const configuration = fact.state === 'valid' ? fact.value : null;
  const unguarded = isolationMismatch({ evidence: found.evidence, attempt, configuration });
  if (unguarded) return failed(run, { ...unguarded, ran: ranOf(found.evidence) });
  const answer = await found.reader.readFile({ commit: found.at.sha, path: 'answer.json' });
  return await troubled(reading, { ...found, answer });
};

/** An agent that did not come to its own end brings nothing to review, whatever it left; null when it did. */
export const troubled = async (
  { attempt, run }: Reading,
  { reader, evidence, answer }: Found & { answer: string | null },
): Promise<ReturnedFact | null> => {
  const trouble = evidence.withheld === null ? agentTrouble(evidence) : null;
  if (!trouble) return null;
  const { detail } = trouble;
  const { url } = run;
  const ran = ranOf(evidence);
  const { head } = evidence;
  // what goes on from these commits has to find them
  const there = head !== null && (await reader.refSha(`refs/heads/${attempt.codeBranch}`)) === head;
  const about = { url, ran, ...(there ? { head } : {}) };
  if (trouble.state === 'cap-reached') return { ...trouble, ...about };
  const reason = blockedReason(answer);
  if (reason !== null)
    return { state: 'blocked-answer', reason, runId: run.id, url, completedAt: run.updatedAt, ran };
  return { state: 'failed', failure: 'agent-failed', detail, ...about };
};
