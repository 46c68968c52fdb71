import type { Local } from '../local.ts';
import { bodyVersion, setBox } from './markdown/set-box.ts';
import { Refusal } from './refusal.ts';

/** Cancels a run or has it done again, over the API as a person's own client would. */
export const steerRun = async (
  local: Local,
  order: { as: string; id: number; action: 'cancel' | 'rerun' | 'rerun-failed-jobs' },
): Promise<void> => {
  const token = local.github.createUserToken(order.as);
  const url = `${local.github.url}/repos/${local.repository}/actions/runs/${order.id}/${order.action}`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'sandbox page' },
  });
  if (answer.ok) return;
  const body: unknown = await answer.json();
  const message =
    typeof body === 'object' && body !== null && 'message' in body
      ? String(body.message)
      : String(answer.status);
  throw new Refusal(`GitHub refused: ${message}`);
};

/** Sends the App a webhook of the local GitHub once more: the same bytes, signature and delivery id. */
export const redeliverGithub = async (local: Local, id: number): Promise<number> => {
  const delivery = local.github.deliveries(local.appId).find((each) => each.id === id);
  if (!delivery) throw new Refusal('That delivery is not kept any more.');
  const url = new URL('/api/github/webhooks', local.app().url);
  try {
    const { headers, body } = delivery.request;
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    throw new Refusal('The App does not answer: it is not running.');
  }
};

export const redeliverLinear = async (local: Local, id: string): Promise<number | null> => {
  const kept = local.linear.deliveries().some((each) => each.id === id);
  if (!kept) throw new Refusal('That delivery is not kept any more.');
  return local.linear.redeliver(id);
};

export interface BoxOrder {
  as: string;
  comment: number;
  line: number;
  version: string;
  ticked: boolean;
}

/** Changes one box as the browser does: the whole body goes back with one mark changed. */
export const tickBox = (local: Local, order: BoxOrder): void => {
  const { github, repository } = local;
  const comment = github
    .threads(repository)
    .flatMap(({ number }) => github.thread(repository, number).comments)
    .find(({ id }) => id === order.comment);
  if (!comment) throw new Refusal('That comment is gone.');
  if (bodyVersion(comment.body) !== order.version)
    throw new Refusal('That comment has changed since you saw it, so nothing was ticked. Look at it again.');
  const body = setBox(comment.body, order);
  if (body === null) throw new Refusal('There is no box on that line, so nothing was ticked.');
  github.editCommentAs(order.as, { repository, id: comment.id, body });
};
