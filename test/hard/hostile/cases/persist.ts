import type { Need } from '../support/machine.ts';

/** A way to leave a process behind. Without isolation some survive the end of their run and some do not. */
export interface Leaving {
  name: string;
  script: string;
  /** Where nothing but its marks in the environment and its parents identify it. */
  survives: boolean;
  needs?: Need;
}

const quiet = '</dev/null >/dev/null 2>&1';

/** Every one of them ignores SIGTERM and SIGHUP. */
export const leaving: readonly Leaving[] = [
  { name: 'in-the-background', script: `$HOLD in-the-background ${quiet} &`, survives: false },
  { name: 'without-hangup', script: `nohup $HOLD without-hangup ${quiet} &`, survives: false },
  { name: 'in-a-session', script: `setsid $HOLD in-a-session ${quiet} &`, survives: false },
  { name: 'orphaned', script: `(setsid $HOLD orphaned ${quiet} &)`, survives: false },
  { name: 'stopped', script: `(setsid $HOLD stopped stopped ${quiet} &)`, survives: false },
  {
    name: 'without-environment',
    script: `(env -i setsid $HOLD without-environment ${quiet} &)`,
    survives: true,
  },
  {
    name: 'daemon',
    script: `perl -e 'use POSIX; exit if fork; POSIX::setsid(); exit if fork; %ENV = (); exec @ARGV' $HOLD daemon ${quiet}`,
    survives: true,
  },
  {
    name: 'under-another-name',
    script: `(env -i setsid perl -e '$0 = "[kworker/0:1]"; system @ARGV' $HOLD under-another-name ${quiet} &)`,
    survives: true,
  },
  {
    name: 'in-a-terminal',
    // A socket by a relative path: absolute ones may be too long.
    script:
      'cd "$HOME"; env -i PATH="$PATH" HOME="$HOME" tmux -S own -f /dev/null new-session -d "$HOLD in-a-terminal"',
    survives: true,
    needs: 'tmux',
  },
  {
    name: 'in-a-namespace',
    script: `(env -i setsid unshare --user --map-root-user --fork $HOLD in-a-namespace ${quiet} &)`,
    survives: true,
  },
];

/** What a run leaves in files for the next one, or for its own later jobs, to find. */
export const planting = `for place in "$HOME" "$TMPDIR" /tmp /var/tmp /dev/shm .. ../exchange; do
  echo "left by $ID" >"$place/left-$NAME"
done 2>/dev/null
printf '[core]\\n\\tfsmonitor = echo by fsmonitor >"%s/%s"; false\\n' "$OPEN" "$MARK" >"$HOME/.gitconfig"
printf 'echo by profile >"%s/%s"\\n' "$OPEN" "$MARK" | tee "$HOME/.profile" >"$HOME/.bashrc"
git config core.fsmonitor "echo >'$OPEN/$MARK'; false"
git config filter.own.clean "echo >'$OPEN/$MARK'; cat"
git config remote.origin.promisor true
git config extensions.partialClone origin
git config remote.origin.url "ext::sh -c echo% >$OPEN/$MARK"
git config remote.origin.uploadpack "echo >'$OPEN/$MARK'"
git config core.sshCommand "echo >'$OPEN/$MARK'"
git config core.pager "echo >'$OPEN/$MARK'"
git config gpg.program "$PWD/.hook"
git config commit.gpgSign true
git config core.hooksPath "$PWD/../repository.git/hooks"
mkdir -p ../repository.git/hooks
for hook in pre-commit post-commit post-checkout pre-push reference-transaction post-index-change; do
  printf '#!/bin/sh\\necho >"%s/%s"\\n' "$OPEN" "$MARK" >"../repository.git/hooks/$hook"
  chmod +x "../repository.git/hooks/$hook"
done`;

export const looking =
  'cat "$HOME"/left-* "$TMPDIR"/left-* /tmp/left-$NAME /var/tmp/left-$NAME /dev/shm/left-$NAME ../left-*';
