import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/contracts/read-configuration.ts';
import { configurationCheck } from '../../src/text/configuration-check.ts';

const head = 'f'.repeat(40);
const valid = `tracker:
  team: PER
  label: beacon
agents:
  default: replay
  allowed:
    replay: { kind: replay }
    mine: { kind: command, command: ./agent.sh }
verify:
  commands: [npm test]
`;

describe('the check of a configuration', () => {
  it('says what is in force', () => {
    const check = configurationCheck(readConfiguration(valid), head);
    expect(check).toMatchObject({
      name: 'throughline / configuration',
      headSha: head,
      state: { status: 'completed', conclusion: 'success' },
      title: '.github/throughline.yml is valid',
    });
    expect(check?.summary).toMatchInlineSnapshot(`
      "- Tickets of team \`PER\` with the label \`beacon\`
      - Agent \`replay\` unless a command names another; allowed: \`replay\`, \`mine\`
      - Mode copilot
      - Verified by \`npm test\`"
    `);
  });

  it('says which models agents have, by phase too, and who goes past the gateway', () => {
    const phased = valid
      .replace('verify:', '  phases: { review: { model: openai/gpt-5 } }\nmodels: { direct: [cdx] }\nverify:')
      .replace('    mine:', '    cdx: { kind: codex, model: openai/gpt-5 }\n    mine:');
    const check = configurationCheck(readConfiguration(phased), head);
    expect(check?.summary).toContain('allowed: `replay`, `cdx` with `openai/gpt-5`, `mine`');
    expect(check?.summary).toContain('- In phase `review`: model `openai/gpt-5`');
    expect(check?.summary).toContain('with the key in their own hands and nothing counted: `cdx`');
  });

  it('names every problem and what to do', () => {
    const check = configurationCheck(readConfiguration(valid.replace('verify', 'verifi')), head);
    expect(check?.state).toEqual({ status: 'completed', conclusion: 'failure' });
    expect(check?.title).toBe('.github/throughline.yml cannot be used: 1 problem');
    expect(check?.summary).toMatchInlineSnapshot(`
      "Until this is corrected, no delegation starts in this repository:

      - line 9: \`verifi\` is not a setting; did you mean \`verify\`?

      Correct the file on the default branch; this check is written anew with the push."
    `);
  });

  it('lets nothing of a hostile file leave its line, mention anybody or close anything', () => {
    const hostile = `"@acme/all\\n# fixes #12 <img src=x>": 1\n${valid}`;
    const check = configurationCheck(readConfiguration(hostile), head);
    expect(check?.state).toMatchObject({ conclusion: 'failure' });
    expect(check?.summary.split('\n').filter((one) => one.startsWith('#'))).toEqual([]);
    expect(check?.summary).not.toMatch(/(^|\s)@acme|<img|fixes #12/);
  });

  it('is not there where no configuration is', () => {
    expect(configurationCheck({ state: 'absent' }, head)).toBeNull();
  });
});
