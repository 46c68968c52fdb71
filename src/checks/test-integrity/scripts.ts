import type { ChangedText } from '../evidence.ts';
import type { Finding } from './finding.ts';

/** Scripts of package.json that run tests. */
const testScript = /^(?:pre|post)?(?:test|coverage|e2e|ci|check|verify)(?:[:_-].*)?$|[:_-]test$/;
const nothing =
  /^\s*(?:exit\s+0|true|:|echo\b[^&|;]*(?:&&\s*exit\s+0)?|node\s+-e\s+["'](?:process\.exit\(0\))?["'])\s*;?\s*$/;
const forgiving = /(?:\|\||;)\s*(?:true|:|exit\s+0|echo\b.*)\s*$/;

/** A way to run less, and what it does. */
export interface Narrowing {
  pattern: RegExp;
  what: string;
  /** Only where tests are run: other steps may do as they like. */
  near?: true;
}

const scriptsOf = (text: string | null): Map<string, string> => {
  try {
    const manifest: unknown = JSON.parse(text ?? 'null');
    if (typeof manifest !== 'object' || manifest === null || !('scripts' in manifest)) return new Map();
    const { scripts } = manifest;
    if (typeof scripts !== 'object' || scripts === null) return new Map();
    return new Map(
      Object.entries(scripts).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  } catch {
    return new Map();
  }
};

/** Scripts that ran tests and run none, or come out well whatever the tests say. */
export const findScripts = (
  { file, base, head }: ChangedText,
  narrowing: readonly Narrowing[],
): Finding[] => {
  const before = scriptsOf(base);
  const after = scriptsOf(head);
  return [...before]
    .filter(([name, was]) => testScript.test(name) && !nothing.test(was) && after.get(name) !== was)
    .flatMap(([name, was]): Finding[] => {
      const is = after.get(name);
      const what = wrongWith(is, { was, isTest: name === 'test', narrowing });
      if (what === null) return [];
      const line = lineOf(head ?? '', name);
      return [
        {
          text: `\`${file.path}${line === null ? '' : `:${line}`}\`: script \`${name}\` ${what}; it was \`${was.slice(0, 160)}\`.`,
          remedy: 'Have it run the tests as before.',
          path: file.path,
          line,
          test: null,
          source: '',
        },
      ];
    });
};

const wrongWith = (
  is: string | undefined,
  { was, isTest, narrowing }: { was: string; isTest: boolean; narrowing: readonly Narrowing[] },
): string | null => {
  if (is === undefined) return isTest ? 'is gone' : null;
  if (nothing.test(is)) return `runs no test any more (\`${is.slice(0, 160)}\`)`;
  const shown = `\`${is.slice(0, 160)}\``;
  if (forgiving.test(is) && !forgiving.test(was)) return `passes when tests fail (${shown})`;
  // an option may mean a test only where a test is run
  const found = narrowing.find(({ pattern }) => pattern.test(`test ${is}`) && !pattern.test(`test ${was}`));
  return found === undefined ? null : `${found.what} (${shown})`;
};

const lineOf = (text: string, name: string): number | null => {
  const at = text.indexOf(`"${name}":`);
  return at < 0 ? null : text.slice(0, at).split('\n').length;
};
