import type { AgentRequest } from '../../ports/agent.ts';
import type { CliContext } from './cli.ts';
import { ownPlaces } from './homes.ts';

export interface CodexBounds {
  sandbox: 'read-only' | 'workspace-write' | 'danger-full-access';
}

/** Tries codex's own sandbox out, and tells whether the worktree can be written without it. */
const script = `mkdir -p -- "$CODEX_HOME"
if "$1" sandbox -c 'sandbox_mode="read-only"' -- /bin/sh -c : >/dev/null 2>&1 </dev/null; then echo own; fi
if [ -w . ]; then echo writable; fi
`;

/**
 * Codex keeps its own sandbox wherever that works. It does not where mounts are furnished the way the runner does it;
 * there the runner's boundary alone holds, and for reading only when that boundary lends nothing to write to.
 */
export const boundsFor = async (
  { program, confined, run }: CliContext,
  request: AgentRequest,
): Promise<CodexBounds | { problem: string }> => {
  const { output } = await run({
    argv: ['/bin/sh', '-c', script, 'codex-sandbox', program.path],
    cwd: request.worktree,
    env: { ...request.env, ...ownPlaces(request), CODEX_HOME: `${request.home}/.codex` },
    limitMs: 30_000,
    capBytes: 4096,
    signal: request.signal,
  });
  const found = output.split('\n');
  if (found.includes('own')) return { sandbox: request.access === 'edit' ? 'workspace-write' : 'read-only' };
  if (!confined)
    return {
      problem:
        "codex's own sandbox does not work on this runner, and the runner has no boundary around it: give the runner namespaces (`runs-on: ubuntu-latest`), or choose another agent.",
    };
  if (request.access === 'edit' || !found.includes('writable')) return { sandbox: 'danger-full-access' };
  return {
    problem:
      "codex is to read only, but its own sandbox does not work within the runner's boundary, and the worktree is lent to it for writing: choose another agent for this phase.",
  };
};
