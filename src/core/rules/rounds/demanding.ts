import type { OneShot } from '../../effect.ts';
import type { Item } from '../../item.ts';
import type { Outcome } from '../../outcome.ts';
import { isAnswered } from '../../rounds/answers.ts';
import { freshDemands, isDecided, markDemands, withDemands } from '../../rounds/demands.ts';
import { openRound } from '../../rounds/lifecycle.ts';
import type { Finding, Round } from '../../rounds/round.ts';
import type { Rounding } from './asking.ts';
import { newRound } from './beginning.ts';
import { startTriage } from './triaging.ts';

/** What people ask for of a head that needs no review any more: a round that holds nothing else. Null where there is nothing new. */
export const takeUpDemands = (rounding: Rounding): Outcome | null => {
  const { item, facts } = rounding;
  const { head } = facts;
  const fresh = freshDemands(item.findings ?? [], head?.talk?.demands ?? []);
  const [first] = fresh;
  if (!head?.talk || !first) return null;
  const { code, renamed } = head.talk;
  const { known, raised } = withDemands(item.findings ?? [], fresh);
  const number = (item.rounds ?? []).length + 1;
  const opened = openRound({
    ...{ findings: known, round: number, reported: raised, fixes: [], codeChanged: () => false },
    codeAt: (path, line) => code[`${path}:${line}`] ?? null,
    renamed: new Map(Object.entries(renamed)),
  });
  if (opened.ids.length === 0) return null;
  const round = newRound(item, { head: head.sha, at: facts.now, reviewer: first.by });
  round.mergeBase = head.mergeBase;
  round.demands = true;
  round.findings = opened.ids;
  // nobody has looked at the others
  const before = new Map(known.map((finding) => [finding.id, finding]));
  const kept = opened.findings.map((finding) =>
    opened.ids.includes(finding.id) ? finding : (before.get(finding.id) ?? finding),
  );
  item.findings = markDemands(kept, fresh);
  return startTriage(rounding);
};

const isToTell = (finding: Finding): boolean =>
  finding.thread?.told === false && finding.answer !== null && isAnswered(finding);

/** Answers that stand in no conversation yet, said there once each. */
export const answersInThreads = (item: Item): OneShot[] => {
  const findings = item.findings ?? [];
  // a finding may be shared with the item that was decided on, which stays as it was
  item.findings = findings.map((finding) =>
    finding.thread && isToTell(finding) ? { ...finding, thread: { ...finding.thread, told: true } } : finding,
  );
  return findings.filter(isToTell).flatMap(({ id, thread, answer, heard, earlier = [] }): OneShot[] => {
    // who gave it up in that very conversation needs no word of it
    if (!thread || !answer || heard === 0) return [];
    const tag = `answer:${id}:${earlier.length + 1}`;
    return [{ kind: 'answer-thread', finding: id, comment: thread.comment, tag, answer }];
  });
};

const isUndecided = (finding: Finding): boolean =>
  finding.demanded && !isAnswered(finding) && !isDecided(finding);

/** Nobody but people can say what becomes of these: asked once a round. */
export const askAboutDemands = (item: Item, round: Round): OneShot[] => {
  const findings = (item.findings ?? []).filter(isUndecided).map(({ id }) => id);
  if (findings.length === 0) return [];
  const reply = { kind: 'demand-undecided' as const, to: item.startedBy, findings };
  return [{ kind: 'reply', home: item.home, tag: `demand:${round.number}:${findings.join('-')}`, reply }];
};
