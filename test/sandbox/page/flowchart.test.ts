import { describe, expect, it } from 'vitest';
import { readFlowchart } from '../../../src/sandbox/page/markdown/flowchart.ts';
import { renderMarkdown } from '../../../src/sandbox/page/markdown/render.ts';

const tree = [
  'flowchart TD',
  '  root(["One canonical form"])',
  '  root --> n1["✓ canonical-form<br/>How is it written?: #96;/a.md#96;"]',
  '  class n1 closed',
  '  n1 -->|leading-slash| n2["❓ taken-suffix<br/>What if #34;Setup-1#34; is there?"]',
  '  class n2 asked',
  '  classDef closed fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
].join('\n');

const html = (text: string): string => renderMarkdown(`\`\`\`mermaid\n${text}\n\`\`\``).toString();

describe('a flowchart as the App writes it', () => {
  it('is read as a tree', () => {
    expect(readFlowchart(tree)).toEqual([
      {
        lines: ['One canonical form'],
        edge: null,
        kind: null,
        children: [
          {
            lines: ['✓ canonical-form', 'How is it written?: `/a.md`'],
            edge: null,
            kind: 'closed',
            children: [
              {
                lines: ['❓ taken-suffix', 'What if "Setup-1" is there?'],
                edge: 'leading-slash',
                kind: 'asked',
                children: [],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('is shown as a nested list', () => {
    const shown = html(tree);
    expect(shown).toContain('<ul class="flowchart">');
    expect(shown).toMatch(/<li class="is-closed">.*<ul.*<li class="is-asked">.*leading-slash/s);
    expect(shown).not.toContain('flowchart TD');
  });

  it('shows what looks like HTML as letters', () => {
    const shown = html('flowchart TD\n  a["#60;script#62;alert(1)#60;/script#62;<br/><img src=x>"]');
    expect(shown).not.toMatch(/<script|<img/);
    expect(shown).toContain('&#x3C;script>');
  });
});

describe('anything else stays a code block', () => {
  it.each([
    ['another diagram', 'sequenceDiagram\n  a->>b: hello'],
    ['another arrow', 'flowchart TD\n  a -.-> b'],
    ['a circle', 'flowchart TD\n  a --> b\n  b --> a'],
    ['a circle beside a tree', 'flowchart TD\n  r["x"]\n  a --> b\n  b --> a'],
    ['two ways to one node', 'flowchart TD\n  a --> c\n  b --> c'],
    ['a label that is cut off', 'flowchart TD\n  a["x'],
    ['nothing', 'flowchart TD'],
  ])('%s', (_, text) => {
    expect(readFlowchart(text)).toBeNull();
    expect(html(text)).toContain('<code class="language-mermaid">');
  });

  it('even where its language is not Mermaid', () => {
    expect(renderMarkdown(`\`\`\`text\n${tree}\n\`\`\``).toString()).toContain('<pre>');
  });
});
