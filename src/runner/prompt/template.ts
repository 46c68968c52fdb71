/** Fills `{{name}}` in one pass, so that a value holding braces stays text. An unknown or unused name is a mistake of ours. */
export const fillTemplate = (template: string, values: Record<string, string>): string => {
  const used = new Set<string>();
  const filled = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template asks for \`${name}\`, which nobody gives.`);
    used.add(name);
    return value;
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`The template does not use: ${unused.join(', ')}.`);
  return filled;
};

/** A code block whose fence is longer than any run of backticks inside. */
export const fenced = (text: string, language: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n*$/, '\n')}${fence}`;
};
