import { isAncestor } from '../git/objects.ts';
import { git } from '../git/plumbing.ts';
import { refSha } from '../git/refs.ts';
import type { Actor, Repository } from '../model.ts';
import { type Problem, unprocessable, validationFailed } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { announceThread, newIssue, setState } from './issues.ts';
import { checkBodyLength, checkTitle } from './limits.ts';
import { openPulls, recordHead } from './pull-heads.ts';

const invalid = (field: string): Problem =>
  validationFailed({ resource: 'PullRequest', field, code: 'invalid' });
const custom = (message: string): Problem =>
  validationFailed({ resource: 'PullRequest', code: 'custom', message });

/** `owner:branch` or `branch`; forks are not part of the local GitHub. */
function headBranchOf(repository: Repository, head: string): string {
  const [owner, branch] = head.includes(':') ? head.split(':', 2) : [repository.owner.login, head];
  if (owner !== repository.owner.login || !branch) throw invalid('head');
  return branch;
}

async function headAndBase(
  repository: Repository,
  options: { head: string; base: string },
): Promise<{ headBranch: string; headSha: string; baseSha: string }> {
  const headBranch = headBranchOf(repository, options.head);
  const headSha = await refSha(repository.gitDir, `refs/heads/${headBranch}`);
  if (headSha === null) throw invalid('head');
  const baseSha = await refSha(repository.gitDir, `refs/heads/${options.base}`);
  if (baseSha === null) throw invalid('base');
  return { headBranch, headSha, baseSha };
}

export async function openPull(
  world: World,
  repository: Repository,
  options: { title: string; body: string | null; head: string; base: string; draft: boolean; actor: Actor },
): Promise<PullIssue> {
  const { title, body, base, draft, actor } = options;
  checkTitle('PullRequest', title);
  checkBodyLength('PullRequest', body);
  const { headBranch, headSha, baseSha } = await headAndBase(repository, options);
  if (draft && !repository.drafts)
    throw unprocessable('Draft pull requests are not supported in this repository.');
  if ((await git(repository.gitDir, ['rev-list', '--count', `${baseSha}..${headSha}`])) === '0') {
    throw custom(`No commits between ${base} and ${headBranch}`);
  }
  if (openPulls(repository).some(({ pull }) => pull.headBranch === headBranch && pull.baseBranch === base)) {
    throw custom(`A pull request already exists for ${repository.owner.login}:${headBranch}.`);
  }
  const issue = Object.assign(newIssue(world, repository, { title, body, actor }), {
    pull: {
      id: world.nextId(),
      headBranch,
      headSha,
      baseBranch: base,
      baseSha,
      draft,
      merged: false,
      mergeSha: null,
      mergedAt: null,
      mergedBy: null,
      size: { commits: 0, additions: 0, deletions: 0, changed_files: 0 },
    },
  });
  await recordHead(repository, issue);
  announceThread(world, repository, { action: 'opened', issue, actor });
  return issue;
}

const unchangeable = (why: string): Problem =>
  validationFailed({
    resource: 'PullRequest',
    code: 'custom',
    field: 'state',
    message: `state cannot be changed. ${why}.`,
  });

export async function setPullState(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; state: 'open' | 'closed'; actor: Actor },
): Promise<void> {
  const { issue, state, actor } = options;
  if (state === 'open' && issue.state === 'closed') {
    const headSha = await refSha(repository.gitDir, `refs/heads/${issue.pull.headBranch}`);
    const why = issue.pull.merged
      ? 'The pull request is merged'
      : `The ${issue.pull.headBranch} branch was deleted`;
    if (issue.pull.merged || headSha === null) throw unchangeable(why);
    const of = { ancestor: issue.pull.headSha, of: headSha };
    if (!(await isAncestor(repository.gitDir, of)))
      throw unchangeable(`The ${issue.pull.headBranch} branch was force-pushed or recreated`);
    issue.pull.headSha = headSha;
    await recordHead(repository, issue);
  }
  setState(world, repository, { issue, state, actor });
}

export function setDraft(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; draft: boolean; actor: Actor },
): void {
  const { issue, draft, actor } = options;
  if (issue.pull.draft === draft) return;
  if (issue.state === 'closed') throw unprocessable('Pull request is closed');
  if (draft && !repository.drafts)
    throw unprocessable('Draft pull requests are not supported in this repository.');
  issue.pull.draft = draft;
  issue.updatedAt = now(world);
  announceThread(world, repository, {
    action: draft ? 'converted_to_draft' : 'ready_for_review',
    issue,
    actor,
  });
}
