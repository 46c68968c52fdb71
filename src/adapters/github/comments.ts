import type { Comment, GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import { isOurs } from './ours.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';
import { commentLimit, fitText, hasTag, sameText, tagLine } from './texts.ts';

type Comments = Pick<GithubRepository, 'comments' | 'comment' | 'upsertComment'>;
type Data = Answer<'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'>['data'];

const listing = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';

function toType(type: string | undefined): Comment['author']['type'] {
  // An unknown type is taken for a machine: it must not pass for a person.
  return type === 'User' || type === 'Organization' || type === 'Mannequin' ? type : 'Bot';
}

function toComment(data: Data): Comment {
  // A deleted account's comments have no author; GitHub shows them as @ghost.
  const author = data.user ?? { login: 'ghost', id: 10137, type: 'User' };
  return {
    id: Number(data.id),
    url: data.html_url,
    body: data.body ?? '',
    author: { login: author.login, id: Number(author.id), type: toType(author.type) },
    createdAt: data.created_at,
    updatedAt: data.updated_at,
  };
}

export function comments({ send, at, identity }: Context): Comments {
  const all = (issue: number) =>
    pages<typeof listing>((page) => send(listing, { ...at, issue_number: issue, per_page: perPage, page }));

  const read = (id: number): Promise<Data | null> =>
    send('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...at, comment_id: id })
      .then((answer) => answer.data)
      .catch(when([404, 410], () => null));

  async function findOurs(options: Parameters<Comments['upsertComment']>[0]): Promise<Data | null> {
    const { issue, tag, knownId } = options;
    const self = await identity();
    const known = knownId ? await read(knownId) : null;
    if (
      known !== null &&
      isOurs(known, self) &&
      hasTag(known.body ?? '', tag) &&
      known.issue_url.endsWith(`/issues/${issue}`)
    )
      return known;
    for await (const { data } of all(issue)) {
      const found = data.find((each) => isOurs(each, self) && hasTag(each.body ?? '', tag));
      if (found !== undefined) return found;
    }
    return null;
  }

  async function create(issue: number, body: string): ReturnType<Comments['upsertComment']> {
    const { data } = await send('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...at,
      issue_number: issue,
      body,
    });
    return { id: Number(data.id), url: data.html_url, change: 'created' };
  }

  return {
    async comments(issue) {
      const found: Comment[] = [];
      for await (const { data } of all(issue)) found.push(...data.map(toComment));
      return found;
    },

    async comment(id) {
      const data = await read(id);
      return data === null ? null : toComment(data);
    },

    async upsertComment(options) {
      const body = fitText(`${tagLine(options.tag)}\n${options.body}`, commentLimit);
      const found = await findOurs(options);
      if (found === null) return create(options.issue, body);
      const id = Number(found.id);
      const url = found.html_url;
      if (sameText(found.body ?? '', body)) return { id, url, change: 'same' };
      const updated = await send('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        ...at,
        comment_id: id,
        body,
      }).catch(when([404, 410], () => null));
      return updated === null ? create(options.issue, body) : { id, url, change: 'updated' };
    },
  };
}
