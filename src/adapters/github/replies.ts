import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import { isOurs } from './ours.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';
import { commentLimit, fitText, hasTag, sameText, tagLine } from './texts.ts';

type Replies = Pick<GithubRepository, 'replyInThread' | 'threadOpening'>;
type Reply = NonNullable<Awaited<ReturnType<Replies['replyInThread']>>>;

const listing = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments';
type Data = Answer<typeof listing>['data'][number];

/** Every comment names the first one of its thread, by which GitHub takes replies. */
const threadOf = ({ id, in_reply_to_id }: Data): number => Number(in_reply_to_id ?? id);

export function replies({ send, at, identity }: Context): Replies {
  async function all(pull: number): Promise<Data[]> {
    const found: Data[] = [];
    const listed = pages<typeof listing>((page) =>
      send(listing, { ...at, pull_number: pull, per_page: perPage, page }),
    );
    for await (const { data } of listed) found.push(...data);
    return found;
  }

  const create = async (options: { pull: number; thread: number; body: string }): Promise<Reply | null> => {
    const { pull, thread, body } = options;
    const answer = await send(
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
      { ...at, pull_number: pull, comment_id: thread, body },
    ).catch(when([404, 410], () => null));
    if (answer === null) return null;
    return { id: Number(answer.data.id), url: answer.data.html_url, change: 'created' };
  };

  const one = async (comment: number) => {
    const answer = await send('GET /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
      ...at,
      comment_id: comment,
    }).catch(when([404, 410], () => null));
    return answer?.data ?? null;
  };

  return {
    async threadOpening(comment) {
      const asked = await one(comment);
      if (asked === null) return null;
      const thread = Number(asked.in_reply_to_id ?? asked.id);
      const opening = thread === comment ? asked : ((await one(thread)) ?? asked);
      return {
        // a deleted opening goes on standing for its thread
        id: thread,
        url: opening.html_url,
        path: opening.path,
        line: opening.line ?? opening.original_line ?? null,
        // a deleted account
        by: opening.user?.login ?? 'ghost',
        body: opening.body,
      };
    },

    async replyInThread({ pull, comment, tag, body: text }) {
      const body = fitText(`${tagLine(tag)}\n${text}`, commentLimit);
      const self = await identity();
      const written = await all(pull);
      const asked = written.find((each) => Number(each.id) === comment);
      if (asked === undefined) return null;
      const thread = threadOf(asked);
      const ours = written.find(
        (each) => threadOf(each) === thread && isOurs(each, self) && hasTag(each.body, tag),
      );
      if (ours === undefined) return create({ pull, thread, body });
      const [id, url] = [Number(ours.id), ours.html_url];
      if (sameText(ours.body, body)) return { id, url, change: 'same' };
      const updated = await send('PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
        ...at,
        comment_id: id,
        body,
      }).catch(when([404, 410], () => null));
      return updated === null ? create({ pull, thread, body }) : { id, url, change: 'updated' };
    },
  };
}
