export type ReadSections = { groups: string[][] } | { problem: string };

const maxSections = 100;
const groupPattern = /^(\d{1,4})(?:[ \t]*[-–][ \t]*(\d{1,4}))?$/;

/** Reads `1, 2-3, 4, 5-7`: each group is one delegation, a range is several sections in one. */
export const readSections = (text: string): ReadSections => {
  const groups: string[][] = [];
  for (const part of text.split(',')) {
    const group = readGroup(part.trim());
    if ('problem' in group) return group;
    groups.push(group.sections);
  }
  const all = groups.flat();
  if (all.length > maxSections) return { problem: `That is more than ${maxSections} sections.` };
  const twice = all.find((section, index) => all.indexOf(section) !== index);
  return twice === undefined ? { groups } : { problem: `Section ${twice} is named twice.` };
};

const readGroup = (part: string): { sections: string[] } | { problem: string } => {
  const match = groupPattern.exec(part);
  if (!match?.[1]) return { problem: unreadable(part) };
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (last < first) return { problem: `\`${part}\` runs backwards. Write \`${last}-${first}\`.` };
  if (last - first >= maxSections) return { problem: `\`${part}\` is more than ${maxSections} sections.` };
  return { sections: Array.from({ length: last - first + 1 }, (_, index) => String(first + index)) };
};

const unreadable = (part: string): string =>
  part === ''
    ? 'A section number is missing. Write sections as `2`, `2-3` or `1, 2-3, 4`.'
    : `\`${part.replaceAll('`', "'").slice(0, 60)}\` is not a section. Write sections as \`2\`, \`2-3\` or \`1, 2-3, 4\`.`;
