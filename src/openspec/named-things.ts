import type { ClaimKind } from '../contracts/claims.ts';
import { isOfUses, type Meant, readSentence } from './named/intents.ts';
import { commandIn, type Name } from './named/names.ts';
import { lineAt, type Statement, sourceLines, statementsOf } from './named/statements.ts';
import { sentencesOf, type Token } from './named/tokens.ts';
import { type Intent, noVerb, type Verb } from './named/vocabulary.ts';
import type { Task, TasksFile } from './tasks.ts';

export type { Intent } from './named/vocabulary.ts';

/** Something a task names, and what its words say is to happen with it. */
export interface NamedThing {
  kind: ClaimKind;
  /** As written, without marks. */
  text: string;
  /** What to look for: a path without `./` and line, an identifier without qualifier and arguments, else the text. */
  name: string;
  /** The line that `path:line` names; null for the other kinds. */
  line: number | null;
  /** A single common word; names something only where `intent` is not `mention`. */
  plain: boolean;
  source: { task: string; section: string; line: number };
  intent: Intent;
  /** A path named as where something is done, not as what is done. */
  place: boolean;
  /** False where the words suggest the intent and do not say it. */
  sure: boolean;
  /** A quotation that is to stand in the code letter by letter: a message, a heading. */
  spoken: boolean;
  /** Of a removal: its uses go, it may stay. */
  uses: boolean;
  /** Name it gets (`intent: rename`), or had (`intent: create`). */
  becomes: string | null;
  was: string | null;
  /** Number of the sentence among all sentences read, to tell what is named together. */
  sentence: number;
  /** Of a task that is not for a delegate. */
  manual: boolean;
}

const textStatement = (text: string): Statement => ({
  text,
  starts: [{ at: 0, line: 1 }],
  example: false,
  under: null,
});

const thingOf = (
  { name, at, becomes, was, ...rest }: Meant,
  context: { task: Task; statement: Statement; tokens: Token[]; sentence: number },
): NamedThing => ({
  kind: name.kind,
  text: name.text,
  name: name.name,
  line: name.line,
  plain: name.plain,
  source: { task: context.task.id, section: context.task.section, line: lineAt(context.statement, at) },
  intent: rest.intent,
  place: rest.place,
  sure: rest.sure,
  spoken: rest.spoken,
  uses: rest.intent === 'remove' && isOfUses(context.tokens, at),
  becomes: becomes?.name ?? null,
  was: was?.name ?? null,
  sentence: context.sentence,
  manual: context.task.manual,
});

const isValidation = /^[*_]{0,2}Validation[*_]{0,2}:[*_]{0,2}\s*(.*)$/i;

/** A validation without backticks is a command when it begins like one. */
const bareCommand = (text: string): Name | null => {
  const words = isValidation.exec(text)?.[1];
  return words === undefined || words.includes('`') ? null : commandIn(words);
};

const mentioned = (one: Meant): Meant => ({
  ...one,
  intent: 'mention',
  place: false,
  sure: false,
  spoken: false,
});

const justNamed = (name: Name): Meant => ({
  name,
  at: 0,
  intent: 'mention',
  place: false,
  sure: false,
  spoken: false,
  becomes: null,
  was: null,
});

interface Sentence {
  tokens: Token[];
  found: Meant[];
}

/** `verb`: in force where the statement ends, for the items below it. */
const readStatement = (
  statement: Statement,
  inherited: Verb | null,
): { sentences: Sentence[]; verb: Verb } => {
  const command = bareCommand(statement.text);
  if (command) return { sentences: [{ tokens: [], found: [justNamed(command)] }], verb: noVerb };
  let verb: Verb = noVerb;
  const sentences = sentencesOf(statement.text).map((tokens, index): Sentence => {
    const read = readSentence(tokens, index === 0 ? inherited : null);
    verb = read.verb;
    return { tokens, found: statement.example ? read.found.map(mentioned) : read.found };
  });
  return { sentences, verb };
};

const ofTask = (task: Task, lines: readonly string[], count: () => number): NamedThing[] => {
  const verbs = new Map<Statement, Verb>();
  return statementsOf(task, lines).flatMap((statement) => {
    const above = statement.under && !statement.example ? verbs.get(statement.under) : undefined;
    const { sentences, verb } = readStatement(statement, above === noVerb ? null : (above ?? null));
    verbs.set(statement, verb);
    return sentences.flatMap(({ tokens, found }) => {
      const sentence = count();
      return found.map((one) => thingOf(one, { task, statement, tokens, sentence }));
    });
  });
};

/** Everything the tasks of these sections name, in their order, each time it is named. Never throws. */
export const namedThings = (file: TasksFile, sections: string[]): NamedThing[] => {
  const lines = sourceLines(file.source);
  let sentences = 0;
  const count = (): number => {
    sentences += 1;
    return sentences;
  };
  return file.sections
    .filter((section) => sections.includes(section.number))
    .flatMap((section) => section.tasks)
    .flatMap((task) => ofTask(task, lines, count));
};

/** What a text of no task names: an answer's summary, a note. Sentence numbers begin with 1. */
export const namesInText = (text: string): { name: Name; sentence: string }[] =>
  text.split(/\n+/).flatMap((line) =>
    sentencesOf(textStatement(line).text).flatMap((tokens) => {
      const from = tokens[0]?.at ?? 0;
      const words = tokens.flatMap((token) => (token.kind === 'word' ? [token.word] : [])).join(' ');
      return tokens.flatMap((token) =>
        token.kind === 'name' && from >= 0 ? [{ name: token.name, sentence: words }] : [],
      );
    }),
  );
