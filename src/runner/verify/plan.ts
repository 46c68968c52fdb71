import type { DelegateAssignment } from '../../contracts/assignment.ts';
import type { TasksFile } from '../../openspec/tasks.ts';

/** Text of the files at the root of the base commit that may declare tests; absent or null where there is none. */
export type Manifests = Partial<Record<ManifestName, string | null>>;
export const manifestNames = [
  'package.json',
  'pyproject.toml',
  'pytest.ini',
  'setup.cfg',
  'tox.ini',
  'requirements.txt',
  'requirements-dev.txt',
  'go.mod',
  'Cargo.toml',
  'Makefile',
] as const;
export type ManifestName = (typeof manifestNames)[number];

export interface VerificationPlan {
  setup: string[];
  commands: string[];
  /** Where they come from, for a person. */
  source: string;
}

export interface PlanInputs {
  verify: DelegateAssignment['verify'];
  sections: string[];
  tasks: TasksFile;
  manifests: Manifests;
}

/**
 * What decides whether the work holds: the configuration's commands, else what the manifests declare, plus each task's
 * own `Validation:` when it is a command. All of it from before the delegate touched anything.
 */
export const planVerification = (inputs: PlanInputs): VerificationPlan => {
  const configured = inputs.verify.commands;
  const base = configured.length > 0 ? configured : declaredBy(inputs.manifests);
  const commands = [...new Set([...base, ...validations(inputs)])];
  return { setup: inputs.verify.setup, commands, source: sourceOf(configured, commands) };
};

const sourceOf = (configured: string[], commands: string[]): string => {
  if (configured.length > 0) return 'the configuration (`verify.commands`) and the tasks';
  if (commands.length > 0) return 'the manifest at the base commit and the tasks';
  return 'nowhere: set `verify.commands` in .github/throughline.yml';
};

const declaredBy = (manifests: Manifests): string[] => {
  const found = [
    hasTestScript(manifests['package.json'] ?? null) ? 'npm test' : null,
    usesPytest(manifests) ? 'python3 -m pytest' : null,
    isThere(manifests['go.mod']) ? 'go test ./...' : null,
    isThere(manifests['Cargo.toml']) ? 'cargo test' : null,
  ].filter((command) => command !== null);
  // A Makefile beside a manifest usually wraps the same tests.
  if (found.length === 0 && /^test\s*:(?!=)/m.test(manifests.Makefile ?? '')) return ['make test'];
  return found;
};

const isThere = (text: string | null | undefined): boolean => typeof text === 'string';

const hasTestScript = (text: string | null): boolean => {
  const script = testScript(text);
  // What `npm init` writes is no test.
  return script !== undefined && !script.includes('no test specified');
};

const testScript = (text: string | null): string | undefined => {
  try {
    const manifest: unknown = JSON.parse(text ?? 'null');
    const scripts = property(manifest, 'scripts');
    const test = property(scripts, 'test');
    return typeof test === 'string' ? test : undefined;
  } catch {
    return undefined;
  }
};

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const usesPytest = (manifests: Manifests): boolean => {
  if (isThere(manifests['pytest.ini'])) return true;
  const names = [
    'pyproject.toml',
    'setup.cfg',
    'tox.ini',
    'requirements.txt',
    'requirements-dev.txt',
  ] as const;
  return names.some((name) => /\bpytest\b/.test(manifests[name] ?? ''));
};

const programs =
  /^(?:\.{0,2}\/[\w./-]+|npm|npx|pnpm|yarn|node|deno|bun|python3?|pytest|tox|uv|poetry|go|cargo|make|mvn|gradle|dotnet|ruby|bundle|rake|php|composer|bash|sh|git|openspec)(?:\s|$)/;

const validations = (inputs: PlanInputs): string[] =>
  inputs.tasks.sections
    .filter((section) => inputs.sections.includes(section.number))
    .flatMap((section) => section.tasks)
    .filter((task) => !task.manual)
    .flatMap((task) => [...(task.validation ?? '').matchAll(/`([^`]+)`/g)].slice(0, 1))
    .map((match) => (match[1] ?? '').trim())
    .filter((command) => programs.test(command));
