import { evidenceRef } from '../contracts/assignment.ts';
import { configurationPath } from '../contracts/configuration.ts';
import type { Item } from '../core/item.ts';
import type { Reply } from '../core/reply.ts';
import type { CapUse } from '../core/rounds/cap-use.ts';
import { choices } from './choices.ts';
import { exampleConfiguration, newConfigurationUrl } from './configuration-help.ts';
import { bullets, code, fenced, folded, inline, line, link, paragraphs } from './markdown.ts';
import { repositoryUrl, ticketLink, ticketTitle } from './places.ts';
import { decisionsText } from './planning-replies.ts';
import { branchDeletedText, retargetedText, rewrittenText } from './pull-fate.ts';
import { doneSummary } from './rounds/done-summary.ts';
import { askedFollowUps } from './rounds/follow-ups.ts';
import { type HandingOver, handOverText, unreviewedText } from './rounds/hand-over.ts';
import { roundsStoppedText } from './rounds/stopped.ts';
import { waitsFor } from './stages.ts';

type Of<K extends Reply['kind']> = Extract<Reply, { kind: K }>;

/** What is said about the state of things rather than about somebody's command. */
export type Notice = Of<
  | 'configuration-absent'
  | 'configuration-broken'
  | 'prompt'
  | 'blocked'
  | 'needs-decision'
  | 'unfinished-merge'
  | 'merge-answered'
  | 'handed-over'
  | 'rounds-stopped'
  | 'pull-opened'
  | 'done'
  | 'rejected'
  | 'cancelled'
  | 'decisions'
  | 'retargeted'
  | 'rewritten'
  | 'branch-deleted'
>;

const name = (login: string): string => inline(login, 60);

const configurationAbsent = (reply: Of<'configuration-absent'>, item: Item): string => {
  const branch = item.repository.defaultBranch;
  const url = newConfigurationUrl({ repositoryUrl: repositoryUrl(item), branch, ticketKey: item.ticket.key });
  return paragraphs(
    `${name(reply.to)}: there is no \`${configurationPath}\` on ${code(branch)} of ${code(item.repository.fullName)}, so no agent and no verification is known.`,
    folded(
      'The least that works',
      fenced(exampleConfiguration(item.ticket.key), { max: 4000, info: 'yaml' }),
      item.home.on,
    ),
    `${link('Create it with this text', url)}, name your agent's command, commit to ${code(branch)}, then write \`/delegate\` again.`,
  );
};

const configurationBroken = (reply: Of<'configuration-broken'>, item: Item): string =>
  paragraphs(
    `${name(reply.to)}: \`${configurationPath}\` on ${code(item.repository.defaultBranch)} cannot be used:`,
    bullets(reply.problems.slice(0, 20).map((problem) => line(problem, 300))),
    `Correct it on ${code(item.repository.defaultBranch)}, then write the command again.`,
  );

const prompt = (reply: Of<'prompt'>, item: Item): string => {
  if (reply.assignmentId === null)
    return `${name(reply.to)}: nothing was dispatched yet, so there is no prompt. \`/confirm\` dispatches the shown scope.`;
  const outcome = item.delegations.at(-1)?.attempts.at(-1)?.outcome;
  const where =
    outcome?.state === 'returned'
      ? `the prompt of the last attempt lies beside its answer and transcript: ${link('evidence', outcome.evidenceUrl)}.`
      : `the prompt is written by the run${reply.runUrl ? ` (${link('log', reply.runUrl)})` : ''} and comes back with its result.`;
  const fetch = `git fetch origin ${evidenceRef(reply.assignmentId)} && git show FETCH_HEAD:prompt.md`;
  return paragraphs(`${name(reply.to)}: ${where}`, 'To read it:', fenced(fetch, { max: 500 }));
};

const unfinishedMerge = (reply: Of<'unfinished-merge'>, item: Item): string =>
  paragraphs(
    `${name(reply.to)}: the pull request was merged while sections are open. The ticket waits until you say what becomes of them:`,
    bullets(reply.open.slice(0, 40).map((section) => inline(section, 160))),
    choices({
      on: item.home.on,
      decision: item.decision?.id ?? 'unfinished-merge',
      choices: [
        {
          command: 'drop-rest',
          typed: '/drop <sections> <why>',
          label: '**Drop them** — the ticket is done with this merge',
        },
        { command: 'continue', typed: '/delegate next', label: '**Go on** — they get a second pull request' },
      ],
    }),
    'To drop some and go on with the rest: `/drop <sections> <why>`.',
  );

const mergeAnswered = (reply: Of<'merge-answered'>): string => {
  const then =
    reply.with === 'drop'
      ? 'dropped them: the ticket is done with this merge'
      : 'has what is left go on in a second pull request';
  return `The pull request was merged while sections were open. ${name(reply.by)} ${then}.`;
};

const handedOver = (reply: Of<'handed-over'>, item: Item): string => {
  const { caps = [], passedBy = [] } = reply;
  const handing = { ...handingOver(item, caps), passedBy };
  const unreviewed = reply.why === 'no-reviewer' || handing.rounds.every(({ demands }) => demands);
  return paragraphs(unreviewed ? unreviewedText(handing) : handOverText(handing), `For ${name(reply.to)}.`);
};

const handingOver = (item: Item, caps: CapUse[]): HandingOver => {
  const { rounds = [], findings = [] } = item;
  return { item, rounds, findings, followUps: askedFollowUps(item), caps };
};

const roundsStopped = (reply: Of<'rounds-stopped'>, item: Item): string =>
  paragraphs(
    roundsStoppedText({ ...handingOver(item, reply.caps), reached: reply.reached }),
    `For ${name(reply.to)}.`,
  );

const done = ({ mergeSha: sha }: Of<'done'>, item: Item): string => {
  const { rounds = [], findings = [] } = item;
  return doneSummary({ item, rounds, findings, followUps: askedFollowUps(item), sha });
};

/** The wording of a notice. */
export const noticeText = (reply: Notice, item: Item): string => {
  switch (reply.kind) {
    case 'configuration-absent':
      return configurationAbsent(reply, item);
    case 'configuration-broken':
      return configurationBroken(reply, item);
    case 'prompt':
      return prompt(reply, item);
    case 'blocked':
      return paragraphs(`${name(reply.to)}: ${ticketLink(item)} ${ticketTitle(item)}`, waitsFor(item));
    case 'needs-decision':
      return `${name(reply.to)}: ${line(reply.why)}. ${waitsFor(item)}`;
    case 'unfinished-merge':
      return unfinishedMerge(reply, item);
    case 'merge-answered':
      return mergeAnswered(reply);
    case 'handed-over':
      return handedOver(reply, item);
    case 'rounds-stopped':
      return roundsStopped(reply, item);
    case 'pull-opened':
      return `Work has begun: ${link(`pull request #${reply.number}`, reply.url)}. Commands and boxes are there from now on.`;
    case 'done':
      return done(reply, item);
    case 'rejected':
      return `${name(reply.to)}: ${ticketLink(item)} stands as rejected. ${waitsFor(item)}`;
    case 'cancelled':
      return `Cancelled by ${name(reply.by)}. Nothing was deleted and the ticket is left to people. \`${item.sections.length === 0 ? '/explore' : '/delegate'}\` takes it up again.`;
    case 'decisions':
      return decisionsText(item);
    case 'retargeted':
      return retargetedText(item, reply);
    case 'rewritten':
      return rewrittenText(item, reply);
    case 'branch-deleted':
      return branchDeletedText(item, reply);
  }
};
