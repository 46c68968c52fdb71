/** Linear escapes brackets and underscores in what people write. */
const tag = /[ \t]*\\?\[repo[ \t]*=[ \t]*((?:[\w.-]|\\(?=[_.-]))+\/(?:[\w.-]|\\(?=[_.-]))+)[ \t]*\\?\]/gi;

/** Repositories that `[repo=owner/name]` names in a text, lower case, each once. */
export const repositoryTags = (text: string): string[] => [
  ...new Set([...text.matchAll(tag)].map(([, named = '']) => named.replaceAll('\\', '').toLowerCase())),
];

/** The text as commands are read from it: a tag says where, and belongs to no command. */
export const withoutRepositoryTags = (text: string): string => text.replace(tag, '');
