import type { Writing } from './case.ts';

const append = (path: string): string => `printf '%s\\n' "# $MARK" >>"${path}"`;
const newFile = (folder: string): string => `echo >"${folder}/$MARK"`;
/** The next job on the machine empties this folder: the script itself says that it succeeded. */
const seen = (script: string): string => `${script} && echo landed`;
/** The runner names its files anew for each step, and removes them after it. */
const fileCommand = (kind: string): string => `for file in "$FILES"/${kind}_*; do
  printf '%s\\n' "$MARK" >>"$file"
  grep -q "$MARK" "$file" && echo landed
done`;

/** What its author may do without the runner's help: write to its own folders, and configure its own git. */
const program = (
  git: string,
): string => `printf '#!/bin/sh\\necho >"%s/%s"\\n' "$OPEN" "$MARK" >.program; chmod +x .program
${git} >/dev/null 2>&1
rm -f .program`;

export const writing: readonly Writing[] = [
  { name: 'file-of-the-checkout', script: append('$WORKSPACE/README.md'), succeeds: true },
  { name: 'git-config-of-the-checkout', script: append('$WORKSPACE/.git/config'), succeeds: true },
  { name: 'hook-of-the-checkout', script: newFile('$WORKSPACE/.git/hooks'), succeeds: true },
  { name: 'temporary-folder-of-the-runner', script: seen(newFile('$RUNNER_TMP')), succeeds: true },
  { name: 'outputs-of-the-step', script: fileCommand('set_output'), succeeds: true },
  { name: 'environment-of-later-steps', script: fileCommand('set_env'), succeeds: true },
  { name: 'state-of-the-step', script: fileCommand('save_state'), succeeds: true },
  { name: 'summary-of-the-step', script: fileCommand('step_summary'), succeeds: true },
  { name: 'search-path-of-later-steps', script: fileCommand('add_path'), succeeds: true },
  {
    name: 'event-of-the-run',
    script: seen(append('$RUNNER_TMP/_github_workflow/event.json')),
    succeeds: true,
  },
  { name: 'tool-cache', script: newFile('$TOOLS'), succeeds: true },
  {
    name: 'bundle-of-the-action',
    script: 'printf "//%s\\n" "$MARK" >>"$ACTION_FOLDER/dist/index.js"',
    succeeds: true,
  },
  { name: 'folder-of-the-action', script: newFile('$ACTION_FOLDER'), succeeds: true },
  { name: 'program-in-the-search-path', script: newFile('$BIN'), succeeds: true },
  { name: 'shell-start-of-the-machine', script: append('$MACHINE_HOME/.profile'), succeeds: true },
  { name: 'git-config-of-the-machine', script: append('$MACHINE_HOME/.gitconfig'), succeeds: true },
  { name: 'ssh-keys-of-the-machine', script: append('$MACHINE_HOME/.ssh/authorized_keys'), succeeds: true },
  { name: 'etc', script: newFile('$ETC'), succeeds: true },
  {
    name: 'repository-beside-the-run',
    script: `${append('$RUN_FOLDER/own/outbox.git/config')} && echo landed`,
    succeeds: true,
  },
  { name: 'what-is-handed-on', script: newFile('$RUN_FOLDER/own/out'), succeeds: true },
  { name: 'folder-of-the-run', script: newFile('$RUN_FOLDER'), succeeds: true },
  {
    name: 'own-folder-moved-away',
    script:
      'mv "$RUN_FOLDER/own" "$RUN_FOLDER/own-$MARK" && mkdir "$RUN_FOLDER/own" && mv "$RUN_FOLDER/own-$MARK"/* "$RUN_FOLDER/own"',
    succeeds: true,
  },
  { name: 'kept-worktree', script: newFile('$KEPT/worktree'), succeeds: true },
  { name: 'neighbour-worktree', script: newFile('$NEIGHBOUR/worktree'), succeeds: true },
  { name: 'folder-open-to-everybody', script: newFile('$OPEN'), succeeds: true },
  { name: 'folder-by-link', script: 'ln -s "$OPEN" .door; echo >".door/$MARK"; rm .door', succeeds: true },
  { name: 'folder-of-a-process', script: newFile('/proc/$HOLDER/cwd'), succeeds: true },
  { name: 'root-of-a-process', script: newFile('/proc/$HOLDER/root$OPEN'), succeeds: true },
  { name: 'temporary-folder-of-the-machine', script: newFile('/tmp'), succeeds: true },
  { name: 'lasting-temporary-folder', script: newFile('/var/tmp'), succeeds: true },
  { name: 'shared-memory', script: newFile('/dev/shm'), succeeds: true },
  { name: 'repository-of-the-forge', script: newFile('$GITDIR/hooks'), succeeds: true },
  {
    name: 'ref-of-the-forge-by-path',
    script: 'git -c safe.directory="*" push --quiet "file://$GITDIR" "$BASE:refs/heads/$MARK"',
    succeeds: true,
  },
  {
    name: 'ref-of-the-forge-without-token',
    script: 'git push --quiet "$GITHUB/$REPOSITORY.git" "$BASE:refs/heads/$MARK"',
    succeeds: false,
  },
  {
    name: 'remounted',
    script: `mount -o remount,rw "$OPEN"; mount -o remount,rw /; ${newFile('$OPEN')}`,
    succeeds: true,
  },
  {
    name: 'as-root-of-a-namespace',
    script: `unshare --user --map-root-user sh -c 'echo >"$OPEN/$MARK"'`,
    succeeds: true,
  },
  { name: 'by-sudo', script: `sudo -n sh -c "echo >$OPEN/$MARK"`, succeeds: true, needs: 'sudo' },
  {
    name: 'given-to-another-user',
    script:
      'cp /bin/sh .shell; chmod 6755 .shell; chown 0:0 .shell; ./.shell -p -c \'echo >"$OPEN/$MARK"\'; rm -f .shell',
    succeeds: true,
  },
  {
    name: 'by-git-fsmonitor',
    script: program('git -c core.fsmonitor="$PWD/.program" status'),
    succeeds: true,
  },
  {
    name: 'by-git-filter',
    script: program(
      'echo x >.filtered; echo ".filtered filter=own" >.git-attributes; git -c core.attributesFile="$PWD/.git-attributes" -c filter.own.clean="$PWD/.program" hash-object .filtered --path .filtered; rm -f .filtered .git-attributes',
    ),
    succeeds: true,
  },
  {
    name: 'typed-into-a-terminal',
    script: `tmux -L throughline send-keys -t "=$SESSION:" "$MARK" Enter
tmux -L throughline capture-pane -p -t "=$SESSION:" | grep -q "$MARK" && echo landed`,
    succeeds: true,
    needs: 'tmux',
  },
  {
    name: 'named-a-terminal',
    script: `tmux -L throughline rename-window -t "=$SESSION:" "$MARK"
tmux -L throughline display-message -p -t "=$SESSION:" '#W' | grep -q "$MARK" && echo landed`,
    succeeds: true,
    needs: 'tmux',
  },
  {
    name: 'stopped-a-process',
    script: 'kill -STOP "$VICTIM" && echo landed; kill -CONT "$VICTIM"',
    succeeds: true,
  },
  { name: 'ended-a-process', script: 'kill -KILL "$VICTIM" && echo landed', succeeds: true },
];
