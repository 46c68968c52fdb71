import { execa } from 'execa';
import type { Local } from '../../../src/sandbox/local.ts';
import type { Evidence } from './compare.ts';

/** The ticket a play is about. */
export interface About {
  key: string;
  change: string;
}

interface Looking {
  local: Local;
  about: About;
  /** The same words whatever ids, times, ports and hashes a play had. */
  plain: (text: string) => string;
}

export const withoutIds = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<sha>')
    .replaceAll(/\b[0-9a-f]{7}\b/g, '<sha>')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '<host>')
    .replaceAll(/\b(run|runs|comment|linear-comment|issuecomment|check-runs)([:/-])\d+/g, '$1$2<id>')
    .replaceAll(/\bdiscussion_r\d+/g, 'discussion_r<id>')
    .replaceAll(/\beffect:\d+/g, 'effect:<id>')
    .replaceAll(/(duration\\*_ms:?) [\d.]+/g, '$1 <duration>')
    .replaceAll(/\b\d+(\.\d+)? ?m?s\b/g, '<duration>');

const plainFor =
  ({ key, change }: About) =>
  (text: string): string =>
    withoutIds(text)
      .replaceAll(new RegExp(key, 'gi'), '<key>')
      .replaceAll(change, '<change>')
      // each world has a folder of its own, and each run one of several runners
      .replaceAll(/[^\s`]*\/throughline\/<uuid>\/worktree/g, '<worktree>')
      .replaceAll(/throughline-[0-9a-f]{8}\b/g, '<session>')
      .replaceAll(/(#|pull\/|pull:)\d+/g, '$1<number>');

/** The comment's tag; the start of a person's words where it has none. */
const nameOf = (looking: Looking, body: string): string =>
  looking.plain(/<!-- (throughline:[^>]*?) -->/.exec(body)?.[1] ?? body).slice(0, 80);

const mine = ({ about }: Looking, text: string): boolean =>
  text.toLowerCase().includes(about.key.toLowerCase()) || text.includes(about.change);

const onGithub = (looking: Looking): Evidence => {
  const { github, repository } = looking.local;
  const evidence: Evidence = { things: [], texts: {} };
  for (const { number, title } of github.threads(repository)) {
    if (!mine(looking, title)) continue;
    const { issue, comments } = github.thread(repository, number);
    const kind = issue.pull_request ? 'pull request' : 'issue';
    evidence.things.push(`${kind} ${looking.plain(title)}: ${issue.state}, ${issue.labels.length} labels`);
    evidence.texts[`body of the ${kind}`] = looking.plain(issue.body ?? '');
    for (const comment of comments) {
      const place = `comment ${nameOf(looking, comment.body)} of ${comment.user.login} on the ${kind}`;
      evidence.things.push(place, ...comment.reacted.map((one) => `reaction ${one.content} to ${place}`));
      evidence.texts[place] = looking.plain(comment.body);
    }
  }
  return evidence;
};

/** Where a status comment is left behind when people move on to the pull request, what it last said is a matter of timing. */
const isLeftBehind = (body: string): boolean =>
  body.startsWith('### [') || body.includes('throughline:status');

const onTicket = (looking: Looking): Evidence => {
  const { local, about, plain } = looking;
  const issue = local.linear.issue(about.key);
  const comments = (issue?.comments ?? []).map((one) => ({
    place: `comment ${isLeftBehind(one.body) ? 'status' : nameOf(looking, one.body)} of ${one.author} on the ticket`,
    body: plain(one.body),
    settled: !isLeftBehind(one.body),
  }));
  return {
    things: [
      ...comments.map(({ place }) => place),
      ...(issue?.attachments ?? []).map((one) => `attachment ${plain(one.title)}`),
      `ticket history ${issue?.history.join(', ')}`,
      `ticket labels ${issue?.labels.join(', ') || 'none'}`,
    ],
    texts: Object.fromEntries(
      comments.filter(({ settled }) => settled).map(({ place, body }) => [place, body]),
    ),
  };
};

/** Tickets that the App filed for findings: each once, linked once, and told once what became of its finding. */
const followUps = (looking: Looking): string[] =>
  looking.local.linear.issues().flatMap((issue) => {
    if (!issue.description.includes('Fingerprint: ')) return [];
    const place = `follow-up ${looking.plain(issue.title)}`;
    return [
      `${place}: priority ${issue.priority}, ${issue.state.name}`,
      ...issue.relations.map(({ type, key }) => `${place} is ${type} ${key}`),
      ...issue.comments.map(({ author, body }) => `${place}, told by ${author}: ${looking.plain(body)}`),
    ];
  });

/** One line a run: two for the same attempt are one too many. */
const runs = (looking: Looking): string[] =>
  looking.local.github.runs(looking.local.repository).flatMap((run) => {
    const text = run.inputs.assignment ?? '{}';
    if (!mine(looking, text)) return [];
    const assignment: { attempt: number; codeBranch: string } = JSON.parse(text);
    const branch = looking
      .plain(assignment.codeBranch)
      .replace(/(review|rounds|triage)-[0-9a-f]{8}$/, '$1-<id>');
    const name = `run of ${branch}, attempt ${assignment.attempt}`;
    return [`${name}: ${run.conclusion}, run attempt ${run.run_attempt}`];
  });

const pulls = (looking: Looking): string[] =>
  looking.local.github
    .pulls(looking.local.repository)
    .filter((pull) => mine(looking, pull.head.ref))
    .map(
      (pull) =>
        `pull request from ${looking.plain(pull.head.ref)} to ${pull.base.ref}: ${pull.state}, ${pull.draft ? 'draft' : 'ready'}`,
    );

/** Two check runs of one attempt on one commit are one too many; which commits had one in between is a matter of timing. */
const doubledChecks = ({ local }: Looking): string[] => {
  const seen = new Set<string>();
  return local.github.checks(local.repository).flatMap((check) => {
    // every run has jobs of the same names
    if (check.app?.slug === 'github-actions') return [];
    const name = `${check.name} (${check.external_id}) on ${check.head_sha}`;
    const again = seen.has(name);
    seen.add(name);
    return again ? [`second check run ${check.name} on one commit`] : [];
  });
};

const inGit = async (looking: Looking): Promise<string[]> => {
  const cwd = looking.local.github.gitDir(looking.local.repository);
  const refs = await execa('git', ['for-each-ref', '--format=%(refname)', 'refs/heads'], { cwd });
  const commits = await execa('git', ['log', '--branches', '--format=%P|%s'], { cwd });
  const mineOf = (text: string): string[] => text.split('\n').filter((line) => mine(looking, line));
  return [
    ...mineOf(refs.stdout).map((ref) => `ref ${looking.plain(ref)}`),
    ...mineOf(commits.stdout).map((line) => {
      const [parents = '', subject = ''] = line.split('|');
      return `${parents.includes(' ') ? 'merge' : 'commit'} ${looking.plain(subject)}`;
    }),
  ];
};

/** What the platforms and git show of one ticket. */
export const evidenceOf = async (local: Local, about: About): Promise<Evidence> => {
  const looking = { local, about, plain: plainFor(about) };
  const github = onGithub(looking);
  const ticket = onTicket(looking);
  return {
    things: [
      ...github.things,
      ...ticket.things,
      ...runs(looking),
      ...followUps(looking),
      ...pulls(looking),
      ...doubledChecks(looking),
      ...(await inGit(looking)),
    ],
    texts: { ...github.texts, ...ticket.texts },
  };
};
