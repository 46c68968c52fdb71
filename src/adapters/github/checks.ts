import type { CheckRun, GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';
import { checkTextLimit, fitText, fitTitle } from './texts.ts';

type Checks = Pick<GithubRepository, 'upsertCheck'>;

const listing = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
type Existing = Answer<typeof listing>['data']['check_runs'][number];

/** GitHub takes this many annotations with one request and drops the rest without a word. */
const annotationBatch = 50;
/** Bytes of one annotation's message. */
const messageLimit = 16_000;

function outputOf({ title, summary, text }: CheckRun) {
  return {
    title: fitTitle(title),
    summary: fitText(summary, checkTextLimit),
    ...(text === undefined ? {} : { text: fitText(text, checkTextLimit) }),
  };
}

function batches(annotations: NonNullable<CheckRun['annotations']>) {
  const all = annotations.map(({ path, line, level, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    message: fitText(message, messageLimit),
  }));
  const starts = Array.from(
    { length: Math.ceil(all.length / annotationBatch) },
    (_, at) => at * annotationBatch,
  );
  return starts.map((start) => all.slice(start, start + annotationBatch));
}

function fieldsOf(check: CheckRun) {
  return {
    name: check.name,
    external_id: check.externalId,
    ...check.state,
    ...(check.detailsUrl === undefined ? {} : { details_url: check.detailsUrl }),
  };
}

function isSame(existing: Existing, check: CheckRun): boolean {
  const wanted = outputOf(check);
  const { output } = existing;
  const conclusion = check.state.status === 'completed' ? check.state.conclusion : null;
  return (
    existing.status === check.state.status &&
    existing.conclusion === conclusion &&
    sameField(output.title, wanted.title) &&
    sameField(output.summary, wanted.summary) &&
    sameField(output.text, wanted.text) &&
    (check.detailsUrl === undefined || existing.details_url === check.detailsUrl)
  );
}

const sameField = (one: string | null, other: string | undefined): boolean => (one ?? '') === (other ?? '');

export function checks({ send, at, identity }: Context): Checks {
  async function find({ headSha, name, externalId }: CheckRun): Promise<Existing | null> {
    const { id: appId } = await identity();
    const found: Existing[] = [];
    // Without `all` GitHub gives only the newest of each name, whatever its external id.
    const listed = pages<typeof listing>((page) =>
      send(listing, {
        ...at,
        ref: headSha,
        check_name: name,
        app_id: appId,
        filter: 'all',
        per_page: perPage,
        page,
      }),
    );
    for await (const { data } of listed) {
      found.push(...data.check_runs.filter((run) => run.external_id === externalId && run.app?.id === appId));
    }
    return found.sort((a, b) => Number(b.id) - Number(a.id))[0] ?? null;
  }

  const write = async (
    check: CheckRun,
    id: number | null,
    annotations: ReturnType<typeof batches>[number],
  ) => {
    const output = { ...outputOf(check), ...(annotations.length === 0 ? {} : { annotations }) };
    const fields = { ...at, ...fieldsOf(check), output };
    const answer =
      id === null
        ? await send('POST /repos/{owner}/{repo}/check-runs', { ...fields, head_sha: check.headSha })
        : await send('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
            ...fields,
            check_run_id: id,
          });
    return answer.data;
  };

  return {
    async upsertCheck(check) {
      const existing = await find(check);
      // GitHub adds the annotations of every update to those before: only what it lacks is sent.
      const missing = (check.annotations ?? []).slice(existing?.output.annotations_count ?? 0);
      if (existing !== null && missing.length === 0 && isSame(existing, check)) {
        return { id: Number(existing.id), url: existing.html_url ?? '' };
      }
      const [first = [], ...rest] = batches(missing);
      const run = await write(check, existing === null ? null : Number(existing.id), first);
      for (const batch of rest) await write(check, Number(run.id), batch);
      return { id: Number(run.id), url: run.html_url ?? '' };
    },
  };
}
