import type { SaidCheck } from '../../reviewers/reader.ts';
import type { Context } from './context.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';
import type { Budget } from './talk-limits.ts';

const listing = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const annotationListing = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
type Check = Answer<typeof listing>['data']['check_runs'][number];
type Annotation = Answer<typeof annotationListing>['data'][number];

const toLevel = (level: string | null): SaidCheck['annotations'][number]['level'] =>
  level === 'failure' || level === 'warning' ? level : 'notice';

const toAnnotation = (annotation: Annotation): SaidCheck['annotations'][number] => ({
  path: annotation.path,
  line: annotation.start_line,
  level: toLevel(annotation.annotation_level),
  title: annotation.title || null,
  message: annotation.message ?? '',
});

/** `waiting`, `requested` and `pending` have not begun either. */
const toStatus = (status: string): SaidCheck['status'] =>
  status === 'completed' || status === 'in_progress' ? status : 'queued';

const toCheck = (check: Check, annotations: Annotation[]): SaidCheck => ({
  id: Number(check.id),
  name: check.name,
  app: check.app?.slug ?? '',
  commit: check.head_sha,
  url: check.html_url ?? check.details_url,
  status: toStatus(check.status),
  conclusion: check.conclusion,
  summary: check.output.summary,
  annotations: annotations.map(toAnnotation),
});

/** All check runs of a commit, superseded ones too, in the order in which they were made. */
export async function readChecks(
  { send, at }: Pick<Context, 'send' | 'at'>,
  { sha, budget }: { sha: string; budget: Budget },
): Promise<SaidCheck[]> {
  const runs: Check[] = [];
  const listed = pages<typeof listing>((page) =>
    send(listing, { ...at, ref: sha, filter: 'all', per_page: perPage, page }),
  );
  for await (const { data } of listed) {
    for (const run of data.check_runs) budget.take(run.output.summary, run.output.text);
    runs.push(...data.check_runs);
  }
  const annotationsOf = async (run: Check): Promise<Annotation[]> => {
    if (run.output.annotations_count === 0) return [];
    const found: Annotation[] = [];
    const annotations = pages<typeof annotationListing>((page) =>
      send(annotationListing, { ...at, check_run_id: Number(run.id), per_page: perPage, page }),
    );
    for await (const { data } of annotations) {
      for (const each of data) budget.take(each.message, each.raw_details);
      found.push(...data);
    }
    return found;
  };
  const checks: SaidCheck[] = [];
  for (const run of runs.sort((one, other) => Number(one.id) - Number(other.id)))
    checks.push(toCheck(run, await annotationsOf(run)));
  return checks;
}
