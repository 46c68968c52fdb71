import { basename, posix } from 'node:path';
import { needRead } from '../access.ts';
import { readBlob, readTree, resolveCommit, type TreeEntry } from '../git/objects.ts';
import type { Api } from '../http/api.ts';
import { type Call, onRepository, param } from '../http/call.ts';
import { notFound } from '../problems.ts';
import { objectUrl, wrappedBase64 } from '../shapes/git.ts';
import { apiOf, webOf } from '../shapes/repository.ts';

/** Above this GitHub leaves `content` empty; above a hundred times that it refuses. */
const inlineLimit = 1024 * 1024;

interface Place {
  path: string;
  ref: string;
  commit: string;
}

function entryShape({ world, repository }: Call, place: Place, entry: TreeEntry) {
  const path = [place.path, entry.path].filter(Boolean).join('/');
  const url = `${apiOf(world, repository)}/contents/${path}?ref=${encodeURIComponent(place.ref)}`;
  const git = objectUrl(world, repository, { type: entry.type, sha: entry.sha });
  const page = `${webOf(world, repository)}/${entry.type === 'tree' ? 'tree' : 'blob'}/${place.ref}/${path}`;
  const download = entry.type === 'blob' ? `${webOf(world, repository)}/raw/${place.ref}/${path}` : null;
  return {
    name: basename(path),
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: page,
    git_url: git,
    download_url: download,
    _links: { self: url, git, html: page },
  };
}

const typeOf = (entry: TreeEntry): string => {
  if (entry.type === 'tree') return 'dir';
  if (entry.type === 'commit') return 'submodule';
  return entry.mode === '120000' ? 'symlink' : 'file';
};

async function fileAnswer(call: Call, place: Place, entry: TreeEntry): Promise<Response> {
  const bytes = (await readBlob(call.repository.gitDir, entry.sha)) ?? Buffer.alloc(0);
  const accept = call.c.req.header('accept') ?? '';
  if (/\braw\b/.test(accept)) {
    return call.c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/vnd.github.raw+json; charset=utf-8',
    });
  }
  const inline = bytes.length <= inlineLimit;
  return call.c.json({
    ...entryShape(call, { ...place, path: posix.dirname(place.path).replace(/^\.$/, '') }, entry),
    type: typeOf(entry),
    content: inline ? wrappedBase64(bytes) : '',
    encoding: inline ? 'base64' : 'none',
  });
}

async function answer(call: Call): Promise<Response> {
  const { c, repository } = call;
  const ref = c.req.query('ref') ?? repository.defaultBranch;
  const commit = await resolveCommit(repository.gitDir, ref);
  if (commit === null) throw notFound(`No commit found for the ref ${ref}`);
  const path = param(c, 'path').replace(/^\/+|\/+$/g, '');
  const place = { path, ref, commit };
  const parent = posix.dirname(path);
  const siblings = path
    ? await readTree(repository.gitDir, {
        treeish: parent === '.' ? commit : `${commit}:${parent}`,
        recursive: false,
      })
    : null;
  const entry = siblings?.find((each) => each.path === basename(path));
  if (path && !entry) throw notFound();
  if (entry && entry.type === 'blob') return fileAnswer(call, place, entry);
  const treeish = path ? `${commit}:${path}` : commit;
  const entries = (await readTree(repository.gitDir, { treeish, recursive: false })) ?? [];
  return c.json(entries.map((each) => ({ type: typeOf(each), ...entryShape(call, place, each) })));
}

/** Files and folders at a branch, tag, ref or SHA. */
export function contentRoutes(api: Api): void {
  const read = onRepository(api, needRead('contents'), answer);
  api.hono.get('/repos/:owner/:repo/contents', read);
  api.hono.get('/repos/:owner/:repo/contents/:path{.*}', read);
}
