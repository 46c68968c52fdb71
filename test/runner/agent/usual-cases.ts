/** One of each kind; the hard tests play the others. */
export const usual: ReadonlySet<string> = new Set([
  'an ordinary agent (control)',
  'the branch is deleted',
  'HEAD is a tree',
  '.git is a repository of its own',
  '.git is a pipe',
  'a pipe stands where a file was',
  'a link to everything',
  'nothing',
  'a path `..`',
  'a path `.git`',
  'no repository',
  'a file of three gigabytes that takes no room, before anybody reads it',
  'a repository that would fetch what is missing is never asked for an object',
]);
