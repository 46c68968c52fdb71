import { Refused } from '../../ports/errors.ts';
import type { FileAnswer, GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

type Contents = Pick<GithubRepository, 'readFile' | 'listFolder'>;

/** GitHub lists no more of a folder than this, and does not say that it left something out. */
const folderLimit = 1000;

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

const missing = (): FileAnswer => ({ state: 'missing' });

export function contents({ send, at }: Context): Contents {
  const get = (path: string, ref: string, etag?: string | null) =>
    send('GET /repos/{owner}/{repo}/contents/{path}', {
      ...at,
      path,
      ref,
      ...(etag ? { headers: { 'if-none-match': etag } } : {}),
    });

  /** The contents endpoint leaves out the text of files over 1 MB. */
  const blob = async (sha: string): Promise<string> => {
    const answer = await send('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { ...at, file_sha: sha });
    return decode(answer.data.content);
  };

  const found = async ({ path, ref, etag }: Parameters<Contents['readFile']>[0]): Promise<FileAnswer> => {
    const { data, headers } = await get(path, ref, etag);
    if (Array.isArray(data) || data.type !== 'file') return missing();
    const whole = 'content' in data && 'encoding' in data && data.encoding === 'base64';
    const text = whole ? decode(data.content) : await blob(data.sha);
    return { state: 'found', text, sha: data.sha, etag: headers.etag ?? null };
  };

  return {
    readFile: (options) =>
      found(options).catch(
        when([304, 404], (refusal) => (refusal.status === 304 ? { state: 'not-modified' } : missing())),
      ),

    async listFolder({ path, ref }) {
      const answer = await get(path, ref).catch(when([404], () => null));
      if (answer === null || !Array.isArray(answer.data)) return null;
      if (answer.data.length >= folderLimit) {
        throw new Refused(
          `${path} holds ${folderLimit} entries or more, and GitHub lists no more than that`,
          {
            status: 422,
            remedy: `Move what is finished out of ${path} (for changes: openspec archive).`,
          },
        );
      }
      return answer.data.flatMap(({ name, type }) =>
        type === 'file' || type === 'dir' ? { name, type } : [],
      );
    },
  };
}
