import type { ProjectionName } from '../core/effect.ts';
import { line, paragraphs } from './markdown.ts';

const what: Record<ProjectionName, string> = {
  status: 'This status comment',
  blocks: 'The scope or findings comment',
  'deep-review': 'The check `throughline / deep review`',
  'bot-review': 'The check `throughline / bot review`',
  'ticket-state': "The ticket's state",
  'pull-body': 'The description of the pull request',
  quiet: 'The wait for further pushes',
};

/** Something that should show the work could not be brought up to date, and trying again will not help by itself. */
export const projectionRefused = (refusal: {
  projection: ProjectionName;
  message: string;
  remedy: string;
}): string =>
  paragraphs(
    `${what[refusal.projection]} could not be brought up to date: ${line(refusal.message)}`,
    `${line(refusal.remedy)} It is tried again by itself; the work goes on meanwhile.`,
  );
