import { type AddedLine, addedLines } from './added-lines.ts';
import { type Check, type CheckVerdict, plural } from './check.ts';
import { environmentStanding, hostStanding, type Standing } from './endpoints/allowed.ts';
import { type EnvironmentUse, environmentsIn } from './endpoints/environments.ts';
import { hostsIn } from './endpoints/hosts.ts';
import { isNobodys, namesEnvironment } from './endpoints/known-hosts.ts';
import { outputUses } from './endpoints/output.ts';
import { turned } from './endpoints/turned.ts';
import type { Evidence } from './evidence.ts';
import { isSpec } from './found.ts';
import { isDocument, isLockfile, isTestPath, isVendored } from './paths.ts';
import { checkTitles } from './titles.ts';

const mostShown = 20;
/** Looked up at the base; a diff with more of them is stopped by those it has. */
const mostLookedUp = 200;

/** Something that names where a program goes, with what it would take to be allowed. */
interface Use {
  where: string;
  place: { path: string; line: number } | null;
  what: string;
  standing: Standing;
  /** `light`: in prose or a test; `odd`: there too, but it names a real environment. */
  weight: 'full' | 'odd' | 'light';
}

const relevant = (evidence: Evidence): AddedLine[] =>
  addedLines(evidence.texts).filter(({ path }) => !isLockfile(path) && !isVendored(path) && !isSpec(path));

const at = ({ path, line }: AddedLine): Pick<Use, 'where' | 'place'> => ({
  where: `\`${path}:${line}\``,
  place: { path, line },
});

const hostUses = (lines: AddedLine[], standing: (host: string) => Standing): Use[] =>
  lines.flatMap((line) =>
    hostsIn(line.text, line.path).map(({ host, prose }): Use => {
      const environment = namesEnvironment(host);
      const light = prose || (isTestPath(line.path) && !environment);
      return {
        ...at(line),
        what: `the host \`${host}\``,
        standing: standing(host),
        weight: light ? (environment ? 'odd' : 'light') : 'full',
      };
    }),
  );

/** A build is told `production` as a convention; a program that only asks goes nowhere. */
const weightOf = ({ path }: AddedLine, { kind, name }: EnvironmentUse): Use['weight'] => {
  if (isTestPath(path)) return 'light';
  if (isDocument(path)) return 'odd';
  if (kind === 'comparison') return name === 'production' ? 'light' : 'odd';
  return 'full';
};

const environmentUses = (lines: AddedLine[], standing: (use: EnvironmentUse) => Standing): Use[] =>
  lines.flatMap((line) =>
    environmentsIn(line.text, line.path).map(
      (use): Use => ({
        ...at(line),
        what: `the environment \`${use.name}\``,
        standing: standing(use),
        weight: weightOf(line, use),
      }),
    ),
  );

const outputUsesOf = (
  evidence: Evidence,
  standings: {
    host: (host: string) => Standing;
    environment: (use: Pick<EnvironmentUse, 'name' | 'kind'>) => Standing;
  },
): Use[] =>
  outputUses(evidence).map(
    ({ command, line, host, environment }): Use => ({
      where: `Output of \`${command.slice(0, 200)}\`, line ${line},`,
      place: null,
      what: host === undefined ? `that something was done to \`${environment}\`` : `the host \`${host}\``,
      standing:
        host === undefined
          ? standings.environment({ name: environment ?? '', kind: 'setting' })
          : standings.host(host),
      weight: 'full',
    }),
  );

const usesOf = (evidence: Evidence): Use[] => {
  const lines = relevant(evidence);
  const host = hostStanding(evidence);
  const environment = environmentStanding(evidence);
  const all = [
    ...hostUses(lines, host),
    ...environmentUses(lines, environment),
    ...outputUsesOf(evidence, { host, environment }),
  ];
  return [...new Map(all.map((use) => [`${use.where} ${use.what}`, use])).values()];
};

const words = (evidence: Evidence): string[] => {
  const lines = relevant(evidence);
  const hosts = [
    ...lines.flatMap(({ text, path }) => hostsIn(text, path).map(({ host }) => host)),
    ...outputUses(evidence).flatMap(({ host }) => host ?? []),
  ].filter((host) => !isNobodys(host));
  // The bare name (`live`, `prod`) is part of half the words of a large repository.
  const environments = [
    ...lines.flatMap(({ text, path }) => environmentsIn(text, path)),
    ...outputUses(evidence).flatMap(({ environment }) =>
      environment === undefined ? [] : [{ name: environment, text: `deploy ${environment}` }],
    ),
  ].flatMap(({ name, text }) => [text, `=${name}`, `: ${name}`, `"${name}"`, `'${name}'`]);
  return [
    ...[...new Set(hosts)].slice(0, mostLookedUp),
    ...[...new Set(environments)].slice(0, mostLookedUp),
  ];
};

const shortened = (lines: string[]): string[] =>
  lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `and ${plural(lines.length - mostShown, 'more place')}.`];

const repair =
  'use one the repository has, or allow it under `review.hosts` or `review.environments`, or name it in a task.';

/** What could not be looked up, and what real environments are named in passing. */
const flagOf = ({ where, what, standing, weight }: Use): string[] => {
  if (standing === 'unknown' && weight !== 'light')
    return [`${where} names ${what}; whether the base does could not be looked up in full.`];
  return standing === 'new' && weight === 'odd' ? [`${where} names ${what}, in prose or as a question.`] : [];
};

const run = (evidence: Evidence): CheckVerdict => {
  const outputs = evidence.file.verification ?? [];
  if (evidence.texts.length === 0 && outputs.length === 0)
    return { verdict: 'n/a', evidence: ['Nothing was added, and no command was run.'] };
  const uses = usesOf(evidence);
  const problems = uses.filter(({ standing, weight }) => standing === 'new' && weight === 'full');
  const flags = shortened([...uses.flatMap(flagOf), ...turned(evidence.texts)]);
  const passing = uses.filter(({ standing, weight }) => standing === 'new' && weight === 'light');
  const notes =
    passing.length > 0
      ? [
          `New in prose or tests only: ${[...new Set(passing.map(({ what }) => what))].slice(0, mostShown).join(', ')}.`,
        ]
      : [];
  const looked = `Added lines of ${plural(evidence.texts.length, 'file')} and the output of ${plural(outputs.length, 'command')} searched for hosts and environments: ${uses.length} named.`;
  const places = problems.flatMap(({ place, what }) =>
    place ? [{ ...place, text: `This names ${what}, which nothing allows: ${repair}` }] : [],
  );
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [
      ...shortened(
        problems.map(
          ({ where, what }) => `${where} names ${what}, which is neither at the base nor allowed: ${repair}`,
        ),
      ),
      ...flags,
      ...notes,
      looked,
    ],
    ...(places.length > 0 ? { places } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  };
};

export const endpointEcho: Check = {
  id: 'endpoint-echo',
  title: checkTitles['endpoint-echo'],
  words,
  run,
};
