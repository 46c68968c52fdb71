import { type Attempt, isJudged } from '../core/attempt.ts';
import type { Delegation, DelegationBlock, Home, Item, Section } from '../core/item.ts';
import { code, inline, link, shortSha } from './markdown.ts';
import { failureName } from './run-failures.ts';

/** Web address of the repository, without a slash at its end. */
export const repositoryUrl = (item: Item): string => item.repository.url.replace(/\/+$/, '');

/** Branch names keep their slashes in GitHub's addresses. */
const encodeRef = (ref: string): string => ref.split('/').map(encodeURIComponent).join('/');

export const commitLink = (item: Item, sha: string): string =>
  link(code(shortSha(sha)), `${repositoryUrl(item)}/commit/${sha}`);

export const compareUrl = (item: Item, range: { base: string; head: string }): string =>
  `${repositoryUrl(item)}/compare/${range.base}...${range.head}`;

/** A line of a file as it was at a commit. */
export const fileLink = (item: Item, at: { sha: string; path: string; line: number }): string => {
  const path = at.path.split('/').map(encodeURIComponent).join('/');
  return link(code(`${at.path}:${at.line}`), `${repositoryUrl(item)}/blob/${at.sha}/${path}#L${at.line}`);
};

export const branchLink = (item: Item, branch: string): string =>
  link(code(branch), `${repositoryUrl(item)}/tree/${encodeRef(branch)}`);

export const ticketLink = (item: Item): string => link(inline(item.ticket.key, 40), item.ticket.url);

export const ticketTitle = (item: Item): string => inline(item.ticket.title, 160);

const isRun = (sections: string[]): boolean =>
  sections.every((section, index) => index === 0 || Number(section) === Number(sections[index - 1]) + 1);

/** `section 4`, `sections 2-3`, `sections 2, 5`. */
export const sectionsName = (sections: string[]): string => {
  const [first] = sections;
  if (first === undefined) return 'no section';
  if (sections.length === 1) return `section ${first}`;
  return isRun(sections) ? `sections ${first}-${sections.at(-1)}` : `sections ${sections.join(', ')}`;
};

/** What a delegation is about: its sections, or the findings it answers. */
export const partName = ({ sections, fixUp }: Pick<Delegation, 'sections' | 'fixUp'>): string =>
  fixUp ? `the findings of round ${fixUp.round}` : sectionsName(sections);

export const sectionTitle = (section: Section): string =>
  `**${inline(section.number, 10)}** ${inline(section.title, 120)}`;

export const sectionsOf = (item: Item, delegation: Delegation): Section[] =>
  item.sections.filter((section) => delegation.sections.includes(section.number));

/** A block stays where it was posted, even when the item's home moves on. */
export const blockHome = (item: Item, kind: DelegationBlock['kind'], delegation: Delegation): Home =>
  item.blocks.find(
    (block) => 'delegation' in block && block.kind === kind && block.delegation === delegation.number,
  )?.home ?? item.home;

export const agentName = (delegation: Delegation): string => {
  const { name, model } = delegation.agent;
  return model === undefined ? code(name) : `${code(name)} with model ${code(model)}`;
};

/** Where commits that nobody reviews are to be seen; null when the last attempt left none. */
export const keptCommits = (item: Item): string | null => {
  const attempt = item.delegations.at(-1)?.attempts.at(-1);
  if (attempt?.outcome.state !== 'failed' || attempt.outcome.head === undefined) return null;
  const range = { base: attempt.base, head: attempt.outcome.head };
  return `What it committed until then stays on ${branchLink(item, attempt.codeBranch)} and is not reviewed: ${link('diff', compareUrl(item, range))}.`;
};

/** Where an attempt stands, in a few words. */
export const attemptStatus = (attempt: Attempt): string => {
  const { outcome } = attempt;
  switch (outcome.state) {
    case 'asked':
      return 'asked: waiting for a runner';
    case 'running':
      return 'running';
    case 'returned':
      return isJudged(attempt) ? 'returned' : `returned, ${judgingStatus(attempt)}`;
    case 'answered':
      return 'returned';
    case 'failed':
      return `failed: ${failureName(outcome.failure)}`;
  }
};

const judgingStatus = ({ judging }: Attempt): string => {
  const outcome = judging?.at(-1)?.outcome;
  if (outcome === undefined) return 'to be judged';
  return outcome.state === 'failed' ? `not judged: ${failureName(outcome.failure)}` : 'being judged';
};

/** Somebody is at it, or is about to be. */
export const isBeingJudged = (item: Item, attempt: Attempt): boolean => {
  if (attempt.outcome.state !== 'returned' || isJudged(attempt)) return false;
  const last = attempt.judging?.at(-1)?.outcome.state;
  return last === 'asked' || last === 'running' || (item.stage.name === 'delegating' && !item.paused);
};
