import { type Check, type CheckVerdict, plural } from './check.ts';
import { type CredentialVerdict, credentialFile } from './credential-files.ts';
import type { ChangedText, Evidence, SecretFinding } from './evidence.ts';
import { isTestPath } from './paths.ts';
import { checkTitles } from './titles.ts';

const mostShown = 20;
const remedy =
  'Revoke and rotate what was pushed: it stays in the history of the branch. The next attempt has to start from the base without those commits, and take the value from the environment.';

interface CredentialFileFound extends CredentialVerdict {
  path: string;
}

/** A file that was there before is its owner's affair. */
const credentialFiles = (texts: ChangedText[], base: ReadonlySet<string>): CredentialFileFound[] =>
  texts.flatMap(({ file, head }) => {
    if (file.status === 'deleted' || base.has(file.path)) return [];
    if (file.status === 'renamed' && file.oldPath !== null && credentialFile(file.oldPath, head)) return [];
    const found = credentialFile(file.path, head);
    return found === null ? [] : [{ path: file.path, ...found }];
  });

const placeOf = ({ where, line }: SecretFinding): string =>
  where.startsWith('commit ')
    ? `The message of commit ${where.slice('commit '.length, 'commit '.length + 7)}, line ${line},`
    : `\`${where}:${line}\``;

const shortened = (items: string[], noun: string): string[] =>
  items.length <= mostShown
    ? items
    : [...items.slice(0, mostShown), `and ${plural(items.length - mostShown, `more ${noun}`)}.`];

const fileLine = ({ path, what, line }: CredentialFileFound): string =>
  `\`${path}${line === null ? '' : `:${line}`}\` is ${what} by its name: keep it out of the repository (.gitignore), and add an example without values instead.`;

const run = (evidence: Evidence): CheckVerdict => {
  const { texts, secrets } = evidence;
  if (texts.length === 0 && evidence.range.commits.length === 0)
    return { verdict: 'n/a', evidence: ['Nothing was added.'] };
  const known = new Set(secrets.map(({ where }) => where));
  const files = credentialFiles(texts, new Set(evidence.trees.base)).filter(({ path }) => !known.has(path));
  const failing = files.filter(({ path, sure }) => sure && !isTestPath(path));
  const doubtful = files.filter((file) => !failing.includes(file));
  const problems = [
    ...secrets.map((secret) => `${placeOf(secret)} holds what looks like a credential: ${secret.kind}.`),
    ...failing.map(fileLine),
  ];
  const unread = texts
    .filter(({ file, head }) => head === null && file.bytes === 'unfetched')
    .map(({ file }) => file.path);
  const flags = [
    ...doubtful.map(
      ({ path, what }) =>
        `\`${path}\` is ${what} by its name; nothing in it could be called a credential for sure.`,
    ),
    ...unread.map((path) => `\`${path}\` is over 1 MiB and was not searched for credentials.`),
  ];
  const looked = `Added lines of ${plural(texts.length, 'file')} and ${plural(evidence.range.commits.length, 'commit message')} searched for credentials${problems.length === 0 ? ': none' : ''}.`;
  const places = [
    ...secrets
      .filter(({ where }) => !where.startsWith('commit '))
      .map(({ where, line, kind }) => ({
        path: where,
        line,
        text: `What looks like a credential: ${kind}. Revoke it.`,
      })),
    ...failing.map(({ path, line, what }) => ({ path, line: line ?? 1, text: `This file is ${what}.` })),
  ];
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [
      ...shortened(problems, 'finding'),
      ...(problems.length > 0 ? [remedy] : []),
      ...shortened(flags, 'file'),
      looked,
    ],
    ...(places.length > 0 ? { places } : {}),
    ...(flags.length > 0 ? { flags: shortened(flags, 'file') } : {}),
  };
};

export const secretHygiene: Check = {
  id: 'secret-hygiene',
  title: checkTitles['secret-hygiene'],
  run,
};
