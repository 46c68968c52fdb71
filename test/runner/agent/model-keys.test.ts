import { describe, expect, it } from 'vitest';
import { readModelKeys } from '../../../src/runner/agent/model-keys.ts';

describe('the keys a run is given', () => {
  it.each<[string, string, [string, string][]]>([
    ['nothing', '', []],
    ['one line', 'anthropic=sk-1', [['anthropic', 'sk-1']]],
    ['a key with signs of its own', 'openai=sk=a:b/c#d\n', [['openai', 'sk=a:b/c#d']]],
    [
      'blanks and Windows line ends',
      ' my-proxy = k1 \r\n\r\n openai=k2 \r\n',
      [
        ['my-proxy', 'k1'],
        ['openai', 'k2'],
      ],
    ],
    ['a secret that is not set', 'anthropic=\nopenai=k2', [['openai', 'k2']]],
    ['a provider given twice: the last', 'openai=a\nopenai=b', [['openai', 'b']]],
  ])('%s', (_, text, expected) => {
    expect([...readModelKeys(text)]).toEqual(expected);
  });

  it.each(['sk-ant-secret-without-a-provider', 'Open AI=sk-secret', '=sk-secret'])(
    'a line that is none is refused by its number, and never repeated: %s',
    (line) => {
      expect(() => readModelKeys(`openai=k\n${line}`)).toThrow(/Line 2 of `model-keys`.*throughline\.yml/);
      expect(() => readModelKeys(line)).not.toThrow(/secret/);
    },
  );
});
