import { closest } from 'fastest-levenshtein';
import type { NamedThing } from '../named-things.ts';
import { isGlob, isMade, isTestPath, type PathIndex } from '../path-index.ts';
import { samePath } from './nearest.ts';
import type { Outcome } from './path-claim.ts';

export interface CommandContext {
  index: PathIndex;
  texts: ReadonlyMap<string, string>;
  /** The task that makes a path or name of it. */
  creatorOf(name: string): string | null;
}

/** What the scripts of a command are declared in. */
export const scriptFiles = ['package.json', 'Makefile', 'justfile'];

const interpreters = /^(?:node|tsx|python3?|bash|sh|zsh|ruby|php|deno|bun|pwsh)$/;
const filePattern = /^(?:\.\/)?[\w.-]+(?:\/[\w.-]+)*\.(?:[cm]?[jt]s|py|sh|rb|php|ps1)$/;

/** The file an interpreter is given; null for what it is given otherwise, in a folder of its own, or with a shell's help. */
const scriptFile = (words: string[]): string | null => {
  const [program = '', ...rest] = words;
  if (/^\.\/[\w./-]+$/.test(program)) return program.slice(2);
  if (!interpreters.test(program)) return null;
  if (rest.some((word) => /^--?(?:test|m|c|e|eval|prefix|cwd|C)$/.test(word))) return null;
  const file = rest.find((word) => !word.startsWith('-') && word !== 'run');
  return file !== undefined && filePattern.test(file) ? file.replace(/^\.\//, '') : null;
};

const elsewhere =
  /^(?:--?(?:prefix|workspace|workspaces|filter|cwd|C|w|dir|recursive|r)(?:=.*)?|--if-present)$/;
/** Verbs of a package manager, which are no scripts. */
const npmScript = (words: string[]): string | null => {
  const [program = '', verb = '', name = ''] = words;
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program) || words.some((word) => elsewhere.test(word))) return null;
  return (verb === 'run' || verb === 'run-script') && /^[\w:.-]+$/.test(name) ? name : null;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scriptsIn = (text: string | undefined): string[] | null => {
  if (text === undefined) return null;
  try {
    const manifest: unknown = JSON.parse(text);
    const scripts = isRecord(manifest) ? manifest.scripts : undefined;
    return Object.keys(isRecord(scripts) ? scripts : {});
  } catch {
    return null;
  }
};

const notRun = (thing: NamedThing): Outcome => ({
  verdict: 'not run',
  detail: `\`${thing.text}\` is only noted.`,
  nearest: null,
});

const judgeScript = (name: string, thing: NamedThing, context: CommandContext): Outcome => {
  const scripts = scriptsIn(context.texts.get('package.json'));
  if (scripts === null || scripts.includes(name) || context.creatorOf(name) !== null) return notRun(thing);
  const nearest = scripts.length > 0 ? closest(name, scripts) : null;
  const detail = `package.json has no script ${name}${nearest === null ? '' : `; nearest: ${nearest}`}.`;
  return { verdict: 'stale', detail, nearest };
};

/** Commands are never run; one whose script or file is not there cannot be run by anybody. */
export const judgeCommand = (thing: NamedThing, context: CommandContext): Outcome => {
  if (thing.intent === 'create' || /[|&;<>$(){}]/.test(thing.name)) return notRun(thing);
  const words = thing.name.split(/\s+/).filter((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word));
  const script = npmScript(words);
  if (script !== null) return judgeScript(script, thing, context);
  const file = scriptFile(words);
  if (file === null || isMade(file) || isGlob(file) || isTestPath(file)) return notRun(thing);
  if (context.index.resolve(file).length > 0 || context.creatorOf(file) !== null) return notRun(thing);
  const near = samePath(file, context.index, null);
  // a command may be meant for another folder, or for what it makes itself
  if (near === null) return notRun(thing);
  return {
    verdict: 'stale',
    detail: `${file} is not there at the base; nearest: ${near.text}.`,
    nearest: near.text,
  };
};
