import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import { redactSecrets } from '../text/secrets.ts';
import { formats } from './formats.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { withoutEmptyKeys } from './private-keys.ts';

/** What looks like a credential, and where it begins. */
export interface Shape {
  kind: string;
  start: number;
  text: string;
}

const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended }];

/**
 * One name for everything: a rule of the scanner opens files on disk by the name it is given, and an agent chooses names.
 * This one has the scanner look for registry tokens too.
 */
const filePath = 'scanned.npmrc';

/** By a scanner's rules and by those we redact comments with. The scanner never forgets a call, so these are to be few. */
export const shapesIn = async (text: string): Promise<Shape[]> => {
  const content = withoutEmptyKeys(withoutPlaceholders(text));
  const { messages } = await lintSource({
    source: { content, filePath, ext: '.npmrc', contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true, maskSecrets: false },
  });
  const found = messages.map(({ ruleId, range: [start, end] }): Shape => {
    const kind = ruleId.replace(/^.*rule-/, '');
    return { kind, start, text: content.slice(start, end) };
  });
  return [...found, ...formatsIn(content), ...ownShapes(content)];
};

const formatsIn = (content: string): Shape[] =>
  formats.flatMap(({ kind, pattern }) =>
    [...content.matchAll(pattern)].map((match) => ({ kind, start: match.index, text: match[0] })),
  );

const ownShapes = (content: string): Shape[] => {
  if (redactSecrets(content) === content) return [];
  const keys = [...content.matchAll(privateKey)].map(
    (match): Shape => ({ kind: 'private key', start: match.index, text: match[0] }),
  );
  const shapes: Shape[] = keys;
  let start = 0;
  for (const line of content.replace(privateKey, (key) => key.replace(/[^\n]/g, ' ')).split('\n')) {
    const redacted = redactSecrets(line);
    const kind = /\[redacted(?:: ([^\]]+))?\]/.exec(redacted)?.[1] ?? 'credential';
    if (redacted !== line) shapes.push({ kind, start, text: line.trim() });
    start += line.length + 1;
  }
  return shapes;
};

/** Whole: its first line alone is the same in every key. */
const privateKey =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g;
