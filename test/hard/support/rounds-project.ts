import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Stage } from '../../../src/sandbox/repository.ts';
import { writeProject } from '../../journeys/project.ts';

/** A change of one delegation, and the reviews of its pull request: one finding is filed, one is fixed, and the fix touches both. */
const change = 'short-notes';
const folder = `openspec/changes/${change}`;
const note = (number: number): string => `notes/${change}-${number}.txt`;
const leftOut = 'no archive of them is kept';

/** What a person asks for once everything is handed over. */
export const demand = {
  path: note(3),
  body: 'Old notes of this section are lost: an archive of them is needed.',
};

const configuration = stringify({
  tracker: { team: 'PER' },
  agents: { default: 'replay', allowed: { replay: { kind: 'replay' } } },
  verify: { commands: ['sh scripts/verify.sh'] },
  runner: { labels: ['self-hosted'], isolation: 'preferred' },
});

const written = (number: number, ...lines: string[]) => ({
  do: 'write-text',
  path: note(number),
  text: lines,
});
const ticked = (number: number) => ({
  do: 'replace',
  path: `${folder}/tasks.md`,
  old: `- [ ] ${number}.1`,
  new: `- [x] ${number}.1`,
});
const done = (files: string[]) => ({
  status: 'DONE',
  summary: 'Written.',
  ...{ files, verification: [], notes: '' },
});

const met = (scenario: string | null) => ({
  requirement: `${change} is noted`,
  ...{ scenario, verdict: 'met', sections: [], why: 'It is there.' },
  evidence: [{ path: note(1), line: 1, shows: 'the note of a section' }],
});
const judged = {
  answer: {
    status: 'JUDGED',
    summary: 'The notes are there.',
    requirements: [met(null), met('All sections are done')],
    ...{ recommendation: 'accept', concerns: [] },
  },
};

const found = (severity: string, title: string, number: number) => ({
  ...{ severity, title, path: note(number), line: 1, why: `${title}.`, confidence: 95, repeats: null },
});
const reviewed = (findings: object[], fixes: object[]) => ({
  answer: { status: 'REVIEWED', summary: 'Read.', findings, questions: [], notes: [], fixes },
});

/** By the folder that a replay looks in. */
const recordings: Record<string, object> = {
  '1-3/1': {
    steps: [1, 2, 3].flatMap((number) => [written(number, `Note ${number}.`), ticked(number)]),
    answer: done([note(1), note(2), note(3), `${folder}/tasks.md`]),
  },
  'review/1': judged,
  'rounds/1': reviewed(
    [found('high', 'Old notes are lost', 1), found('low', 'The note does not say when it was written', 2)],
    [],
  ),
  'triage/1': {
    answer: {
      status: 'TRIAGED',
      answers: [
        {
          ...{ finding: 'F1', answer: 'file', reason: 'The proposal leaves it out.', deferrable: null },
          ...{ title: 'Keep an archive of old notes', blocks: 'PER-240' },
          cites: { of: 'document', path: `${folder}/proposal.md`, quote: leftOut },
        },
        {
          ...{ finding: 'F2', answer: 'fix', reason: 'It is true.', behavioural: false },
          task: `Say in \`${note(2)}\` when it was written, and in \`${note(1)}\` as well`,
        },
      ],
    },
  },
  'fix-up-1/1': {
    steps: [written(1, 'Note 1, of May.'), written(2, 'Note 2, of May.')],
    answer: done([note(1), note(2)]),
  },
  'review/2': judged,
  // of round 3, which holds what a person asked for
  'triage/3': {
    answer: {
      status: 'TRIAGED',
      answers: [
        {
          ...{ finding: 'F3', answer: 'file', reason: 'The proposal leaves it out.', deferrable: null },
          ...{ title: 'Keep what the third note said before', blocks: null },
          cites: { of: 'document', path: `${folder}/proposal.md`, quote: leftOut },
        },
      ],
    },
  },
  'rounds/2': reviewed([], [{ finding: 'F2', verdict: 'fixed', why: 'It says May.' }]),
};

/** Lays out project and recordings; both lie in `into`, side by side. */
export const roundsProject = async (into: string): Promise<{ stage: Stage; recordings: string }> => {
  const project = join(into, 'project');
  writeProject({
    into: project,
    control: 'http://127.0.0.1:1',
    changes: { [change]: ['PER-206'] },
    configuration,
  });
  appendFileSync(
    join(project, folder, 'proposal.md'),
    `\n## Out of scope\n\n- Old notes: ${leftOut}, whatever was in \`${note(1)}\`.\n`,
  );
  const played = join(into, 'recordings');
  for (const [name, recording] of Object.entries(recordings)) {
    mkdirSync(join(played, name), { recursive: true });
    writeFileSync(join(played, name, 'recording.json'), JSON.stringify(recording));
  }
  return { stage: { source: { folder: project }, change }, recordings: played };
};
