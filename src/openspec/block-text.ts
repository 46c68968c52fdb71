import type { Enhancement } from '../contracts/planning/enhance.ts';

export interface About {
  /** Key of the ticket. */
  ticket: string;
  /** Folder of the change. */
  change: string;
}

/** What an agent wrote, as a part of one line: it can end no block, open no comment and start no line of its own. */
const inLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replaceAll('<!--', '&lt;!--')
    .replaceAll('-->', '--&gt;');

/** A cell of a Markdown table, whatever the text. */
export const tableCell = (text: string): string =>
  inLine(text).replace(/(\\*)\|/g, (_, slashes: string) => `${slashes}${slashes}\\|`);

export const tableRow = (cells: string[]): string => `| ${cells.join(' | ')} |`;

const labelled = (entries: [label: string, text: string | null][]): string[] =>
  entries.flatMap(([label, text]) => (text === null ? [] : [`**${label}**: ${inLine(text)}`]));

const listed = (lines: string[]): string[] => lines.map((line) => `- ${line}`);

export const headerText: string[] = [
  '**Tests first.** Where a task below has test cases (TC1, TC2, …): write them and see them fail, then write the least',
  'code that makes them pass, then tidy up while they stay green. Such a task is done when its cases pass and its',
  'expected output is there; only then is its box ticked.',
];

export const reposText = (repos: Enhancement['repos']): string[] => [
  tableRow(['Repo', 'Path', 'Branch', 'Role']),
  tableRow(['---', '---', '---', '---']),
  ...repos.map(({ repo, path, branch, role }) => tableRow([repo, path, branch, role].map(tableCell))),
];

export const summaryText = (section: Enhancement['sections'][number]): string[] =>
  listed(
    labelled([
      ['Goal', section.goal],
      ['Input', section.input],
      ['Output', section.output],
      ['Validation', section.validation],
    ]),
  );

export const tddText = (task: Enhancement['tasks'][number]): string[] => [
  ...listed(
    labelled([
      ['Input', task.input],
      ['Expected Output', task.expectedOutput],
      ['Validation', task.validation],
      ['Note', task.note],
    ]),
  ),
  '- **TDD Test Cases (write these first)**:',
  ...task.cases.map((text, index) => `  - TC${index + 1}: ${inLine(text)}`),
];

export const crossRepoText = (task: Enhancement['crossRepo'][number]): string[] =>
  listed(
    labelled([
      ['Target repo', task.targetRepo],
      ['Why cross-repo', task.why],
      ['Done ref', task.doneRef],
    ]),
  );

export const metadataText = (about: About): string[] =>
  listed(
    labelled([
      ['Ticket', about.ticket],
      ['Change', about.change],
    ]),
  );
