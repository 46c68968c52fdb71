import { expect } from 'vitest';
import type { DelegateAssignment } from '../../../../src/contracts/assignment.ts';
import type { EvidenceFile } from '../../../../src/contracts/evidence.ts';
import type { Script } from '../support/drop-box.ts';
import type { Where } from './case.ts';

/** A script that takes more than its share, each within a bound of its own so that it hurts nobody should nothing hold it. */
export interface Exhausting {
  name: string;
  where: Where;
  script: string;
  seconds?: number;
  /** What the evidence says; the run itself is a success, for it came back. */
  ends: (evidence: EvidenceFile) => unknown;
  expected: unknown;
}

const limits = (where: Where, seconds: number): Partial<DelegateAssignment> => ({
  limits: {
    agentSeconds: where === 'agent' ? seconds : 60,
    stallSeconds: 300,
    verifySeconds: where === 'verify' ? seconds : 60,
  },
});
export const assignmentOf = ({ where, script, seconds = 60 }: Exhausting): Partial<DelegateAssignment> => ({
  ...limits(where, seconds),
  ...(where === 'verify' ? { verify: { setup: [], commands: [script] } } : {}),
});

const remarks = ({ remarks: all }: EvidenceFile): string => all.join('\n');
const agentEnded = ({ agent }: EvidenceFile): unknown => [agent.exitCode, agent.timedOut];
const withheld = ({ withheld: why }: EvidenceFile): unknown => why?.why ?? null;
const returned = ({ head }: EvidenceFile): boolean => head !== null;
const verified = ({ verification }: EvidenceFile): unknown =>
  verification?.map(({ passed, timedOut }) => ({ passed, timedOut }));

const cut = { passed: false, timedOut: true };
const answer = (more: string): string =>
  `printf '{"status":"DONE","summary":"x","files":[],"verification":[],"notes":"' >"$ANSWER_FILE"; ${more} >>"$ANSWER_FILE"; echo '"}' >>"$ANSWER_FILE"`;
const commit = 'git add -A && git commit --quiet -m "PER-1: Note"';

export const exhausting: readonly Exhausting[] = [
  {
    name: 'endless-loop',
    where: 'agent',
    seconds: 2,
    script: 'while :; do :; done',
    ends: agentEnded,
    expected: [null, true],
  },
  {
    name: 'endless-loop-that-minds-no-signal',
    where: 'agent',
    seconds: 2,
    script: 'trap "" TERM INT HUP QUIT; while :; do :; done',
    ends: agentEnded,
    expected: [null, true],
  },
  {
    name: 'waits-for-ever',
    where: 'agent',
    seconds: 2,
    script: 'mkfifo never; cat never',
    ends: agentEnded,
    expected: [null, true],
  },
  {
    name: 'stops-itself',
    where: 'agent',
    seconds: 2,
    script: 'kill -STOP $$',
    ends: agentEnded,
    expected: [null, true],
  },
  {
    name: 'many-processes',
    where: 'agent',
    seconds: 20,
    script: 'i=0; while [ $i -lt 3000 ]; do sleep 60 & i=$((i + 1)); done; echo started $i',
    ends: ({ agent }) => agent.exitCode !== 0 || agent.timedOut,
    expected: true,
  },
  {
    name: 'endless-output',
    where: 'agent',
    script: 'yes hostile | head -c 100000000',
    ends: agentEnded,
    expected: [0, false],
  },
  {
    name: 'endless-line',
    where: 'agent',
    script: 'head -c 50000000 /dev/zero | tr "\\0" x',
    ends: agentEnded,
    expected: [0, false],
  },
  {
    name: 'answer-of-ten-megabytes',
    where: 'agent',
    script: answer('head -c 10000000 /dev/zero | tr "\\0" x'),
    ends: remarks,
    expected: expect.stringContaining('The answer is larger than 256 KiB'),
  },
  {
    name: 'answer-that-is-a-pipe',
    where: 'agent',
    script: 'mkfifo "$ANSWER_FILE"',
    ends: remarks,
    expected: expect.stringContaining('not a regular file'),
  },
  {
    name: 'answer-that-is-endless',
    where: 'agent',
    script: 'ln -s /dev/zero "$ANSWER_FILE"',
    ends: remarks,
    expected: expect.stringContaining('not a regular file'),
  },
  {
    name: 'three-thousand-files',
    where: 'agent',
    script: `mkdir many; i=0; while [ $i -lt 3000 ]; do echo $i >many/$i; i=$((i + 1)); done; ${commit}`,
    ends: returned,
    expected: true,
  },
  {
    name: 'thousand-commits',
    where: 'agent',
    script: `i=0; while [ $i -lt 1000 ]; do i=$((i + 1)); printf 'commit refs/heads/many\\ncommitter x <x@x> %s +0000\\ndata 2\\nx\\n' $i; [ $i -gt 1 ] || echo "from $(git rev-parse HEAD)"; printf 'M 100644 inline x\\ndata %s\\n%s\\n' \${#i} $i; done | git fast-import --quiet && git reset --quiet --hard many`,
    ends: returned,
    expected: true,
  },
  {
    name: 'huge-sparse-file',
    where: 'agent',
    script: 'truncate -s 10G huge',
    ends: withheld,
    expected: 'too-large',
  },
  {
    name: 'huge-file-of-nothing',
    where: 'agent',
    script: `head -c 150000000 /dev/zero >huge; ${commit}`,
    ends: withheld,
    expected: 'too-large',
  },
  {
    name: 'tree-of-itself',
    where: 'agent',
    script: `head -c 5000 /dev/zero >x; tree=$(printf '100644 blob %s\\tx\\n' "$(git hash-object -w x)" | git mktree); rm x
for level in 1 2 3 4 5; do
  tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\t%s\\n' "$tree" $name; done | git mktree)
done
git reset --quiet --soft "$(git commit-tree "$tree" -p HEAD -m 'PER-1: x')"`,
    // What the worktree does not hold is taken back by the leftovers' commit; in history it is a few small objects.
    ends: (evidence) => [withheld(evidence), returned(evidence)],
    expected: [null, true],
  },
  {
    name: 'deep-folders',
    where: 'agent',
    script: 'i=0; while [ $i -lt 3000 ]; do mkdir d && cd d || break; i=$((i + 1)); done; echo x >x',
    ends: agentEnded,
    expected: [0, false],
  },
  {
    name: 'hangs',
    where: 'verify',
    seconds: 2,
    script: 'while :; do :; done',
    ends: verified,
    expected: [cut],
  },
  {
    name: 'hangs-and-minds-no-signal',
    where: 'verify',
    seconds: 2,
    script: 'trap "" TERM INT HUP QUIT; while :; do :; done',
    ends: verified,
    expected: [cut],
  },
  {
    name: 'endless-output',
    where: 'verify',
    script: 'yes hostile | head -c 100000000',
    ends: verified,
    expected: [{ passed: true, timedOut: false }],
  },
  {
    name: 'many-processes',
    where: 'verify',
    seconds: 20,
    script: 'i=0; while [ $i -lt 3000 ]; do sleep 60 & i=$((i + 1)); done; exit 1',
    ends: (evidence) => evidence.verification?.[0]?.passed,
    expected: false,
  },
];

/** What takes much and ends by itself; all in one run. */
export const taking: readonly Script[] = [
  {
    name: 'deep-temporary-folders',
    script: 'cd /tmp; i=0; while [ $i -lt 3000 ]; do mkdir d && cd d || break; i=$((i + 1)); done; echo done',
  },
  { name: 'memory', script: `ulimit -v 400000; perl -e '$x = "x" x 1000; $x .= $x while 1'; echo done` },
  {
    name: 'disk',
    script:
      'for place in "$HOME" "$TMPDIR" /tmp /dev/shm; do head -c 50000000 /dev/zero >"$place/fill"; done; echo done',
  },
  {
    name: 'many-open-files',
    script: `perl -e 'for (1 .. 100000) { open($f[$_], "<", "/dev/null") or last }'; echo done`,
  },
  {
    name: 'many-branches',
    script: `i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo "create refs/heads/many/$i $BASE"; done >list
git update-ref --stdin <list; rm list; echo done`,
  },
];
