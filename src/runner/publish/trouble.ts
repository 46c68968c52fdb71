import type { EvidenceFile } from '../../contracts/evidence.ts';

/** Why a run ends red although all of it is published: its agent did not come to its own end. null when it did. */
export const agentTrouble = ({ agent }: Pick<EvidenceFile, 'agent'>): string | null => {
  const { name, stopped, ended, exitCode, problem } = agent;
  const said = problem === null ? '' : ` It said: ${problem}`;
  if (stopped) return `Agent ${name} was ended: ${stopped.detail}${said}`;
  if (ended === 'completed') return null;
  const code = exitCode === null ? 'by a signal' : `with exit code ${exitCode}`;
  // A program without a last word has nothing but its exit code to say that it failed.
  if (ended === 'untold') return exitCode === 0 ? null : `Agent ${name} ended ${code}.`;
  const how = ended === 'failed' ? 'ended by saying that it failed' : 'stopped without a last word';
  return `Agent ${name} ${how} (${code}).${said}`;
};
