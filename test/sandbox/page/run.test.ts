import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, createBrowser } from './browser.ts';
import { createPageWorld, type PageWorld, repository } from './world.ts';

const nasty = '<script>alert(1)</script><img src=x onerror=alert(1)>';

const upload = `actions/upload-artifact@${'a'.repeat(40)}`;

const rich = `name: Rich
run-name: rich \${{ inputs.text }}
on: { workflow_dispatch: { inputs: { text: { type: string } } } }
jobs:
  agent:
    runs-on: x
    steps:
      - name: Work on \${{ inputs.text }}
        env: { TEXT: "\${{ inputs.text }}" }
        run: |
          echo "::group::Prompt $TEXT"
          echo "inside the group"
          echo "::endgroup::"
          echo "said $TEXT"
          echo "::notice title=Isolation $TEXT::No second user $TEXT"
          printf '### Summary\\n\\n| | |\\n| --- | --- |\\n| Agent | **replay** |\\n\\n%s [x](javascript:alert(1))\\n' "$TEXT" > "$GITHUB_STEP_SUMMARY"
          echo bundle > bundle
      - { name: Writes much, run: seq 2000 }
      - { name: Hand on, uses: ${upload}, with: { name: throughline-agent, path: bundle } }
  verify:
    needs: agent
    runs-on: x
    steps:
      - name: Fails
        run: |
          echo "::error file=src/references.ts,line=41,title=Test failed::expected 2, found 3"
          [ "$GITHUB_RUN_ATTEMPT" = 2 ]
      - { name: Later, run: echo never }
`;
const wrong = `on: workflow_dispatch
jobs: { a: { runs-on: x, environment: production, steps: [{ run: echo }] } }
`;

let world: PageWorld;
let browser: Browser;
let run: number;
const dispatch = async (file: string, inputs: Record<string, string>): Promise<number> => {
  await world.asApp(`POST /repos/${repository}/actions/workflows/${file}/dispatches`, {
    ref: 'main',
    inputs,
  });
  await world.github.settled();
  return world.github.runs(repository)[0]?.id ?? 0;
};

beforeAll(async () => {
  world = await createPageWorld({
    '.github/workflows/rich.yml': rich,
    '.github/workflows/wrong.yml': wrong,
  });
  world.begin();
  browser = createBrowser(world.page.url);
  run = await dispatch('rich.yml', { text: nasty });
});
afterAll(() => world.stop());

const pageOf = async (path: string): Promise<string> =>
  (await browser.get(`/${repository}/actions/runs/${path}`)).text;

describe('the page of a run', () => {
  it('lists jobs with result and duration, steps and logs', async () => {
    const page = await pageOf(String(run));
    const [agent, verify] = world.github.jobs(repository, run);
    expect(page).toContain(`<a href="#job-${agent?.id}"><span class="pill good">success</span>`);
    expect(page).toContain(`<a href="#job-${verify?.id}"><span class="pill bad">failure</span>`);
    expect(page).toMatch(/<span class="quiet end">(< |&lt; )?\d+\.\d s<\/span>/);
    expect(page).toContain('<summary>Prompt &lt;script&gt;');
    expect(page).toContain('earlier lines are in the whole log');
    expect(page).toContain('<span class="del">Error: Process completed with exit code 1.\n</span>');
    expect(page).toMatch(/<details id="job-\d+-step-2" open data-open>/);
  });

  it('shows summaries as Markdown, annotations and artifacts', async () => {
    const page = await pageOf(String(run));
    expect(page).toContain('<td><strong>replay</strong></td>');
    expect(page).toContain('<strong>Test failed</strong> <span class="breaks">expected 2, found 3</span>');
    expect(page).toContain('src/references.ts:41');
    expect(page).toContain('<strong class="breaks">throughline-agent</strong>');
    expect(page).toContain('1 file, 1 KiB');
  });

  it('shows what was written, never what it would do', async () => {
    const page = await pageOf(String(run));
    const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
    expect(tags.filter((tag) => /^<script/i.test(tag))).toHaveLength(1);
    expect(tags.join(' ')).not.toMatch(/<img|\sonerror=|javascript:/i);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('is where a job’s own address leads', async () => {
    const [agent] = world.github.jobs(repository, run);
    const answer = await browser.get(`/${repository}/actions/runs/${run}/job/${agent?.id}`);
    expect(answer.headers.get('location')).toBe(`/${repository}/actions/runs/${run}#job-${agent?.id}`);
    const check = await browser.get(`/${repository}/runs/${agent?.id}`);
    expect(check.headers.get('location')).toBe(`/${repository}/actions/runs/${run}/job/${agent?.id}`);
  });

  it('leaves the jobs of runs out of the checks of the front page', async () => {
    const { text } = await browser.get('/');
    expect(text).toContain('None yet: the first comes with the first delegation.');
  });

  it('says why a run could not start, and offers nothing that cannot help', async () => {
    const page = await pageOf(String(await dispatch('wrong.yml', {})));
    expect(page).toContain('This run could not start. Correct the workflow file, then start it anew.');
    expect(page).toContain('environment&#39; in a job');
    expect(page).not.toContain('Re-run');
  });

  it('runs the failed jobs again, and keeps the attempts apart', async () => {
    await browser.submit(`/runs/${run}/rerun-failed-jobs`, { as: 'ada' });
    await world.github.settled();
    const last = await pageOf(String(run));
    expect(last).toContain('<strong aria-current="page">2</strong>');
    expect(last).not.toContain('<span class="pill bad">failure</span>');
    const first = await pageOf(`${run}/attempts/1`);
    expect(first).toContain('<strong aria-current="page">1</strong>');
    expect(first).toContain('exit code 1');
    expect((await browser.get(`/${repository}/actions/runs/${run}/attempts/3`)).status).toBe(404);
  });
});
