import { commandDefinitions } from '../commands/registry.ts';
import { configurationReference } from '../contracts/configuration-reference.ts';

const cell = (text: string): string => text.replace(/\|/g, '\\|');

const commandsTable = (): string =>
  [
    '| command | does |',
    '|---|---|',
    ...commandDefinitions.map(({ usage, summary }) => `| \`${cell(usage)}\` | ${cell(summary)} |`),
  ].join('\n');

const parts: Record<string, () => string> = {
  commands: commandsTable,
  configuration: configurationReference,
};

/** The README with the parts between `<!-- NAME:begin -->` and `<!-- NAME:end -->` made anew from the code. */
export const withGeneratedParts = (readme: string): string =>
  Object.entries(parts).reduce((text, [name, make]) => {
    const begin = `<!-- ${name}:begin -->\n`;
    const end = `<!-- ${name}:end -->`;
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end);
    if (from < begin.length || to < from) throw new Error(`README.md has no ${name} markers`);
    return `${text.slice(0, from)}${make().trim()}\n${text.slice(to)}`;
  }, readme);
