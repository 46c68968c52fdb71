import { fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;

/** Things in the world that paths and bodies speak of. */
export interface Fixtures {
  main: string;
  tree: string;
  blob: string;
  issue: number;
  pull: number;
  mergeable: number;
  comment: number;
  doomed: number;
  check: number;
  finished: number;
  /** A run with a failed job. */
  failed: number;
  /** A finished run to start again. */
  again: number;
  /** The job of `finished`. */
  job: number;
  waiting: number;
  delivery: number;
  installation: number;
  foreignInstallation: number;
  /** A pull request that conflicts with main once `mergeable` is merged. */
  conflicting: number;
  /** Id of a person's account. */
  person: number;
  /** A run that never ends by itself. */
  still: number;
  /** Head of `pull`. */
  head: string;
  /** A review of the App's own on `pull`, and a person's that asks for changes. */
  review: number;
  demanding: number;
  /** The App's unsubmitted review of `conflicting`. */
  pending: number;
  /** A person's comment on a line of `pull`, one to delete, and the conversation's node. */
  said: number;
  gone: number;
  thread: string;
}

/** Makes a branch with one commit on top of main; gives the commit. */
export async function branchWithCommit(
  world: TestWorld,
  options: { branch: string; file?: string; text?: string; from?: string },
): Promise<string> {
  const { send, token } = world;
  const from = options.from ?? (await send(`GET ${repo}/git/ref/heads/main`, { token })).body.object.sha;
  const entry = {
    path: options.file ?? `${options.branch.replaceAll('/', '-')}.txt`,
    mode: '100644',
    type: 'blob',
    content: options.text ?? 'x\n',
  };
  const tree = await send(`POST ${repo}/git/trees`, { token, body: { base_tree: from, tree: [entry] } });
  const message = `Work on ${options.branch}`;
  const commit = await send(`POST ${repo}/git/commits`, {
    token,
    body: { message, tree: tree.body.sha, parents: [from] },
  });
  const body = { ref: `refs/heads/${options.branch}`, sha: commit.body.sha };
  const made = await send(`POST ${repo}/git/refs`, { token, body });
  if (made.status !== 201) throw new Error(made.text);
  return commit.body.sha;
}

async function createReviews(world: TestWorld, on: { pull: number; conflicting: number }) {
  const { send, token, github } = world;
  const person = github.reviewerOn('writeer', fullName);
  const { number, head } = await github.pull(fullName, on.pull);
  const place = { number, path: 'feat-first.txt', line: 1 };
  const post = (pull: number, body: object) => send(`POST ${repo}/pulls/${pull}/reviews`, { token, body });
  const { id: said } = await person.commentOnLine({ ...place, body: 'Why?' });
  const demanding = await person.review({ number, event: 'REQUEST_CHANGES', body: 'Not like this' });
  return {
    head: head.sha,
    said,
    gone: (await person.commentOnLine({ ...place, body: 'Never mind' })).id,
    thread: github.conversations(fullName, number)[0]?.id ?? '',
    demanding: demanding.id,
    review: (await post(number, { event: 'COMMENT', body: 'Read it' })).body.id,
    pending: (await post(on.conflicting, { body: 'Not yet' })).body.id,
  };
}

export async function createFixtures(world: TestWorld): Promise<Fixtures> {
  const { send, token, github } = world;
  const main: string = (await send(`GET ${repo}/git/ref/heads/main`, { token })).body.object.sha;
  const tree: string = (await send(`GET ${repo}/git/commits/${main}`, { token })).body.tree.sha;
  const blob: string = (await send(`GET ${repo}/contents/README.md`, { token })).body.sha;
  for (const branch of ['feat/first', 'feat/second', 'feat/third']) await branchWithCommit(world, { branch });
  for (const branch of ['movable', 'deletable', 'behind']) {
    await send(`POST ${repo}/git/refs`, { token, body: { ref: `refs/heads/${branch}`, sha: main } });
  }
  // Says something else of the same new file as `feat/second` does.
  await branchWithCommit(world, { branch: 'feat/conflict', file: 'feat-second.txt', text: 'other\n' });
  await branchWithCommit(world, { branch: 'back' });
  await send(`POST ${repo}/git/refs`, { token, body: { ref: 'refs/heads/empty', sha: main } });
  const plain = '/repos/acme/plain';
  const plainMain = (await send(`GET ${plain}/git/ref/heads/main`, { token })).body.object.sha;
  const { body: onPlain } = await send(`POST ${plain}/git/commits`, {
    token,
    body: { message: 'm', tree, parents: [plainMain] },
  });
  await send(`POST ${plain}/git/refs`, { token, body: { ref: 'refs/heads/feat', sha: onPlain.sha } });
  const open = async (head: string, draft: boolean): Promise<number> =>
    (await send(`POST ${repo}/pulls`, { token, body: { title: head, head, base: 'main', draft } })).body
      .number;
  const issue = github.openIssueAs('writeer', {
    repository: fullName,
    title: 'Bug',
    body: '',
    labels: ['phase:delegate'],
  }).number;
  const comment = (): number =>
    github.commentAs('writeer', { repository: fullName, number: issue, body: 'Hello' }).id;
  const check = (await send(`POST ${repo}/check-runs`, { token, body: { name: 'review', head_sha: main } }))
    .body.id;
  const dispatch = async (note: string, assignment = note): Promise<number> => {
    const body = { ref: 'main', inputs: { assignment, note }, return_run_details: true };
    const path = `${repo}/actions/workflows/throughline.yml/dispatches`;
    return (await send(`POST ${path}`, { token, body })).body.workflow_run_id;
  };
  const finished = await dispatch('go');
  await world.release('fail', 1);
  const failed = await dispatch('wait', 'fail');
  const again = await dispatch('go');
  await github.actions.settled();
  const pull = await open('feat/first', true);
  const mergeable = await open('feat/second', false);
  const conflicting = await open('feat/conflict', false);
  return {
    ...(await createReviews(world, { pull, conflicting })),
    pull,
    mergeable,
    conflicting,
    main,
    tree,
    blob,
    issue,
    check,
    finished,
    failed,
    again,
    job: github.jobs(fullName, finished)[0]?.id ?? 0,
    comment: comment(),
    doomed: comment(),
    waiting: await dispatch('wait', 'waiting'),
    still: await dispatch('wait', 'still'),
    delivery: github.deliveries(101)[0]?.id ?? 0,
    person: github.addUser({ login: 'reader' }).id,
    installation: world.installationId,
    foreignInstallation: world.foreignInstallationId,
  };
}
