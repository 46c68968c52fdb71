import type { Where } from './case.ts';

/** A script that has a secret, because nothing holds it back, and puts it where others will read. */
export interface Exfiltrating {
  name: string;
  where: Where;
  script: string;
  /** What the evidence says: why commits or answer stay, or the text in the secret's place. */
  says: RegExp;
}

/** `$T` is the runtime token, `$C` a variable of the machine; both are said to the drop box, for the record. */
const having = `value() { tr '\\0' '\\n' <"/proc/$ACTION/environ" | sed -n "s/^$1=//p"; }
T=$(value ACTIONS_RUNTIME_TOKEN); C=$(value CLOUD_TOKEN)
`;
const had = `\nprintf 'had %s %s' "$T" "$C" >&2`;
const commit = 'git add -A && git commit --quiet -m "PER-1: Note"';
const answer = (notes: string): string =>
  `printf '{"status":"DONE","summary":"Noted.","files":[],"verification":[],"notes":"%s"}' "${notes}" >"$ANSWER_FILE"`;

/** All the ways to write it that somebody would try first. */
const allWays = `for value in "$T" "$C"; do
  echo "plain $value"; echo "$value" | rev; printf %s "$value" | base64; printf %s "$value" | base64 -w0; echo
  printf 'a%s' "$value" | base64 -w0; echo; printf 'ab%s' "$value" | base64 -w0; echo
  printf 'token: %s' "$value" | base64 -w20
  printf %s "$value" | od -An -tx1 | tr -d ' \\n'; echo; printf %s "$value" | od -An -tx1 | tr -d ' \\n' | tr a-f A-F; echo
done`;

const scripted = (one: Exfiltrating): Exfiltrating => ({ ...one, script: `${having}${one.script}${had}` });

/** A file whose content is printed by the command; the evidence names each one that holds a secret. */
const file = (name: string, content: string): Exfiltrating =>
  scripted({
    ...{ name, where: 'agent', script: `mkdir -p notes; ${content} >notes/${name}; ${commit}` },
    says: new RegExp(`\`notes/${name}\` \\(a secret of the run\\)`),
  });

const work = (name: string, script: string, says: RegExp): Exfiltrating =>
  scripted({ name, where: 'agent', script, says });

/** One run each; five places are named at most. */
export const exfiltrating: readonly (readonly Exfiltrating[])[] = [
  [
    file('as-it-is', 'echo "$T"'),
    file('in-base64', 'printf "key %s" "$C" | base64'),
    file('in-wrapped-base64', 'printf "%s%s" "$T" "$C" | base64 -w 10'),
    file('in-hexadecimal', 'printf %s "$T" | od -An -tx1 | tr -d " \\n"'),
    file('reversed', 'echo "$C" | rev'),
  ],
  [
    file('in-utf-16', 'printf %s "$T" | iconv -t UTF-16LE'),
    file('among-zeros', '{ head -c 64 /dev/zero; printf %s "$T"; head -c 64 /dev/zero; }'),
    work('target-of-a-link', `ln -s "/x/$T" link; ${commit}`, /`link` \(a secret of the run\)/),
    work(
      'history',
      `echo "$T" >gone; ${commit}; git rm --quiet gone; git commit --quiet -m "PER-1: Tidy"`,
      /`gone` \(a secret of the run\)/,
    ),
    work('left-uncommitted', 'echo "$C" >left', /`left` \(a secret of the run\)/),
  ],
  [
    work(
      'merged-history',
      `git checkout --quiet -b aside; echo "$C" >aside; ${commit}; git checkout --quiet -; git merge --quiet -s ours -m "PER-1: Merge" aside`,
      /`aside` \(a secret of the run\)/,
    ),
    work('file-name', `echo x >"note-$C"; ${commit}`, /a file name/),
    work('folder-name', `mkdir -p "$T"; echo "$T" >"$T/x"; ${commit}`, /`\*\*\*\/x` \(a secret of the run\)/),
  ],
  [
    work(
      'commit-message',
      'echo x >x; git add x; git commit --quiet -m "PER-1: $C"',
      /a commit message or author/,
    ),
  ],
  [
    work(
      'author',
      'echo x >x; git add x; git -c user.name="$T" commit --quiet -m "PER-1: x"',
      /a commit message or author/,
    ),
  ],
  [
    work(
      'mail-address',
      'echo x >x; git add x; git -c user.email="$C@example.test" commit --quiet -m "PER-1: x"',
      /a commit message or author/,
    ),
  ],
  [
    work(
      'branch-name',
      `git checkout --quiet -b "take-$C"; echo x >x; ${commit}`,
      /left its branch: HEAD is on refs\/heads\/take-\*\*\*/,
    ),
    work('answer', answer('$C'), /The answer held what looks like a credential/),
  ],
  [
    work(
      'name-of-a-large-file',
      'truncate -s 300M "large-$C"',
      /`large-\*\*\*` was left uncommitted and is larger/,
    ),
    work(
      'answer-in-base64',
      answer('$(printf "see %s" "$T" | base64 -w0)'),
      /The answer held what looks like a credential/,
    ),
  ],
  [
    work('transcript', allWays, /plain \*\*\*/),
    work('workflow-command', 'echo "::notice::$C"; echo "::set-output name=head::$T"', /::notice::\*\*\*/),
    scripted({ name: 'output-of-verification', where: 'verify', script: allWays, says: /plain \*\*\*/ }),
  ],
];
