import { RunRefused } from '../run.ts';

/** What a prompt is made from. */
export interface Template {
  text: string;
  /** Path of the repository's own; null for ours. */
  file: string | null;
}

/**
 * Fills `{{name}}` in one pass, so that a value holding braces stays text. In a template of ours an unknown or unused name
 * is a mistake of ours; a repository's own may leave out what does not carry the task.
 */
export const fillTemplate = (
  template: Template,
  values: Record<string, string>,
  required: readonly string[] = Object.keys(values),
): string => {
  const used = new Set<string>();
  const filled = template.text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw unknownName(template, name, Object.keys(values));
    used.add(name);
    return value;
  });
  const needed = template.file === null ? Object.keys(values) : required;
  const missing = needed.filter((name) => !used.has(name));
  if (missing.length > 0) throw missingNames(template, missing);
  return filled;
};

const unknownName = ({ file }: Template, name: string, known: string[]): Error =>
  file === null
    ? new Error(`The template asks for \`${name}\`, which nobody gives.`)
    : new RunRefused(
        `${file} asks for \`{{${name}}}\`, which does not exist: use ${known.map((one) => `\`{{${one}}}\``).join(', ')}, then /retry.`,
      );

const missingNames = ({ file }: Template, missing: string[]): Error =>
  file === null
    ? new Error(`The template does not use: ${missing.join(', ')}.`)
    : new RunRefused(
        `${file} lacks ${missing.map((name) => `\`{{${name}}}\``).join(', ')}, without which the agent is not told its task: add it on the default branch, or delete the file to use the prompt of this release, then /retry.`,
      );

/** A code block whose fence is longer than any run of backticks inside. */
export const fenced = (text: string, language: string): string => {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n*$/, '\n')}${fence}`;
};
