import { relative, sep } from 'node:path';
import type { Annotation } from '../../github/model.ts';
import type { JobRun, StepRun } from '../run.ts';
import type { Masks } from './masks.ts';

/** What a step may write before the rest is dropped. */
const mostBytes = 4 * 1024 * 1024;
/** GitHub keeps this many of each kind per step. */
const mostIssues = 10;

export type IssueKind = 'error' | 'warning' | 'notice';

export interface IssuePlace {
  title?: string;
  file?: string;
  line?: number;
  endLine?: number;
}

/** One step's log, masked. */
export interface StepLog {
  write(line: string): void;
  /** A line and an annotation of the job's check run. */
  issue(kind: IssueKind, message: string, place?: IssuePlace): void;
}

const levels = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

export function createStepLog(options: {
  job: JobRun;
  step: StepRun;
  masks: Masks;
  workspace: string;
  changed: () => void;
}): StepLog {
  const { job, step, masks, workspace, changed } = options;
  const counts: Record<IssueKind, number> = { error: 0, warning: 0, notice: 0 };
  let bytes = 0;

  function write(text: string): void {
    if (bytes > mostBytes) return;
    for (const line of masks.apply(text).split('\n')) {
      bytes += Buffer.byteLength(line) + 1;
      if (bytes > mostBytes) {
        step.log.push(
          `##[warning]Cut here: a step's log keeps ${mostBytes / 1024 / 1024} MiB, and this one wrote more.`,
        );
        break;
      }
      step.log.push(line);
    }
    changed();
  }

  const pathOf = (file: string | undefined): string => {
    if (!file) return '.github';
    const below = relative(workspace, file);
    return below.startsWith('..') || file === below ? file : below.split(sep).join('/');
  };

  return {
    write,
    issue(kind, message, place = {}) {
      write(`##[${kind}]${message}`);
      counts[kind] += 1;
      if (counts[kind] > mostIssues) return;
      const line = place.line ?? 1;
      const annotation: Annotation = {
        path: masks.apply(pathOf(place.file)),
        start_line: line,
        end_line: place.endLine ?? line,
        annotation_level: levels[kind],
        message: masks.apply(message),
        title: place.title ? masks.apply(place.title) : null,
      };
      job.annotations.push(annotation);
    },
  };
}
