import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { mayWriteWorkflows, needRead, needWrite } from '../access.ts';
import { githubItself, personOf } from '../domain/people-in-git.ts';
import { objectType, type Person, readBlob, readCommit, readTree, writeCommit } from '../git/objects.ts';
import { git, tryGit } from '../git/plumbing.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, onRepository, param } from '../http/call.ts';
import type { Repository } from '../model.ts';
import { notByIntegration, notFound, unprocessable } from '../problems.ts';
import { blobShape, gitCommitShape, objectUrl } from '../shapes/git.ts';

const personSchema = z.object({
  name: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }).optional(),
});
const newCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).optional(),
  author: personSchema.optional(),
  committer: personSchema.optional(),
});
const newBlob = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).optional() });
const treeEntry = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
  type: z.enum(['blob', 'tree', 'commit']).optional(),
  sha: z.string().nullable().optional(),
  content: z.string().optional(),
});
const newTree = z.object({ base_tree: z.string().optional(), tree: z.array(treeEntry).min(1) });

async function createCommit(call: Call): Promise<Response> {
  const { c, world, repository } = call;
  const request = await readBody(c, newCommit);
  if ((await objectType(repository.gitDir, request.tree)) !== 'tree')
    throw unprocessable('Tree SHA does not exist');
  for (const parent of request.parents ?? []) {
    if ((await objectType(repository.gitDir, parent)) !== 'commit') {
      throw unprocessable('Parent SHA does not exist or is not a commit object');
    }
  }
  const { account, app } = call.actor();
  const self = personOf(world, account);
  const person = (given: z.infer<typeof personSchema> | undefined, fallback: Person): Person =>
    given ? { name: given.name, email: given.email, date: given.date ?? self.date } : fallback;
  const author = person(request.author, self);
  const sha = await writeCommit(repository.gitDir, {
    tree: request.tree,
    parents: request.parents ?? [],
    message: request.message,
    author,
    committer: person(request.committer, app ? githubItself(world) : author),
  });
  return c.json(await commitAnswer(call, sha), 201);
}

async function commitAnswer({ world, repository }: Call, sha: string) {
  const commit = await readCommit(repository.gitDir, sha);
  if (!commit) throw notFound();
  return gitCommitShape(world, repository, commit);
}

async function treeAnswer({ world, repository }: Call, options: { sha: string; recursive: boolean }) {
  const entries = await readTree(repository.gitDir, { treeish: options.sha, recursive: options.recursive });
  if (!entries || !/^[\w./-]+$/.test(options.sha)) throw notFound();
  return {
    sha: await git(repository.gitDir, ['rev-parse', '--verify', `${options.sha}^{tree}`]),
    url: objectUrl(world, repository, { type: 'tree', sha: options.sha }),
    tree: entries.map(({ path, mode, type, sha, size }) => ({
      path,
      mode,
      type,
      sha,
      ...(size === null ? {} : { size }),
      url: objectUrl(world, repository, { type, sha }),
    })),
    truncated: false,
  };
}

const writeBlob = (repository: Repository, content: string | Buffer): Promise<string> =>
  git(repository.gitDir, ['hash-object', '-w', '--stdin'], { input: content });

async function indexLine(repository: Repository, entry: z.infer<typeof treeEntry>): Promise<string> {
  if (entry.sha === null) return `0 ${'0'.repeat(40)}\t${entry.path}`;
  const sha = entry.content === undefined ? entry.sha : await writeBlob(repository, entry.content);
  if (!sha || (entry.mode !== '160000' && (await objectType(repository.gitDir, sha)) === null)) {
    throw unprocessable(`tree.sha ${sha ?? ''} is not a valid ${entry.type ?? 'blob'}`);
  }
  return `${entry.mode} ${sha}\t${entry.path}`;
}

async function createTree(call: Call): Promise<Response> {
  const { c, repository, principal } = call;
  const request = await readBody(c, newTree);
  if (
    !mayWriteWorkflows(principal) &&
    request.tree.some(({ path }) => path.startsWith('.github/workflows/'))
  ) {
    throw notByIntegration();
  }
  const index = join(repository.gitDir, `tree-${randomUUID()}.index`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (request.base_tree !== undefined) {
      const read = await tryGit(repository.gitDir, ['read-tree', '--', request.base_tree], { env });
      if (!read.ok) throw unprocessable('base_tree is not a valid tree oid');
    }
    const lines = await Promise.all(request.tree.map((entry) => indexLine(repository, entry)));
    const put = await tryGit(repository.gitDir, ['update-index', '--add', '--index-info'], {
      env,
      input: `${lines.join('\n')}\n`,
    });
    if (!put.ok) throw unprocessable('tree.path contains a malformed path component');
    const sha = await git(repository.gitDir, ['write-tree'], { env });
    return c.json(await treeAnswer(call, { sha, recursive: false }), 201);
  } finally {
    await rm(index, { force: true });
  }
}

export function gitObjectRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('contents');
  const write = needWrite('write', 'contents');
  const base = '/repos/:owner/:repo/git';

  hono.post(`${base}/commits`, onRepository(api, write, createCommit));
  hono.get(
    `${base}/commits/:sha`,
    onRepository(api, read, async (call) => call.c.json(await commitAnswer(call, param(call.c, 'sha')))),
  );
  hono.post(`${base}/trees`, onRepository(api, write, createTree));
  hono.get(
    `${base}/trees/:sha`,
    onRepository(api, read, async (call) => {
      const recursive = call.c.req.query('recursive') !== undefined;
      return call.c.json(await treeAnswer(call, { sha: param(call.c, 'sha'), recursive }));
    }),
  );
  hono.post(
    `${base}/blobs`,
    onRepository(api, write, async ({ c, repository }) => {
      const { content, encoding } = await readBody(c, newBlob);
      const sha = await writeBlob(
        repository,
        Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'),
      );
      return c.json({ url: objectUrl(world, repository, { type: 'blob', sha }), sha }, 201);
    }),
  );
  hono.get(
    `${base}/blobs/:sha`,
    onRepository(api, read, async ({ c, repository }) => {
      const sha = param(c, 'sha');
      const bytes =
        (await objectType(repository.gitDir, sha)) === 'blob' ? await readBlob(repository.gitDir, sha) : null;
      if (!bytes) throw notFound();
      return c.json(blobShape(world, repository, { sha, bytes }));
    }),
  );
}
