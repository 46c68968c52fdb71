import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { assignmentWorkflow, releaseRepository, unreleased } from '../../../src/contracts/workflow.ts';
import { beyondGrammar } from '../../../src/sandbox/actions/workflow/grammar.ts';
import { parseFile } from '../../../src/sandbox/actions/workflow/parse.ts';
import { planOf } from '../../../src/sandbox/actions/workflow/plan.ts';
import { prepare } from '../../../src/sandbox/actions/workflow/prepare.ts';
import { callerPath, callerWorkflow } from '../../../src/text/caller-workflow.ts';

const ours = (path: string): string => new URL(`../../../${path}`, import.meta.url).pathname;

it('the workflows that users get are within the grammar of local Actions, with everything they refer to', async () => {
  const text = callerWorkflow({ sha: unreleased, version: 'none' });
  const caller = await parseFile(callerPath, text);
  if (!caller.ok) throw new Error(caller.problems.join('\n'));
  const found = await prepare(planOf(caller), {
    problems: beyondGrammar(callerPath, caller.root),
    resolve: {
      known: [],
      workflow: async (reference) =>
        reference === `${assignmentWorkflow}@${unreleased}`
          ? {
              path: assignmentWorkflow,
              text: await readFile(ours('.github/workflows/assignment.yml'), 'utf8'),
              sha: unreleased,
            }
          : null,
      action: async (reference) =>
        reference === `${releaseRepository}/action@${unreleased}` ? { folder: ours('action') } : null,
    },
  });
  expect(found.problems).toEqual([]);
  expect(found.referenced).toEqual([{ path: `${assignmentWorkflow}@${unreleased}`, sha: unreleased }]);
  const [call] = found.workflow.jobs;
  const jobs = call?.kind === 'call' ? call.callee.jobs : [];
  const granted = jobs.map((job) => [job.id, job.kind === 'steps' ? job.granted : null]);
  expect(Object.fromEntries(granted)).toEqual({
    agent: { contents: 'read' },
    verify: { contents: 'read' },
    publish: { contents: 'write' },
  });
});
