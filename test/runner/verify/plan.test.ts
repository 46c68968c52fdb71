import { describe, expect, it } from 'vitest';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { type Manifests, planVerification } from '../../../src/runner/verify/plan.ts';

const none = { setup: [], commands: [] };
const declared = (manifests: Manifests): string[] =>
  planVerification({ verify: none, sections: ['1'], tasks: readTasks(''), manifests }).commands;
const asked = (tasks: string, sections = ['1']): string[] =>
  planVerification({ verify: none, sections, tasks: readTasks(tasks), manifests: {} }).commands;

describe('what the manifests declare', () => {
  it.each<[string, Manifests, string[]]>([
    ['nothing', {}, []],
    ['a test script', { 'package.json': '{"scripts":{"test":"vitest"}}' }, ['npm test']],
    [
      'the test script of npm init',
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
      [],
    ],
    ['no test script', { 'package.json': '{"scripts":{}}' }, []],
    ['a broken manifest', { 'package.json': '{"scripts":' }, []],
    ['a test script of another type', { 'package.json': '{"scripts":{"test":1}}' }, []],
    ['pytest in pyproject', { 'pyproject.toml': '[tool.pytest.ini_options]\n' }, ['python3 -m pytest']],
    ['python without pytest', { 'pyproject.toml': '[project]\nname="x"\n' }, []],
    ['pytest.ini', { 'pytest.ini': '' }, ['python3 -m pytest']],
    ['pytest among requirements', { 'requirements-dev.txt': 'pytest==8\n' }, ['python3 -m pytest']],
    ['go', { 'go.mod': 'module x\n' }, ['go test ./...']],
    ['cargo', { 'Cargo.toml': '' }, ['cargo test']],
    ['make', { Makefile: 'all:\n\ntest: all\n\ttrue\n' }, ['make test']],
    ['make without test', { Makefile: 'tests:\n\nlatest:\n\ntest := 1\n' }, []],
    ['make beside a manifest', { Makefile: 'test:\n', 'go.mod': '' }, ['go test ./...']],
    ['several', { 'package.json': '{"scripts":{"test":"x"}}', 'Cargo.toml': '' }, ['npm test', 'cargo test']],
  ])('%s', (_, manifests, commands) => {
    expect(declared(manifests)).toEqual(commands);
  });
});

describe('what the tasks ask for', () => {
  it.each([
    ['on its own line', '## 1. A\n\n- [ ] 1.1 Do\n  - Validation: `npm run lint`\n', ['npm run lint']],
    ['in the task', '## 1. A\n\n- [ ] 1.1 Do. Validation: `./check.sh --all`\n', ['./check.sh --all']],
    ['words are no command', '## 1. A\n\n- [ ] 1.1 Do\n  - Validation: the page looks right\n', []],
    ['code is no command', '## 1. A\n\n- [ ] 1.1 Do\n  - Validation: `slugify("a")` gives `a`\n', []],
    [
      'another section',
      '## 1. A\n\n- [ ] 1.1 Do\n\n## 2. B\n\n- [ ] 2.1 Do\n  - Validation: `npm run lint`\n',
      [],
    ],
    ['a task for people', '## 1. A\n\n- [ ] 1.1 [MANUAL] Do\n  - Validation: `npm run deploy`\n', []],
    [
      'the same twice',
      '## 1. A\n\n- [ ] 1.1 Validation: `make x`\n- [ ] 1.2 Validation: `make x`\n',
      ['make x'],
    ],
  ])('%s', (_, tasks, commands) => {
    expect(asked(tasks)).toEqual(commands);
  });
});

it('configured commands stand in for the manifests, not for the tasks', () => {
  const plan = planVerification({
    verify: { setup: ['npm ci'], commands: ['npm run all'] },
    sections: ['1'],
    tasks: readTasks('## 1. A\n\n- [ ] 1.1 Do\n  - Validation: `make x`\n'),
    manifests: { 'package.json': '{"scripts":{"test":"x"}}' },
  });
  expect(plan).toMatchObject({ setup: ['npm ci'], commands: ['npm run all', 'make x'] });
});
