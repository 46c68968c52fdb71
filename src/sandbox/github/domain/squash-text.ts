import type { CommitObject, Person } from '../git/objects.ts';

export interface Squashed {
  /** Of the pull request. */
  title: string;
  number: number;
  /** Oldest first. */
  commits: CommitObject[];
  author: Person;
}

const named = ({ name, email }: Person): string => `Co-authored-by: ${name} <${email}>`;

/** Whoever else wrote some of it, once each. */
function coAuthors({ commits, author }: Squashed): string[] {
  const others = commits.map((commit) => commit.author).filter(({ email }) => email !== author.email);
  return [...new Set(others.map(named))];
}

/** As GitHub's own setting has it: one commit keeps its message, several are listed below the title. */
export function squashText(squashed: Squashed): { title: string; message: string } {
  const { commits, number } = squashed;
  const [only] = commits;
  const [subject = '', ...rest] = only && commits.length === 1 ? only.message.split('\n') : [];
  const title = subject || squashed.title;
  const list = commits.map((commit) => `* ${commit.message}`).join('\n\n');
  const body = commits.length === 1 ? rest.join('\n').trim() : list;
  const trailers = coAuthors(squashed).join('\n');
  const line = commits.length > 1 && trailers ? '---------' : '';
  return { title: `${title} (#${number})`, message: [body, line, trailers].filter(Boolean).join('\n\n') };
}
