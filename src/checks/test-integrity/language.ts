import type { Syntax } from './mask.ts';

/** What marks a test so that it does not run, runs alone, or is to fail. */
export interface MarkPattern {
  kind: 'skip' | 'focus' | 'expected-failure';
  /** On code without strings, with `g`. */
  pattern: RegExp;
  /** Looked for in code with its strings, or in the text as it is; else in code without strings. */
  on?: 'bare' | 'raw';
  /** Counts only among the arguments of a case, before its function: elsewhere it is data. */
  inHead?: true;
  /** It skips only where something holds. */
  conditional?: true;
}

/** How a test case begins. */
export interface CasePattern {
  /** On code without strings, with `g`; ends where the name begins, or, for `named`, captures it as `name`. */
  pattern: RegExp;
  /**
   * `call`: name is the first argument, the case ends with the call. `brace`: it ends with the next `{…}`.
   * `indent`: with its block, by indentation.
   */
  extent: 'call' | 'brace' | 'indent';
  /** Where the pattern is an annotation: finds the name behind it, in group 1. */
  name?: RegExp;
  /** The name is the next string instead of an argument. */
  quoted?: true;
  /** Looked for in comments, too. */
  on?: 'text';
}

/** All that is known of how tests are written in a language. */
export interface Language {
  name: string;
  /** Endings of files. */
  files: RegExp;
  /** Files that are tests by name or folder. */
  tests: RegExp;
  /** Text by which other files hold tests, too. */
  content: RegExp;
  syntax: Syntax;
  cases: readonly CasePattern[];
  /** Groups of tests, whose marks hold for all in them. */
  suites: readonly CasePattern[];
  marks: readonly MarkPattern[];
  /** On code without strings, with `g`. */
  assertions: RegExp;
  /** On code with its strings, with `g`: assertions that hold whatever the code does. */
  tautologies: RegExp;
  /** Annotations and decorators: lines above a case that belong to it. */
  above: RegExp | null;
  /** Where a function is defined, its name in group 1, with `g`. */
  helpers: RegExp;
  /** Tables of cases: ends before the bracket whose elements are the rows, with `g`. */
  tables: RegExp | null;
  /** Marks of which each is a row, with `g`. */
  rows: RegExp | null;
}

/** How helpers that assert are called, in any language. */
export const assertingCall = /(?<![\w$])(?:assert|expect)(?:[A-Z_]\w*)?(?=\s*!?\()/g;
/** So are some, and so is much of what is tested. */
export const perhapsAsserting = /(?<![\w$])(?:should|verify|ensure|must|check|validate)[A-Z_]\w*(?=\s*!?\()/g;
