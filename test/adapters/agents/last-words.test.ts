import { describe, expect, it } from 'vitest';
import { lastObject } from '../../../src/adapters/agents/last-words.ts';

describe('the answer in last words', () => {
  it.each([
    ['alone', '{"a":1}', '{"a":1}'],
    ['over several lines', '\n{\n  "a": {\n    "b": 1\n  }\n}\n', '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['after some text', 'Done.\n\n{"a":1}', '{"a":1}'],
    ['after another object', '{"a":1}\nand\n{"b":2}', '{"b":2}'],
    ['in a block', 'Done.\n```json\n{"a":1}\n```\n', '{"a":1}'],
    ['in a block without a name', '```\n{"a":1}\n```', '{"a":1}'],
    ['in the last block', '```json\n{"a":1}\n```\nor\n```json\n{"b":2}\n```', '{"b":2}'],
  ])('%s', (_name, text, object) => {
    expect(lastObject(text)).toBe(object);
  });

  it.each([
    ['text', 'Done.'],
    ['an object before the end', '{"a":1}\nDone.'],
    ['a list', '[{"a":1}]'],
    ['half an object', '{"a":1'],
    ['two in one line', '{"a":1} {"b":2}'],
    ['a block of something else', '{"a":1}\n```\nnpm test\n```'],
    ['nothing', ''],
  ])('is not in %s', (_name, text) => {
    expect(lastObject(text)).toBeNull();
  });
});
