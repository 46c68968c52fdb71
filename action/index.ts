/**
 * Entry of the bundle. It is started several times in every job: as the action, and as the second user beside the agent.
 * Each loads what it needs alone.
 */
const apart: Record<string, () => Promise<number>> = {
  replay: async () => {
    const { playRecording } = await import('../src/adapters/agents/replay.ts');
    return playRecording({
      recordings: process.argv[3] ?? '',
      cwd: process.cwd(),
      env: process.env,
      print: (line) => process.stdout.write(`${line}\n`),
    });
  },
  collect: async () => {
    const { collectHere } = await import('../src/runner/agent/apart.ts');
    const { runProgram } = await import('../src/runner/run-program.ts');
    const task = process.env.COLLECT ?? '';
    process.stdout.write(`${await collectHere({ task, path: process.env.PATH, run: runProgram })}\n`);
    return 0;
  },
  openspec: async () => {
    const { runBundledOpenspec } = await import('./openspec.ts');
    await runBundledOpenspec(process.argv.slice(3));
    return Number(process.exitCode ?? 0);
  },
};

const asSecondUser = apart[process.argv[2] ?? ''];
if (asSecondUser) process.exitCode = await asSecondUser();
else await import('./main.ts').then(({ main }) => main());
