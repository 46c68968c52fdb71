import type { ChangedText, Evidence } from '../evidence.ts';
import type { Finding } from './finding.ts';
import { findScripts, type Narrowing } from './scripts.ts';

/** Files that say which tests run, and how much has to be covered. */
const settingsFile =
  /(?:^|\/)(?:(?:jest|vitest|vite|playwright|cypress|karma|wdio|ava)\.(?:[\w-]+\.)?config\.\w+|karma\.conf\.\w+|test_helper\.exs|\.?(?:mocharc|nycrc|c8rc|rspec|coveragerc|simplecov|taprc)(?:\.\w+)?|package\.json|pyproject\.toml|pytest\.ini|setup\.cfg|tox\.ini|noxfile\.py|conftest\.py|phpunit\.xml(?:\.dist)?|pom\.xml|[^/]*\.gradle(?:\.kts)?|Makefile|makefile|justfile|Taskfile\.ya?ml|Rakefile|mix\.exs|Cargo\.toml|tarpaulin\.toml|nextest\.toml|codecov\.ya?ml|\.codecov\.ya?ml|coverlet\.runsettings|[^/]*\.runsettings|[^/]*\.csproj|sonar-project\.properties)$|(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines)\.ya?ml$|(?:^|\/)\.circleci\/|(?:^|\/)\.config\/nextest\.toml$|(?:^|\/)spec\/spec_helper\.rb$/i;

const threshold =
  /["']?\b(branches|functions|lines|statements|fail[_-]under|cov-fail-under|fail-under-\w+|fail-under|minimum_coverage|minimum|check-coverage|coverageThreshold|threshold|Threshold|MinimumCoverage|target)\b["']?\s*(?:[:=>\s]|\(\s*line:)\s*["']?(-?\d+(?:\.\d+)?)%?/g;

const thresholdContext = /coverage|threshold|fail[_-]under|minimum_coverage|\bcov\b|jacoco|codecov|coverlet/i;

/** Each is a way to run less, or to come out well whatever happens. */
const narrowing: readonly Narrowing[] = [
  { pattern: /--passWithNoTests\b|\bpassWithNoTests["']?\s*:\s*true/, what: 'passes without a test' },
  {
    pattern:
      /\btestPathIgnorePatterns\b|\btestIgnore\s*[:=]|--testPathIgnorePatterns?\b|\bmodulePathIgnorePatterns\b/,
    what: 'leaves tests out',
  },
  {
    pattern:
      /^(?=.*(?:\b(?:test|tests|jest|vitest|mocha|pytest|addopts|playwright|rspec|phpunit|tox)\b)).*[\s"']--(?:grep|testNamePattern|test-name-pattern|fgrep|invert|exclude|ignore|ignore-glob|deselect|skip|exclude-group|filter)(?:[=\s"']|$)/,
    what: 'runs only some of the tests',
  },
  {
    pattern: /\baddopts\b.*\s-k[\s=]|^\s*-k[\s=]|\bpytest\b.*\s-k[\s=]|\bpytest\b.*\s-m\s+["']?not\b/,
    what: 'runs only some of the tests',
  },
  {
    pattern: /\bcontinue-on-error\s*:\s*true|\ballow_failure\s*:\s*true/,
    what: 'goes on when it fails',
    near: true,
  },
  {
    pattern:
      /<testFailureIgnore>\s*true|\bignoreFailures\s*=\s*true|<skipTests>\s*true|<maven\.test\.skip>\s*true/,
    what: 'goes on when tests fail, or runs none',
  },
  { pattern: /\s-DskipTests\b|\s-Dmaven\.test\.skip\b|\s-x\s+test\b/, what: 'runs no tests', near: true },
  {
    pattern:
      /\b(?:npm (?:run )?test|yarn test|pnpm test|vitest|jest|pytest|go test|cargo test|rspec|phpunit|dotnet test|mvn test|gradle test|mix test)\b[^\n]*\|\|\s*(?:true|:|exit 0|echo\b)/,
    what: 'passes when tests fail',
  },
  { pattern: /^\s*collect_ignore(?:_glob)?\b/, what: 'leaves tests out' },
  {
    pattern:
      /\bexclude(?:TestsMatching|s)?\b\s*[(=:]?\s*\[?\s*["'][^"'\n]{0,200}(?:Tests?|Spec|IT)\b[^"'\n]*["']|<exclude>[^<\n]{0,200}(?:Tests?|Spec|IT)\b/,
    what: 'leaves tests out',
  },
  {
    pattern:
      /\bexclude\s*:\s*\[[^\]\n]{0,400}["'][^"'\n]{0,200}\w\.(?:test|spec)\.\w+["']|\bExUnit\.(?:start|configure)\([^)\n]{0,200}\bexclude:|<exclude>[^\n]{0,200}<group>/,
    what: 'leaves tests out',
  },
  { pattern: /^\s*(?:enabled|test)\s*=\s*false\s*$/, what: 'runs no tests', near: true },
  {
    pattern:
      /^\t@?-@?[ \t]{0,9}(?:npm (?:run )?test|npx|yarn test|pnpm test|vitest|jest|mocha|pytest|python3? -m (?:pytest|unittest)|tox|go test|cargo test|bundle exec rspec|rspec|phpunit|dotnet test|(?:\.\/)?gradlew? test|mvn test|mix test|ctest)\b/,
    what: 'goes on when tests fail',
  },
];

/** Files whose steps are commands. */
const stepsFile =
  /\.github\/workflows\/|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines)\.ya?ml$|\.circleci\/|(?:^|\/)(?:[Mm]akefile|justfile|Taskfile\.ya?ml)$/;
/** May run tests by another name. */
const delegating =
  /\b(?:make|just|task|run|script|sh|bash|npx|nx|turbo|bazel|uses|include|extends)\b.*(?:test|check|verify|ci|spec)|(?:^|\s)\.?\/?[\w.-]+\/\S*(?:test|check|verify|ci|spec)/i;

/** Steps that ran tests, none of which is left. */
const noRuns = (changed: ChangedText): Finding[] => {
  if (!stepsFile.test(changed.file.path)) return [];
  const runs = (text: string): boolean =>
    text.length <= longestLine && !comment.test(text) && testing.test(text);
  const removed = changed.hunks.flatMap((hunk) => hunk.removed);
  const was = removed.find(({ text }) => runs(text));
  if (was === undefined || (changed.head ?? '').split('\n').some(runs)) return [];
  const added = changed.hunks.flatMap((hunk) => hunk.added);
  const finding = about(changed, {
    text: `\`${changed.file.path}\` ran tests (\`${was.text.trim().slice(0, 160).replaceAll('`', "'")}\`), and runs none any more.`,
    remedy: 'Have it run the tests as before, or say in `notes` why it need not.',
    line: added[0]?.number ?? null,
  });
  const elsewhere =
    changed.head === null || added.some(({ text }) => text.length <= longestLine && delegating.test(text));
  return [elsewhere ? { ...finding, unsure: true } : finding];
};

/** Lists of what runs: an entry that is gone runs no more. */
const included =
  /\b(?:testMatch|testpaths|testRegex|specPattern|spec_pattern|python_files|testDir|include)\b/;

export const findSettings = (evidence: Evidence): Finding[] =>
  evidence.texts
    .filter(({ file }) => settingsFile.test(file.path))
    .flatMap((changed) => [
      ...narrowed(changed),
      ...lowered(changed),
      ...fewerPatterns(changed),
      ...noRuns(changed),
      ...(isManifest(changed) ? findScripts(changed, narrowing) : []),
    ]);

const isManifest = ({ file }: ChangedText): boolean => /(?:^|\/)package\.json$/.test(file.path);

const longestLine = 2_000;

const about = (changed: ChangedText, more: Pick<Finding, 'text' | 'remedy' | 'line'>): Finding => ({
  ...more,
  path: changed.file.path,
  test: null,
  source: '',
});

const comment = /^\s*(?:\/\/|#|<!--|\*|;)/;

const narrowed = (changed: ChangedText): Finding[] => {
  const before = new Set((changed.base ?? '').split('\n').map((line) => line.trim()));
  const lines = (changed.head ?? '').split('\n');
  return changed.hunks
    .flatMap(({ added }) => added)
    .filter(({ text }) => text.length <= longestLine && !before.has(text.trim()) && !comment.test(text))
    .filter(({ text }) => !isManifest(changed) || ownSettings.test(text))
    .flatMap(({ number, text }): Finding[] => {
      const found = narrowing.find(({ pattern }) => pattern.test(text) && !isKnown(changed, text, pattern));
      if (found === undefined) return [];
      const finding = about(changed, {
        text: `\`${changed.file.path}:${number}\` ${found.what}: \`${text.trim().slice(0, 160).replaceAll('`', "'")}\`.`,
        remedy: 'Take it back, or say in `notes` why it has to be.',
        line: number,
      });
      const sure = changed.base !== null && (!found.near || isNearTests(lines, number));
      return [sure ? finding : { ...finding, unsure: true }];
    });
};

/** Scripts of package.json are looked at as such. */
const ownSettings = /testPathIgnorePatterns|passWithNoTests["']?\s*:/;

/** Lines around that belong to the same step. */
const stepLines = 4;
const testing =
  /\b(?:npm (?:run )?test|yarn test|pnpm (?:run )?test|vitest|jest|mocha|pytest|tox|go test|cargo (?:test|nextest)|rspec|rake test|phpunit|dotnet test|gradlew? test|mvn (?:test|verify)|mix test|ctest|make (?:test|check)|tasks\.(?:test|named\(['"]test['"]|withType<Test>))\b|^\s*test\s*\{/;

const isNearTests = (lines: readonly string[], number: number): boolean =>
  lines
    .slice(Math.max(0, number - 1 - stepLines), number + stepLines)
    .some((line) => line.length <= longestLine && testing.test(line));

/** The very option was there, on a line that changed for another cause. */
const isKnown = ({ hunks }: ChangedText, text: string, pattern: RegExp): boolean => {
  const option = (line: string): string => pattern.exec(line)?.[0].trim().split(/\s+/).at(-1) ?? '';
  const own = option(text);
  return hunks.some(({ removed }) =>
    removed.some((line) => line.text.length <= longestLine && own !== '' && option(line.text) === own),
  );
};

/** A key of the settings with its number. */
interface Numbered {
  number: number;
  key: string;
  value: number;
}

const numbersIn = (lines: { number: number; text: string }[]): Numbered[] =>
  lines
    .filter(({ text }) => text.length <= longestLine && !comment.test(text))
    .flatMap(({ number, text }) =>
      [...text.matchAll(threshold)].map((match) => ({
        number,
        key: match[1] ?? '',
        value: Number(match[2]),
      })),
    );

const lowered = (changed: ChangedText): Finding[] => {
  if (!thresholdContext.test(changed.base ?? '')) return [];
  return changed.hunks.flatMap(({ removed, added }) => {
    const now = numbersIn(added);
    return numbersIn(removed)
      .map((was) => ({ was, is: now.find(({ key }) => key === was.key) }))
      .filter(({ was, is }) => (is ? is.value < was.value : !isElsewhere(changed, was)))
      .map(({ was, is }) => lowerThan(changed, { was, is, line: is?.number ?? added[0]?.number ?? null }));
  });
};

const lowerThan = (
  changed: ChangedText,
  { was, is, line }: { was: Numbered; is: Numbered | undefined; line: number | null },
): Finding =>
  about(changed, {
    text: `\`${changed.file.path}${line === null ? '' : `:${line}`}\`: the coverage that is asked for (\`${was.key}\`) was ${was.value} and ${is ? `is ${is.value}` : 'is gone'}.`,
    remedy: 'Ask for as much as before, or say in `notes` why it has to be less.',
    line,
  });

const isElsewhere = ({ hunks }: ChangedText, { key, value }: Numbered): boolean =>
  hunks.some(({ added }) => numbersIn(added).some((one) => one.key === key && one.value >= value));

const stringsIn = (text: string): string[] =>
  [...text.matchAll(/["']([^"'\n]{1,200})["']/g)]
    .map((match) => match[1] ?? '')
    .filter((one) => /[*/.]/.test(one));

/** A pattern that names tests and is gone; others may say the same, so a person looks. */
const fewerPatterns = (changed: ChangedText): Finding[] => {
  const isList = ({ text }: { text: string }): boolean => text.length <= longestLine && included.test(text);
  return changed.hunks.flatMap(({ removed, added }) => {
    if (!removed.some(isList)) return [];
    const kept = new Set(added.flatMap(({ text }) => stringsIn(text)));
    const was = removed.filter(isList).flatMap(({ text }) => stringsIn(text));
    const lost = was.filter((one) => !kept.has(one) && /test|spec|\*/i.test(one));
    if (lost.length === 0) return [];
    const line = added[0]?.number ?? null;
    return [
      {
        ...about(changed, {
          text: `\`${changed.file.path}${line === null ? '' : `:${line}`}\` named \`${lost[0]}\` among what runs as a test, and does no more.`,
          remedy: 'Have the same tests run, or say in `notes` why they need not.',
          line,
        }),
        ...([...kept].length > 0 && !isNarrower([...kept], lost) ? { unsure: true as const } : {}),
      },
    ];
  });
};

/** `**∕unit/*.test.js` for `**∕*.test.js`: longer, with the same end. */
const isNarrower = (kept: string[], lost: string[]): boolean =>
  lost.every((one) => {
    const end = one.split('/').at(-1) ?? one;
    return kept.every((other) => other.length > one.length && other.endsWith(end) && other !== one);
  });
