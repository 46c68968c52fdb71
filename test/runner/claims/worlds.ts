/** The same story in several languages: what a plan names, and a tree in which it is so. */
export interface Language {
  name: string;
  files: Record<string, string>;
  /** A file the tasks name, and where it is after somebody renamed it. */
  source: string;
  renamed: string;
  /** What its text declares, and on which line. */
  identifier: string;
  line: number;
  tasks: string;
}

const change = 'openspec/changes/greet/tasks.md';
export const tasksPath = change;

const tasksOf = (source: string, identifier: string, more = ''): string => `# Tasks

## 1. Greeting

- [ ] 1.1 Change \`${identifier}\` in \`${source}\` so that it greets twice
${more}
`;

const language = (one: Omit<Language, 'tasks'>): Language => ({
  ...one,
  tasks: tasksOf(one.source, one.identifier),
});

export const languages: Language[] = [
  language({
    name: 'TypeScript',
    source: 'src/greeting/format.ts',
    renamed: 'src/salutation/format.ts',
    identifier: 'formatGreeting',
    line: 3,
    files: {
      'src/greeting/format.ts': `import { name } from './name.ts';\n\nexport const formatGreeting = (): string => \`Hello \${name}\`;\n`,
      'src/greeting/name.ts': `export const name = 'Ada';\n`,
    },
  }),
  language({
    name: 'Python',
    source: 'greeter/formatting.py',
    renamed: 'greeter/text/formatting.py',
    identifier: 'format_greeting',
    line: 4,
    files: {
      'greeter/__init__.py': '',
      'greeter/formatting.py': `NAME = "Ada"\n\n\ndef format_greeting():\n    return f"Hello {NAME}"\n`,
    },
  }),
  language({
    name: 'Go',
    source: 'internal/greet/format.go',
    renamed: 'internal/hello/format.go',
    identifier: 'FormatGreeting',
    line: 5,
    files: {
      'go.mod': 'module example.test/greet\n\ngo 1.22\n',
      'internal/greet/format.go': `package greet\n\nconst name = "Ada"\n\nfunc FormatGreeting() string { return "Hello " + name }\n`,
    },
  }),
  language({
    name: 'Java',
    source: 'src/main/java/org/acme/GreetingFormat.java',
    renamed: 'src/main/java/org/acme/text/GreetingFormat.java',
    identifier: 'formatGreeting',
    line: 3,
    files: {
      'src/main/java/org/acme/GreetingFormat.java': `package org.acme;\npublic class GreetingFormat {\n  public static String formatGreeting() { return "Hello"; }\n}\n`,
    },
  }),
];

/** The tree after somebody renamed the file, with the old plan in it. */
export const renamedTree = ({ files, source, renamed, tasks }: Language): Record<string, string> => {
  const { [source]: text = '', ...others } = files;
  return { ...others, [renamed]: text, [change]: tasks };
};

export const honestTree = ({ files, tasks }: Language): Record<string, string> => ({
  ...files,
  [change]: tasks,
});

/** Tasks that point at a line where the identifier no longer is. */
export const movedTree = (one: Language): Record<string, string> => ({
  ...one.files,
  [one.source]: `${'\n'.repeat(20)}${one.files[one.source] ?? ''}`,
  [change]: tasksOf(
    one.source,
    one.identifier,
    `- [ ] 1.2 Cover \`${one.identifier}\` (\`${one.source}:${one.line}\`) in a test`,
  ),
});

export const languageOf = (name: string): Language => {
  const found = languages.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name} among the languages`);
  return found;
};
