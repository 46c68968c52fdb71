import type { Git, GitReader } from '../../ports/git.ts';
import { type CachedRepository, createCache } from './cache.ts';
import { gitEnvironment } from './environment.ts';
import { isDenied, raise } from './failure.ts';
import { blobFilter } from './limits.ts';
import { askGit, GitFailure, git } from './process.ts';
import { mergeBaseOf, readHunks, readRange } from './range.ts';
import { fetchCommits, isInside, requireCommits, type Session } from './read.ts';
import { readText } from './read-text.ts';
import { readTexts } from './read-texts.ts';
import { assertRefNames } from './ref-names.ts';
import { searchCommit } from './search.ts';

export interface GitOptions {
  /** Folder of bare repositories; belongs to this process and may be deleted while it is not running. */
  cacheDir: string;
  log: (line: string) => void;
  /** Search path for git and its helpers. */
  path?: string;
  /** Further variables for git, e.g. `HTTPS_PROXY`. */
  variables?: Record<string, string>;
}

/** Reads what runs pushed, by git alone: bare, partial, checked by fsck, without a checkout or any program of the repository. */
export const createGit = (options: GitOptions): Git => {
  const cached = createCache(options);
  return {
    open: ({ fullName, url, token }) =>
      createReader({ options, fullName, url, token, repository: cached(fullName, url) }),
  };
};

interface ReaderOptions {
  options: GitOptions;
  fullName: string;
  url: string;
  token: (refused?: string) => Promise<string>;
  repository: CachedRepository;
}

/** Old histories of well-known projects carry these; none of them can hurt a reader. */
const tolerated = ['zeroPaddedFilemode', 'badTimezone', 'missingSpaceBeforeDate', 'badDateOverflow'];

const fetchConfig: [string, string][] = [
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialclonefilter', blobFilter],
  ['fetch.fsckObjects', 'true'],
  ...tolerated.map((id): [string, string] => [`fetch.fsck.${id}`, 'ignore']),
];

/** Longer than any change a person would review takes to be described. */
const readMs = 60_000;

const createReader = (reader: ReaderOptions): GitReader => {
  const { repository, fullName } = reader;

  const { path, variables } = reader.options;
  const cwd = repository.directory;
  const local = (more: Record<string, string> = {}) =>
    gitEnvironment({ path, variables: { ...variables, ...more } });
  const ask: Session['ask'] = (args, { variables: more, ...limits } = {}) =>
    repository.answers.recall([cwd, args, more, limits], () =>
      askGit({ args, env: local(more), cwd, timeout: readMs, ...limits }),
    );
  const send = (args: string[], token: string): Promise<Buffer> => {
    const credential = { url: reader.url, token };
    return git({ args, env: gitEnvironment({ path, variables, credential, config: fetchConfig }), cwd });
  };
  const session: Session = {
    commits: repository.commits,
    fetch: async (args) => {
      const token = await reader.token();
      try {
        return await send(args, token);
      } catch (error) {
        // tokens are revoked before their time: where the App was suspended, or given other repositories
        const other = isDenied(error) ? await reader.token(token) : token;
        if (other === token) throw error;
        return await send(args, other);
      }
    },
    run: async (args, limits) => {
      const answer = await ask(args, limits);
      if (answer.exitCode !== 0) throw new GitFailure({ args }, answer);
      return answer.stdout;
    },
    ask,
    object: repository.objects.read,
  };

  const alone = <T>(doing: string, work: (session: Session) => Promise<T>): Promise<T> =>
    repository.alone(() => work(session)).catch((error: unknown) => raise(error, `${doing} of ${fullName}`));

  return {
    range: ({ refs, base, head }) =>
      alone('Reading the commits', async (now) => {
        await fetchCommits(now, { refs, commits: [base, head] });
        return readRange(now, base, head);
      }),
    mergeBase: ({ refs, commits }) =>
      alone('Looking for the merge base', async (now) => {
        await fetchCommits(now, { refs, commits });
        return mergeBaseOf(now, commits);
      }),
    refSha: (ref) =>
      alone('Looking up a ref', async ({ fetch }) => {
        assertRefNames([ref]);
        const lines = (await fetch(['ls-remote', '--refs', 'origin', ref])).toString('utf8').split('\n');
        // The pattern matches at the end of longer names too.
        return lines.find((line) => line.slice(41) === ref)?.slice(0, 40) ?? null;
      }),
    readFile: ({ commit, path, ref }) =>
      alone('Reading a file', async (now) => {
        await fetchCommits(now, { refs: ref === undefined ? [] : [ref], commits: [commit] });
        return readText(now, { commit, path });
      }),
    readFiles: ({ commit, paths }) =>
      alone('Reading files', async (now) => {
        await requireCommits(now, [commit]);
        return readTexts(now, { commit, paths });
      }),
    hunks: ({ base, head }) =>
      alone('Reading the differences', async (now) => {
        await requireCommits(now, [base, head]);
        return readHunks(now, base, head);
      }),
    search: ({ commit, words }) =>
      alone('Searching', async (now) => {
        await requireCommits(now, [commit]);
        return searchCommit(now, { commit, words });
      }),
    listFiles: ({ commit, path }) =>
      alone('Listing files', async (now) => {
        await requireCommits(now, [commit]);
        const folder = path.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
        if (folder !== '' && !isInside(folder)) return [];
        const where = folder === '' ? [] : ['--', `${folder}/`];
        const output = await now.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, ...where]);
        return output.toString('utf8').split('\0').filter(Boolean);
      }),
  };
};
