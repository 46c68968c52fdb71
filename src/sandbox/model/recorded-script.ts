import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RecordedStep, recordingSchema } from '../../adapters/agents/recording.ts';
import { commitIdentity } from '../../contracts/assignment.ts';
import { answerCommand, commitCommand } from './commands.ts';
import type { Action, Script } from './script.ts';

/** `<sections>-<attempt>` or `fix-up-<round>-<attempt>` at the end of the code branch that a prompt names. */
const branch = /throughline\/[\w.-]+\/((?:fix-up-)?\d+(?:-\d+)*)-(\d+)(?![\w-])/g;

/** Plays the recording that belongs to the branch named in the prompt; `folder` holds `<sections>/<attempt>/recording.json`, `fix-up-<round>/<attempt>/recording.json`. */
export const recordedScript =
  (folder: string): Script =>
  (texts) => {
    const named = texts.flatMap((text) => [...text.matchAll(branch)]);
    for (const [, sections = '', attempt = ''] of named) {
      const place = join(folder, sections, attempt);
      if (existsSync(join(place, 'recording.json'))) return actionsIn(place);
    }
    return [{ do: 'say', text: `Nothing is recorded in ${folder} for what this prompt asks.` }];
  };

const actionsIn = (place: string): Action[] => {
  const recording = recordingSchema.parse(JSON.parse(readFileSync(join(place, 'recording.json'), 'utf8')));
  const answer = `${JSON.stringify(recording.answer, null, 2)}\n`;
  return [
    ...recording.steps.map((step) => actionFor(step, place)),
    { do: 'run', command: answerCommand(answer) },
    // agents whose shell cannot write the answer give it as their last words
    { do: 'say', text: `\`\`\`json\n${answer}\`\`\`` },
  ];
};

const actionFor = (step: RecordedStep, place: string): Action => {
  switch (step.do) {
    case 'write':
      return {
        do: 'write',
        path: step.path,
        content: readFileSync(join(place, step.from), 'utf8'),
        overwrites: true,
      };
    case 'write-text':
      return { do: 'write', path: step.path, content: step.text, overwrites: true };
    case 'commit':
      return { do: 'run', command: commitCommand(step.message, commitIdentity) };
    case 'replace':
    case 'delete':
    case 'rename':
    case 'say':
      return step;
  }
};
