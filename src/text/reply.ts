import { helpText, type Standing, validAt } from '../commands/help-text.ts';
import { configurationPath } from '../contracts/configuration.ts';
import type { Item } from '../core/item.ts';
import type { Reply } from '../core/reply.ts';
import { absorbedReply, absorbRefused } from './absorbing.ts';
import { recordedText } from './entering.ts';
import { bullets, code, inline, line, paragraphs } from './markdown.ts';
import { noticeText } from './notices.ts';
import { partName, sectionsName, ticketLink } from './places.ts';
import { noAnswer, readBack, unknownDirection } from './planning-replies.ts';
import {
  followUpFiled,
  followUpNeedless,
  followUpPriority,
  followUpRefused,
} from './rounds/asked-follow-up.ts';
import { demandUndecided } from './rounds/demand-undecided.ts';
import { waitsFor } from './stages.ts';
import { statusComment } from './status.ts';
import { notUpdated, updateRefused } from './updating.ts';

type Of<K extends Reply['kind']> = Extract<Reply, { kind: K }>;

const name = (login: string): string => inline(login, 60);

const commandName = (command: string): string => (command === 'label' ? 'the label' : `\`/${command}\``);

const standing = (item: Item): Standing => ({
  stage: item.stage.name,
  paused: item.paused,
  pull: item.pull !== null,
  overCap: item.stage.name === 'blocked' && item.stage.cause === 'caps',
});

const notPermitted = (reply: Of<'not-permitted'>): string =>
  `${name(reply.to)}: ${commandName(reply.command)} ${reply.command === 'label' ? 'did nothing' : 'was not run'}: ${line(reply.why)}. What would work: ${line(reply.remedy)}.`;

const validNow = (item: Item): string =>
  `Valid now (${item.stage.name.replace('-', ' ')}${item.paused ? ', paused' : ''}): ${validAt(standing(item))
    .map((definition) => `\`${definition.usage}\``)
    .join(', ')}.`;

const wrongStage = (reply: Of<'wrong-stage'>, item: Item): string =>
  `${name(reply.to)}: ${commandName(reply.command)} did nothing: ${line(reply.why)}. ${validNow(item)}`;

const decisionName = (item: Item): string => {
  const { decision } = item;
  const delegation = item.delegations.at(-1);
  if (!decision) return 'nothing is asked now';
  if (decision.asks === 'unfinished-merge') return 'what becomes of the open sections after the merge';
  if (decision.asks === 'caps') return 'whether to go on over a cap that is used up';
  if (decision.asks === 'direction') return 'which direction is taken';
  if (decision.asks === 'question' || decision.asks === 'assumptions')
    return 'the question in the grill comment';
  if (!delegation) return `decision ${code(decision.id)}`;
  if (decision.asks === 'scope')
    return `the scope of delegation ${delegation.number} (${partName(delegation)})`;
  return `attempt ${delegation.attempts.length} of delegation ${delegation.number} (${partName(delegation)})`;
};

const stale = (reply: Of<'stale'>, item: Item): string =>
  `${name(reply.to)}: \`/${reply.command}\` does not answer what is asked now, so nothing was done. Asked now: ${decisionName(item)}. ${waitsFor(item)}`;

const unreadable = (reply: Of<'unreadable'>): string =>
  `${name(reply.to)}: nothing was run. ${line(reply.problem)} \`/help\` lists what is valid now.`;

const unknownSections = (reply: Of<'unknown-sections'>): string => {
  const asked = reply.asked.length > 0 ? `${sectionsName(reply.asked.map((one) => inline(one, 20)))}: ` : '';
  const known =
    reply.known.length > 0
      ? `Open are ${sectionsName(reply.known)}: name one of them.`
      : 'No section is open: `/status` shows them.';
  return `${name(reply.to)}: ${asked}${line(reply.why)}. ${known}`;
};

const severalAgents = (reply: Of<'unknown-agent'>, names: string[]): string =>
  `${name(reply.to)}: ${code(reply.asked, 60)} is short for one agent of that kind, and there are several: ${names.map((one) => code(one, 60)).join(', ')}. Name the one you mean.`;

const unknownModel = (reply: Of<'unknown-model'>): string => {
  const known =
    reply.known.length === 0
      ? ''
      : ` The configuration names ${reply.known
          .slice(0, 20)
          .map((one) => code(one, 130))
          .join(', ')}.`;
  const providers =
    reply.providers.length === 0
      ? ''
      : ` Possible is any \`<provider>/<model>\` of ${reply.providers.map((one) => code(one, 60)).join(', ')}.`;
  return `${name(reply.to)}: agent ${code(reply.agent, 60)} cannot be given the model ${code(reply.asked, 130)}: ${line(reply.why)}.${known}${providers}`;
};

const unknownAgent = (reply: Of<'unknown-agent'>): string =>
  reply.several ? severalAgents(reply, reply.several) : noSuchAgent(reply);

const noSuchAgent = (reply: Of<'unknown-agent'>): string =>
  `${name(reply.to)}: the configuration allows no agent ${code(reply.asked, 60)}. Allowed: ${reply.allowed.map((one) => code(one, 60)).join(', ')}. Name one of them, or add it under \`agents.allowed\` in \`${configurationPath}\`.`;

const changeMissing = (reply: Of<'change-missing'>, item: Item): string =>
  `${name(reply.to)}: no OpenSpec change names ${ticketLink(item)}. \`/explore\` has it planned; \`/delegate --from-ticket\` has the tasks written from the ticket alone; or write the change yourself (\`openspec/changes/<id>/\`, its proposal naming ${inline(item.ticket.key, 40)}), push it to \`${item.repository.defaultBranch}\`, then write \`/delegate\`.`;

const changesSeveral = (reply: Of<'changes-several'>, item: Item): string =>
  paragraphs(
    `${name(reply.to)}: several OpenSpec changes name ${ticketLink(item)}:`,
    bullets(reply.ids.slice(0, 20).map((id) => code(id))),
    'Leave the key in the proposal of one of them (or archive the others), push, then write `/delegate` again.',
  );

const changeEmpty = (reply: Of<'change-empty'>): string =>
  `${name(reply.to)}: the tasks.md of change ${code(reply.id)} has no numbered section. Add \`## 1. Title\` with \`- [ ] 1.1 …\` tasks below it, push, then write \`/delegate\` again.`;

const factsRefused = (reply: Of<'facts-refused'>): string =>
  `${name(reply.to)}: nothing was run, because what it depends on cannot be read: ${line(reply.detail).replace(/\.$/, '')}. What would help: ${line(reply.remedy).replace(/\.$/, '')}.`;

/** The wording of what the core decided to say. */
export const replyText = (reply: Reply, item: Item): string => {
  switch (reply.kind) {
    case 'not-permitted':
      return notPermitted(reply);
    case 'stale':
      return stale(reply, item);
    case 'wrong-stage':
      return wrongStage(reply, item);
    case 'unreadable':
      return unreadable(reply);
    case 'unknown-sections':
      return unknownSections(reply);
    case 'unknown-agent':
      return unknownAgent(reply);
    case 'unknown-model':
      return unknownModel(reply);
    case 'change-missing':
      return changeMissing(reply, item);
    case 'changes-several':
      return changesSeveral(reply, item);
    case 'change-empty':
      return changeEmpty(reply);
    case 'facts-refused':
      return factsRefused(reply);
    case 'help':
      return helpText(standing(item));
    case 'status':
      return statusComment(item);
    case 'recorded':
      return recordedText(item, reply.filed);
    case 'follow-up-priority':
      return followUpPriority(reply);
    case 'follow-up-filed':
      return followUpFiled(reply, item);
    case 'demand-undecided':
      return demandUndecided(reply, item);
    case 'not-updated':
      return notUpdated(reply, item);
    case 'update-refused':
      return updateRefused(reply, item);
    case 'follow-up-needless':
      return followUpNeedless(reply);
    case 'follow-up-refused':
      return followUpRefused(reply, item);
    case 'triage-refused':
      return `${name(reply.to)}: ${line(reply.why)}`;
    case 'absorbed':
      return absorbedReply(reply, item);
    case 'absorb-refused':
      return absorbRefused(reply, item);
    case 'unknown-direction':
      return unknownDirection(reply);
    case 'no-answer':
      return noAnswer(reply, item);
    case 'read-back':
      return readBack(reply, item);
    default:
      return noticeText(reply, item);
  }
};
