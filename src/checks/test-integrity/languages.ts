import type { Language } from './language.ts';
import { elixir, ruby } from './languages/blocks.ts';
import { bats, dart, scala } from './languages/calls.ts';
import { cpp, csharp, java, php, swift } from './languages/classes.ts';
import { go, rust } from './languages/functions.ts';
import { javascript } from './languages/javascript.ts';
import { python } from './languages/python.ts';

const languages: readonly Language[] = [
  javascript,
  python,
  go,
  rust,
  scala,
  java,
  ruby,
  csharp,
  php,
  swift,
  elixir,
  cpp,
  dart,
  bats,
];

export const languageOf = (path: string): Language | null =>
  languages.find(({ files }) => files.test(path)) ?? null;

/** Files whose tests run: by name and folder, or by what they hold. */
export const isTestFile = (language: Language, path: string, text: string): boolean =>
  language.tests.test(path) || language.content.test(text.slice(0, 200_000));

/** By its name alone, for files of which there is no text. */
export const isTestName = (path: string): boolean => languageOf(path)?.tests.test(path) ?? false;
