import { evidenceRef } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { Attempt } from '../core/attempt.ts';
import { isUnconfirmed } from '../core/authored.ts';
import type { Delegation, Item, Section } from '../core/item.ts';
import { isRunCap, openSections } from '../core/item.ts';
import { allowanceFor } from '../core/rules/caps.ts';
import { monthOf } from '../core/spent.ts';
import { agentRows, overrideText, ranAs, refusedCallLines } from './agent-lines.ts';
import { authoredText, planCell } from './authored.ts';
import { choices } from './choices.ts';
import { bullets, code, fenced, folded, inline, link, paragraphs, shortSha, table } from './markdown.ts';
import {
  attemptStatus,
  blockHome,
  branchLink,
  commitLink,
  partName,
  sectionsName,
  sectionsOf,
  sectionTitle,
  ticketLink,
  ticketTitle,
} from './places.ts';
import { attemptRemedy } from './run-failures.ts';
import { isolationLine, placeLines, remarksOf, worktreeCell } from './run-place.ts';
import { attemptUsage, type Spending } from './usage.ts';

type Caps = Configuration['caps'];

export interface BlockOptions {
  /** Limits of one delegation, shown before it is confirmed. */
  caps?: Caps;
  /** What no delegation may touch besides what is protected everywhere: globs and identifiers of the configuration. */
  forbidden?: string[];
  /** What the repository's other items used this month; without it only the caps of one run are shown. */
  spent?: Pick<Spending, 'now' | 'others'>;
}

interface Showing {
  item: Item;
  delegation: Delegation;
  options: BlockOptions;
}

const leftAfter = (item: Item, delegation: Delegation): string => {
  const left = openSections(item).filter((section) => !delegation.sections.includes(section.number));
  if (left.length === 0) return 'nothing: these are the last open sections';
  return sectionsName(left.map((section: Section) => section.number));
};

/** What one run may use: the least of its own caps and of what those of ticket and month leave, which are named. */
const budgetText = ({ item, options }: Showing, caps: Caps): string => {
  const { spent } = options;
  const facts = spent
    ? { now: spent.now, spent: { month: monthOf(spent.now).name, others: spent.others } }
    : null;
  const room = facts ? allowanceFor({ item, facts, caps, override: undefined }) : null;
  if (room?.state === 'used-up')
    return ` and no request (${room.caps.map((cap) => code(cap, 60)).join(', ')} used up)`;
  const { requests, tokens, cost } = room?.allowance ?? caps;
  const from = room?.allowance.from;
  const least = (setting: string | null | undefined): string =>
    !setting || isRunCap(setting) ? '' : ` (what ${code(setting, 60)} leaves)`;
  const money = cost === null || cost === undefined ? '' : `, $${cost.toFixed(2)}${least(from?.cost)}`;
  return ` and ${requests.toLocaleString('en-US')} requests, ${tokens.toLocaleString('en-US')} tokens${least(from?.tokens)}${money}`;
};

const capsLine = (showing: Showing, caps: Caps): string => {
  const counted = showing.delegation.models?.gateway ? budgetText(showing, caps) : '';
  return `${caps.attempts} attempts, ${caps.minutes} minutes${counted} each, ${caps.files} files, ${caps.lines} lines`;
};

const allowanceRow = ({ terms }: Attempt): string[][] => {
  const allowance = terms?.allowance;
  if (!allowance) return [];
  const { requests, tokens, cost, from } = allowance;
  const number = (value: number): string => value.toLocaleString('en-US');
  const parts = [
    `${number(requests)} requests`,
    `${number(tokens)} tokens (${code(from.tokens)})`,
    ...(cost === null ? [] : [`$${cost.toFixed(2)} (${code(from.cost ?? 'caps.cost')})`]),
  ];
  return [['May use', parts.join(', ')]];
};

const overrideRow = ({ override }: Attempt): string[][] =>
  override ? [['Cap', overrideText(override)]] : [];

const claimsRow = ({ claimsOverride }: Delegation): string[][] =>
  claimsOverride
    ? [['Claims', `on the word of ${inline(claimsOverride.by, 60)}, whatever of the tasks is not found`]]
    : [];

const usedRows = (attempt: Attempt, delegation: Delegation): string[][] => {
  const ran = ranAs(attempt);
  const used = attemptUsage(attempt, delegation);
  return [...(ran === null ? [] : [['Ran as', ran]]), ...(used === null ? [] : [['Used', used]])];
};

/** Before confirmation the base is where the feature branch stands; there may be none yet. */
const baseLine = ({ item, delegation }: Showing): string => {
  const sha = delegation.recordedBase ?? item.feature?.head;
  if (sha && item.feature) return `${commitLink(item, sha)} of ${branchLink(item, item.feature.branch)}`;
  return `a new feature branch off ${code(item.repository.defaultBranch)}`;
};

const mostForbidden = 10;

/** What the tasks themselves forbid stands in them, and in the prompt. */
const forbiddenText = (configured: string[]): string => {
  const named = configured.slice(0, mostForbidden).map((one) => code(one, 80));
  const more = configured.length > mostForbidden ? [`${configured.length - mostForbidden} more`] : [];
  const everywhere = [
    '`.github/`',
    'dot-directories',
    '`CODEOWNERS`',
    'agent instructions',
    '`.gitmodules`',
    'links',
  ];
  return [...everywhere, ...named, ...more, 'what the tasks forbid'].join(', ');
};

const scopeRows = (showing: Showing): string[][] => {
  const { item, delegation, options } = showing;
  return [
    ['Ticket', `${ticketLink(item)} ${ticketTitle(item)}`],
    ['Repository', code(item.repository.fullName)],
    ['OpenSpec', planCell(item)],
    ...agentRows(delegation),
    ['Base', baseLine(showing)],
    ...(options.caps ? [['Caps', capsLine(showing, options.caps)]] : []),
    ['Forbidden', forbiddenText(options.forbidden ?? [])],
    ['Left afterwards', leftAfter(item, delegation)],
  ];
};

const facts = (rows: string[][]): string =>
  table(
    ['', ''],
    rows.map(([name = '', value = '']) => [`**${name}**`, value]),
  );

const sectionList = (item: Item, delegation: Delegation): string =>
  bullets(sectionsOf(item, delegation).map(sectionTitle));

const waiting = (showing: Showing): string => {
  const { item, delegation } = showing;
  const { on } = blockHome(item, 'scope', delegation);
  const asks = item.decision?.asks === 'scope' ? item.decision.id : null;
  const box =
    asks === null
      ? null
      : choices({
          on,
          decision: asks,
          choices: [
            { command: 'confirm', typed: '/confirm', label: '**Confirm** — dispatch this delegation now' },
          ],
        });
  const next =
    asks === null
      ? 'Nothing is asked of you.'
      : '`/confirm` does the same; `/delegate <sections>` or `/delegate next --agent <name>` changes the scope.';
  return paragraphs(
    `### Scope of delegation ${delegation.number}: ${partName(delegation)}`,
    facts(scopeRows(showing)),
    sectionList(item, delegation),
    authoredText(item, { on, ask: asks !== null && isUnconfirmed(item) }),
    box,
    next,
  );
};

const runLine = (attempt: Attempt): string => {
  const url = 'url' in attempt.outcome ? attempt.outcome.url : null;
  return url === null ? 'not known yet' : link('log of the run', url);
};

const runnerRow = ({ terms }: Attempt): string[][] =>
  terms ? [['Runner', terms.labels.map((label) => code(label, 60)).join(', ')]] : [];

const attemptLine = (attempt: Attempt): string => `Attempt ${attempt.number}: ${attemptStatus(attempt)}`;

/** The scope of the first delegation is shown before there is a pull request, its review in it. */
const reviewPlace = (item: Item, delegation: Delegation): string => {
  const [scope, findings] = [
    blockHome(item, 'scope', delegation),
    blockHome(item, 'findings', delegation),
  ].map((home) => JSON.stringify(home));
  if (scope === findings || !item.pull) return 'is in the findings block below';
  return `is in ${link(`pull request #${item.pull.number}`, item.pull.url)}`;
};

const dispatchNext = ({ item, delegation }: Showing, attempt: Attempt): string => {
  switch (attempt.outcome.state) {
    case 'asked':
    case 'running':
      return item.paused
        ? 'Paused: the result will be kept and shown, nothing new starts until `/resume`.'
        : 'Nothing to do now: the deep review is posted when the run is back. `/cancel` stops it.';
    case 'failed':
      return `${inline(attempt.outcome.detail, 400)}\n\n${attemptRemedy(attempt.outcome)}`;
    case 'returned':
    case 'answered':
      return `The deep review ${reviewPlace(item, delegation)}.`;
  }
};

/** What a command printed, or a person wrote over many lines, stands in the prompt. */
const firstLine = (note: string): string => {
  const [first = '', ...rest] = note.trim().split('\n');
  return inline(first, 400) + (rest.length > 0 ? ' …' : '');
};

const dispatched = (showing: Showing, attempt: Attempt): string => {
  const { item, delegation } = showing;
  const { on } = blockHome(item, 'scope', delegation);
  const earlier = delegation.attempts.slice(0, -1);
  const feature = item.feature ? ` (off ${branchLink(item, item.feature.branch)})` : '';
  return paragraphs(
    `### Delegation ${delegation.number} dispatched: ${partName(delegation)}`,
    facts([
      ['Ticket', `${ticketLink(item)} ${ticketTitle(item)}`],
      ...agentRows(delegation),
      ['OpenSpec', planCell(item)],
      ['Repository', code(item.repository.fullName)],
      ['Branch', `${branchLink(item, attempt.codeBranch)}${feature}`],
      ['Base', commitLink(item, attempt.base)],
      ['Attempt', String(attempt.number)],
      ...allowanceRow(attempt),
      ...overrideRow(attempt),
      ...claimsRow(delegation),
      ...runnerRow(attempt),
      ['Worktree', worktreeCell(attempt)],
      ['Prompt', '`prompt.md` of the evidence'],
      ['Evidence', code(evidenceRef(attempt.assignmentId), 300)],
      ['Run', runLine(attempt)],
      ...usedRows(attempt, delegation),
      ['Status', `**${attemptStatus(attempt)}**`],
    ]),
    sectionList(item, delegation),
    authoredText(item, { on, ask: false }),
    attempt.notes.length > 0
      ? folded(
          `Notes for this attempt (${attempt.notes.length})`,
          bullets(attempt.notes.slice(-20).map(firstLine)),
          on,
        )
      : null,
    'Prompt, answer, verification output and transcript, once the run is back:',
    fenced(`git fetch origin ${evidenceRef(attempt.assignmentId)} && git show --stat FETCH_HEAD`, {
      max: 500,
    }),
    placeLines(attempt),
    ...(attempt.outcome.state === 'failed'
      ? [isolationLine(attempt), bullets(refusedCallLines(attempt)), remarksOf(attempt, on)]
      : []),
    earlier.length > 0 ? folded('Earlier attempts', bullets(earlier.slice(-10).map(attemptLine)), on) : null,
    dispatchNext(showing, attempt),
  );
};

const ended = (delegation: Delegation): string | null => {
  const { state } = delegation;
  if (state.name === 'withdrawn') return `Taken back by ${inline(state.by, 60)}; branches and evidence stay.`;
  return null;
};

/** Asks for the scope; once confirmed the same comment is the dispatch block. */
export const scopeBlock = (item: Item, delegation: Delegation, options: BlockOptions = {}): string => {
  const showing = { item, delegation, options };
  const attempt = delegation.attempts.at(-1);
  const end = ended(delegation);
  if (end !== null)
    return paragraphs(
      `### Delegation ${delegation.number}: ${partName(delegation)}`,
      end,
      '`/delegate` hands the open sections over anew.',
    );
  if (attempt) return dispatched(showing, attempt);
  if (delegation.state.name === 'proposed') return waiting(showing);
  return paragraphs(
    `### Delegation ${delegation.number} confirmed: ${partName(delegation)}`,
    facts(scopeRows(showing)),
    sectionList(item, delegation),
    `Nothing to do now: the run starts from ${delegation.recordedBase ? code(shortSha(delegation.recordedBase)) : 'the feature branch'} next.`,
  );
};
