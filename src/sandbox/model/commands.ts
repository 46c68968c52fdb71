import { posix } from 'node:path';

/** Command lines of a POSIX shell. Contents go as base64: no quoting, no doubt about their last newline. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const writeCommand = (path: string, content: string): string =>
  `mkdir -p ${quoted(posix.dirname(path))} && printf %s ${base64(content)} | base64 -d > ${quoted(path)}`;

const replaceProgram = [
  "const fs = require('node:fs')",
  "const [path, before, after] = process.argv.slice(1).map((text) => Buffer.from(text, 'base64').toString())",
  "const parts = fs.readFileSync(path, 'utf8').split(before)",
  "if (parts.length !== 2) throw new Error(path + ' holds the text ' + (parts.length - 1) + ' times')",
  'fs.writeFileSync(path, parts.join(after))',
].join('; ');

export const replaceCommand = (edit: { path: string; old: string; new: string }): string =>
  `node -e ${quoted(replaceProgram)} ${[edit.path, edit.old, edit.new].map((text) => quoted(base64(text))).join(' ')}`;

export const deleteCommand = (path: string): string => `rm ${quoted(path)}`;

export const renameCommand = (path: string, to: string): string =>
  `mkdir -p ${quoted(posix.dirname(to))} && mv ${quoted(path)} ${quoted(to)}`;

export const commitCommand = (message: string, author: { name: string; email: string }): string =>
  [
    'git add --all',
    `printf %s ${base64(message)} | base64 -d | git -c ${quoted(`user.name=${author.name}`)} -c ${quoted(`user.email=${author.email}`)} commit --quiet --no-verify --file=-`,
  ].join(' && ');

/** Does nothing where the agent's shell does not know the file. */
export const answerCommand = (answer: string): string =>
  `test -z "$ANSWER_FILE" || printf %s ${base64(answer)} | base64 -d > "$ANSWER_FILE"`;
