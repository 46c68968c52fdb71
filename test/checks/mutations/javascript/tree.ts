import { npmLock, packageJson } from '../../lockfile-samples.ts';
import type { Tree } from '../../world.ts';
import { delivered, type Names } from '../delegation.ts';

export const names: Names = {
  source: 'src/scanner/links.ts',
  test: 'src/scanner/links.test.ts',
  config: 'src/config.ts',
  main: 'src/main.ts',
  sync: 'src/sync.ts',
  manifest: 'package.json',
  lock: 'package-lock.json',
  command: 'npm test',
  classify: 'classifyLink',
  scan: 'scanLinks',
  from: 'loadConfig',
  to: 'readSettings',
  guarded: 'scanFileForKnowledge',
  dependency: 'picomatch',
  shown: {
    classes: 'export const classifyLink',
    internal: "toBe('internal')",
    broken: "toBe('broken')",
    fences: 'withoutFences(text)',
    fenced: 'leaves out fenced code',
  },
};

const scripts = {
  type: 'module',
  scripts: { test: 'vitest run', build: 'tsc -p .' },
  devDependencies: { vitest: '^2.1.0' },
};
const tests = (cases: string, imports: string): string => `import { describe, expect, it } from 'vitest';
import { ${imports} } from './links.ts';

describe('links', () => {
${cases}});
`;
const oldCases = `  it('finds a link', () => {
    expect(scanLinks('[a](b.md)')).toEqual([{ text: 'a', target: 'b.md' }]);
  });

  it('finds none', () => {
    expect(scanLinks('plain')).toEqual([]);
  });
`;
const newCases = `
  it('leaves out fenced code', () => {
    expect(scanLinks('\`\`\`\\n[a](b.md)\\n\`\`\`')).toEqual([]);
  });

  it('knows its own', () => {
    expect(classifyLink({ text: 'a', target: 'docs/a.md' }, ['docs/**'], known)).toBe('internal');
  });

  it('knows what is broken', () => {
    expect(classifyLink({ text: 'a', target: 'gone.md' }, [], new Set())).toBe('broken');
  });
`;
export const configTest = `import { expect, it } from 'vitest';
import { loadConfigSync } from '../src/config.ts';

it('reads', () => {
  expect(loadConfigSync('links.json').root).toBe('.');
});
`;
const pattern = 'const pattern = /\\[([^\\]]*)\\]\\(([^)]*)\\)/g;';
const dependencies = { undici: '^6.19.0' };
const installed = { undici: '6.19.8', vitest: '2.1.4' };
const locked = (more: Record<string, string>, versions: Record<string, string>): string =>
  npmLock(
    { ...dependencies, ...more },
    { ...installed, ...versions },
    {
      entries: {
        '': {
          name: 'widgets',
          version: '1.0.0',
          dependencies: { ...dependencies, ...more },
          devDependencies: { vitest: '^2.1.0' },
        },
      },
    },
  );

const base: Tree = {
  'README.md': '# Links\n\nLists the links of a warehouse.\n',
  'CONTRIBUTING.md': 'Run `npm test` first.\n',
  '.gitignore': 'node_modules/\n.env\n',
  'docs/links.md': '# Links\n\nCall `loadConfig(path)` first, then `scanLinks`.\n',
  'package.json': packageJson(dependencies, scripts),
  'package-lock.json': locked({}, {}),
  'vitest.config.ts': 'export default { test: { coverage: { thresholds: { lines: 90 } } } };\n',
  [names.source]: `export interface Link {
  text: string;
  target: string;
}

${pattern}

/** Every link of a text, in its order. */
export const scanLinks = (text: string): Link[] =>
  [...text.matchAll(pattern)].map(([, label = '', target = '']) => ({ text: label, target }));
`,
  [names.test]: tests(oldCases, 'scanLinks'),
  [names.config]: `import { readFileSync } from 'node:fs';

export interface Settings {
  root: string;
  api: string;
}

export async function loadConfig(path: string): Promise<Settings> {
  return loadConfigSync(path);
}

export function loadConfigSync(path: string): Settings {
  return JSON.parse(readFileSync(path, 'utf8'));
}
`,
  [names.main]: `import { loadConfig, loadConfigSync } from './config.ts';
import { scanLinks } from './scanner/links.ts';
import { publish } from './sync.ts';

const settings = process.argv.includes('--sync') ? loadConfigSync('links.json') : await loadConfig('links.json');
await publish(settings.api, scanLinks(settings.root));
`,
  [names.sync]: `import { fetch } from 'undici';
import { loadConfig } from './config.ts';
import type { Link } from './scanner/links.ts';

export function scanFileForKnowledge(path: string): string[] {
  const parts = path.split('/');
  return parts.filter((part) => part !== '');
}

export async function publish(api: string, links: Link[]): Promise<void> {
  const { root } = await loadConfig('links.json');
  await fetch(\`\${api}/links\`, { method: 'POST', body: JSON.stringify({ root, links }) });
}

export const staging = 'https://staging.warehouse.example.com/v1';
`,
  'src/store.ts': 'export const open = (url: string) => connect(url);\n',
};

const renamed = (path: string): string => (base[path] ?? '').replace(/\bloadConfig\b/g, 'readSettings');

const head: Tree = {
  ...Object.fromEntries(
    [names.config, names.main, names.sync, 'docs/links.md'].map((path) => [path, renamed(path)]),
  ),
  'package.json': packageJson({ ...dependencies, picomatch: '^4.0.2' }, scripts),
  'package-lock.json': locked({ picomatch: '^4.0.2' }, { picomatch: '4.0.2' }),
  [names.source]: `import picomatch from 'picomatch';

export interface Link {
  text: string;
  target: string;
}

export type LinkClass = 'internal' | 'external' | 'broken';

${pattern}

const withoutFences = (text: string): string => text.replace(/^\`\`\`[\\s\\S]*?^\`\`\`/gm, '');

/** Every link of a text, in its order; those in fenced code are none. */
export const scanLinks = (text: string): Link[] =>
  [...withoutFences(text).matchAll(pattern)].map(([, label = '', target = '']) => ({ text: label, target }));

/** What a link points to. */
export const classifyLink = ({ target }: Link, own: string[], known: ReadonlySet<string>): LinkClass => {
  if (/^https?:/.test(target)) return 'external';
  return picomatch.isMatch(target, own) || known.has(target) ? 'internal' : 'broken';
};
`,
  [names.test]: tests(oldCases + newCases, 'classifyLink, scanLinks').replace(
    "describe('links'",
    "const known = new Set(['docs/a.md']);\n\ndescribe('links'",
  ),
};

export const good = delivered(names, { base, head });
