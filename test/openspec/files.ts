import fc from 'fast-check';

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const line = fc.oneof(
  fc.constantFrom(
    '',
    '# Tasks',
    '## 1. Read the links',
    '## 2. Check them ##',
    '## 3: Ship',
    '## Notes',
    '### Later',
    '- [ ] 1.1 Add `src/links.js`',
    '- [x] 1.2 [MANUAL] Ask',
    '* [X] **2.1** Check (ops)',
    '1. [ ] 2.2 Ship (data)',
    '  - [ ] 2.2.1 Nested [HITL]',
    '\t- [ ] 3.1 Tabbed',
    '- [] 3.2 Empty',
    '- [ ] no number',
    'goes on lazily',
    '  goes on inside',
    '  - Validation: `npm test`',
    '  ---',
    '---',
    '2. second',
    '  2. second',
    '> quoted',
    '| a | b |',
    '```',
    '  ```js',
    '~~~~',
    '<!--',
    '-->',
    '<!-- a comment -->',
    '<details>',
    '<!-- opsx:tdd-header:begin -->',
    '<!-- opsx:tdd-header:end -->',
    '<!-- opsx:repos-table:begin -->',
    '<!-- opsx:repos-table:end -->',
    '<!-- opsx:metadata:begin -->',
    '<!-- opsx:metadata:end -->',
    '<!-- opsx:phase-summary:1:begin -->',
    '<!-- opsx:phase-summary:1:end -->',
    '<!-- opsx:tdd:1.1:begin -->',
    '  <!-- opsx:tdd:1.1:end -->',
    '<!-- opsx:other:begin -->',
    '<!-- opsx:other:end -->',
    '\uFEFF',
    '   ',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc.string({ maxLength: 6 }),
);

/** Files as tasks.md may be, with everything that makes reading them hard. */
export const anyTasksText = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(fc.tuple(line, lineEnd), { maxLength: 30 }),
    lineEnd,
    fc.boolean(),
    fc.boolean(),
  )
  .map(([mark, lines, end, mixed, ended]) => {
    const text = lines.map(([content, own]) => content + (mixed ? own : end)).join('');
    return mark + (ended ? text : text.replace(/[\r\n]+$/, ''));
  });

export const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), anyTasksText);
