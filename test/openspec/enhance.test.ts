import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { type Enhancement, enhancementSchema } from '../../src/contracts/planning/enhance.ts';
import { readDocument } from '../../src/openspec/document.ts';
import { enhance, withoutBlocks } from '../../src/openspec/enhance.ts';
import { enhancementProblems } from '../../src/openspec/enhancement-problems.ts';
import { readTasks, sectionText } from '../../src/openspec/tasks.ts';
import { anyTasksText } from './files.ts';

const about = { ticket: 'PER-206', change: 'gate-links' };

const enhancementOf = (text: string, word = (name: string): string => name): Enhancement => {
  const { sections } = readTasks(text);
  const ids = sections.flatMap(({ tasks }) => tasks.map(({ id }) => id)).filter((id) => !id.includes('#'));
  return {
    status: 'ENHANCED',
    sections: sections.map(({ number }) => ({
      number,
      goal: word('goal'),
      input: word('input'),
      output: word('output'),
      validation: word('validation'),
    })),
    tasks: ids.map((id, index) => ({
      id,
      input: word('input'),
      expectedOutput: word('expected'),
      validation: word('`npm test` passes'),
      note: index % 2 === 0 ? word('note') : null,
      cases: [word('first'), word('second')],
    })),
    repos: [{ repo: word('octo/demo'), path: word('.'), branch: word('main'), role: word('code') }],
    crossRepo: ids
      .slice(0, 1)
      .map((id) => ({ id, targetRepo: word('octo/other'), why: word('lives there'), doneRef: word('a PR') })),
  };
};

const file = `# Tasks

## 1. Read the links

- [ ] 1.1 Add \`src/links.js\`
  so that links are read
  - Validation: \`npm test\`
- [ ] 1.2 [MANUAL] Ask

## 2. Check them

1. [ ] 2.1 Check
`;

const text = enhance(file, enhancementOf(file), about);

describe('enhancing tasks.md', () => {
  it('writes the blocks where they belong', () => {
    expect(text).toBe(`# Tasks

<!-- opsx:tdd-header:begin -->
**Tests first.** Where a task below has test cases (TC1, TC2, …): write them and see them fail, then write the least
code that makes them pass, then tidy up while they stay green. Such a task is done when its cases pass and its
expected output is there; only then is its box ticked.
<!-- opsx:tdd-header:end -->

<!-- opsx:repos-table:begin -->
| Repo | Path | Branch | Role |
| --- | --- | --- | --- |
| octo/demo | . | main | code |
<!-- opsx:repos-table:end -->

## 1. Read the links

<!-- opsx:phase-summary:1:begin -->
- **Goal**: goal
- **Input**: input
- **Output**: output
- **Validation**: validation
<!-- opsx:phase-summary:1:end -->

- [ ] 1.1 Add \`src/links.js\`
  so that links are read
  - Validation: \`npm test\`
  <!-- opsx:tdd:1.1:begin -->
  - **Input**: input
  - **Expected Output**: expected
  - **Validation**: \`npm test\` passes
  - **Note**: note
  - **TDD Test Cases (write these first)**:
    - TC1: first
    - TC2: second
  <!-- opsx:tdd:1.1:end -->
  <!-- opsx:cross-repo-block:1.1:begin -->
  - **Target repo**: octo/other
  - **Why cross-repo**: lives there
  - **Done ref**: a PR
  <!-- opsx:cross-repo-block:1.1:end -->
- [ ] 1.2 [MANUAL] Ask
  <!-- opsx:tdd:1.2:begin -->
  - **Input**: input
  - **Expected Output**: expected
  - **Validation**: \`npm test\` passes
  - **TDD Test Cases (write these first)**:
    - TC1: first
    - TC2: second
  <!-- opsx:tdd:1.2:end -->

## 2. Check them

<!-- opsx:phase-summary:2:begin -->
- **Goal**: goal
- **Input**: input
- **Output**: output
- **Validation**: validation
<!-- opsx:phase-summary:2:end -->

1. [ ] 2.1 Check
   <!-- opsx:tdd:2.1:begin -->
   - **Input**: input
   - **Expected Output**: expected
   - **Validation**: \`npm test\` passes
   - **Note**: note
   - **TDD Test Cases (write these first)**:
     - TC1: first
     - TC2: second
   <!-- opsx:tdd:2.1:end -->

<!-- opsx:metadata:begin -->
- **Ticket**: PER-206
- **Change**: gate-links
<!-- opsx:metadata:end -->
`);
  });

  it('keeps a block inside the list item of its task, for Markdown too', () => {
    const owners: string[] = [];
    visit(unified().use(remarkParse).use(remarkGfm).parse(text), 'listItem', (item) => {
      if (item.checked === null || item.checked === undefined) return;
      const own = item.children.flatMap((child) => (child.type === 'html' ? [child.value] : []));
      owners.push(own.map((mark) => mark.replace(/[^\d.]/g, '')).join(' '));
    });
    expect(owners).toEqual(['1.1. 1.1. 1.1 1.1'.replaceAll('. ', ' '), '1.2 1.2', '2.1 2.1']);
  });

  it('adds the boxes of no new task for those who read line by line', () => {
    const boxes = /^\s*(?:[-*+]|\d{1,9}[.)])\s*\[/gm;
    expect(text.match(boxes)).toHaveLength(3);
    expect(file.match(boxes)).toHaveLength(3);
  });

  it('leaves a validation to the task’s own words', () => {
    const validations = readTasks(text).sections.flatMap((section) =>
      section.tasks.map((task) => task.validation),
    );
    expect(validations).toEqual(['`npm test`', null, null]);
  });

  it('puts new words in the place of the old ones, and keeps what people wrote at the top', () => {
    const other = enhance(
      text,
      enhancementOf(file, (name) => `${name}!`),
      about,
    );
    expect(other).toBe(
      enhance(
        file,
        enhancementOf(file, (name) => `${name}!`),
        about,
      ),
    );
    const own = text.replace(/\*\*Tests first[^<]*/, 'Our own words.\n');
    expect(enhance(own, enhancementOf(file), about)).toBe(own);
  });

  it('keeps blocks it does not name, and those of other tools', () => {
    const enhancement = { ...enhancementOf(file), tasks: [], crossRepo: [] };
    expect(enhance(text, enhancement, about)).toBe(text);
  });

  it.each([
    ['a sentence that goes on without indentation', '- [ ] 1.1 a\ngoes on', '- [ ] 1.1 a\ngoes on\n  <!--'],
    ['its list', '- [ ] 1.1 a:\n  - b\n    - c\nlazy', '- [ ] 1.1 a:\n  - b\n    - c\nlazy\n  <!--'],
    ['its paragraphs', '- [ ] 1.1 a\n\n  b\n\n\nc', '- [ ] 1.1 a\n\n  b\n  <!--'],
    ['its code', '- [ ] 1.1 a\n  ```\nb\n\n  ```', '- [ ] 1.1 a\n  ```\nb\n\n  ```\n  <!--'],
    ['its table', '- [ ] 1.1 a\n  | b |\n  | - |', '- [ ] 1.1 a\n  | b |\n  | - |\n  <!--'],
    ['its underline', '- [ ] 1.1 a\n  ---\n  b', '- [ ] 1.1 a\n  ---\n  b\n  <!--'],
  ])('goes below %s', (_, task, expected) => {
    const before = `## 1. A\n${task}\n`;
    expect(enhance(before, enhancementOf(before), about)).toContain(`${expected} opsx:tdd:1.1:begin -->`);
  });

  it.each([
    ['a nested box', '- [ ] 1.1 a\n  - [ ] b'],
    ['a blank line and what is no part of the task', '- [ ] 1.1 a\n\nb'],
    ['another list', '- [ ] 1.1 a\n2. b'],
    ['a rule', '- [ ] 1.1 a\n---\nb'],
    ['a quotation', '- [ ] 1.1 a\n> b'],
    ['code that is no part of the task', '- [ ] 1.1 a\n```\n  b\n```'],
    ['code that only the next box ends', '- [ ] 1.1 a\n  ```\n- [ ] b'],
    ['HTML', '- [ ] 1.1 a\n  <details>\n  b\n  </details>'],
  ])('goes above %s', (_, task) => {
    const before = `## 1. A\n${task}\n`;
    expect(enhance(before, enhancementOf(before), about)).toContain(
      '- [ ] 1.1 a\n  <!-- opsx:tdd:1.1:begin -->',
    );
  });

  it.each([
    ['a tab after the marker', '-\t[ ] 1.1 a', '-\t[ ] 1.1 a\n    <!--'],
    ['tabs before it', '- b\n\t- [ ] 1.1 a', '\t- [ ] 1.1 a\n\t  <!--'],
    ['no blank after the marker', '-[ ] 1.1 a', '-[ ] 1.1 a\n  <!--'],
    ['two digits', '10. [ ] 1.1 a', '10. [ ] 1.1 a\n    <!--'],
  ])('is indented as the task is: %s', (_, task, expected) => {
    const before = `## 1. A\n${task}\n`;
    expect(enhance(before, enhancementOf(before), about)).toContain(`${expected} opsx:tdd:1.1:begin -->`);
  });

  it('keeps byte order mark, line ends and a missing last one', () => {
    const before = '\uFEFF## 1. A\r\n- [ ] 1.1 a';
    const after = enhance(before, enhancementOf(before), about);
    expect(after.startsWith('\uFEFF<!-- opsx:tdd-header:begin -->\r\n')).toBe(true);
    expect(after.endsWith('<!-- opsx:metadata:end -->')).toBe(true);
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(withoutBlocks(after)).toBe(before);
  });
});

describe('words of an agent', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<!-- opsx:tdd:1.1:end -->',
      '--> <!--',
      '- [ ] 1.9 new',
      '## 9. New',
      '```',
      '~~~',
      '| a | b',
      'a\\|b\\',
      '\u2028- [ ] 1.9',
      'a\u000b- [ ] b\u0085## 3. C',
      '<details>',
      '`unfinished',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  );

  it('end no block and make no section, box, fence or column, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 30, maxLength: 30 }), (words) => {
        let at = 0;
        const enhancement = enhancementOf(file, () => words[at++ % words.length] ?? '');
        const after = enhance(file, enhancement, about);
        const plain = readDocument(text);
        const read = readDocument(after);
        expect(
          read.lines.map(({ heading, box, block, prose }) => [!!heading, !!box, block?.name, prose]),
        ).toEqual(
          plain.lines.map(({ heading, box, block, prose }) => [!!heading, !!box, block?.name, prose]),
        );
        expect(after.split(/[\n\p{Zl}\p{Zp}\u0085]/u).length).toBe(text.split('\n').length);
        const cells: number[] = [];
        visit(unified().use(remarkParse).use(remarkGfm).parse(after), 'tableRow', (row) => {
          cells.push(row.children.length);
        });
        expect(cells).toEqual([4, 4]);
      }),
      { numRuns: 120 },
    );
  });

  it('are one line to begin with', () => {
    const enhancement = enhancementOf(file, () => 'two\nlines');
    expect(enhancementSchema.safeParse(enhancement).success).toBe(false);
    expect(enhancementSchema.safeParse(enhancementOf(file)).success).toBe(true);
  });
});

describe('whatever the file', () => {
  const fitting = anyTasksText.filter((source) => {
    const document = readDocument(source);
    return document.sections.length > 0 && enhancementProblems(document, enhancementOf(source)).length === 0;
  });
  const tasksOf = (source: string) =>
    readTasks(source).sections.map(({ number, title, tasks }) => ({
      number,
      title,
      tasks: tasks.map(({ line, ...task }) => task),
    }));

  it('no other byte changes, twice is once, and the tasks stay what they are', () => {
    fc.assert(
      fc.property(fitting, (before) => {
        const after = enhance(before, enhancementOf(before), about);
        expect(withoutBlocks(after)).toBe(withoutBlocks(before));
        expect(enhance(after, enhancementOf(before), about)).toBe(after);
        const other = enhancementOf(before, (name) => `${name} again`);
        expect(enhance(after, other, about)).toBe(enhance(before, other, about));
        expect(tasksOf(after)).toEqual(tasksOf(before));
      }),
      { numRuns: 1000 },
    );
  });

  it('without blocks before, taking them out gives the very bytes', () => {
    fc.assert(
      fc.property(fitting, (source) => {
        const before = withoutBlocks(source);
        fc.pre(readDocument(before).blocks.length === 0);
        fc.pre(enhancementProblems(readDocument(before), enhancementOf(before)).length === 0);
        expect(withoutBlocks(enhance(before, enhancementOf(before), about))).toBe(before);
      }),
      { numRuns: 400 },
    );
  });

  it('sections are quoted with their blocks and without the file’s', () => {
    const section = sectionText(readTasks(text), ['2']);
    expect(section.startsWith('## 2. Check them\n\n<!-- opsx:phase-summary:2:begin -->')).toBe(true);
    expect(section.endsWith('<!-- opsx:tdd:2.1:end -->\n')).toBe(true);
  });

  it('is done quickly for a long one', () => {
    const before = `## 1. A\n- [ ] 1.1 a\n${'- [ ] b\n'.repeat(100_000)}`;
    expect(withoutBlocks(enhance(before, enhancementOf(before), about))).toBe(before);
  });
});

describe('an enhancement that does not fit', () => {
  const problems = (source: string, change: Partial<Enhancement> = {}): string[] =>
    enhancementProblems(readDocument(source), { ...enhancementOf(file), ...change });
  const fits = enhancementOf(file);
  const [summary] = fits.sections;
  const [task] = fits.tasks;
  const [crossRepo] = fits.crossRepo;
  if (!summary || !task || !crossRepo) throw new Error('the file has no tasks');

  it('is none when it fits', () => {
    expect(problems(file)).toEqual([]);
  });

  it.each<[string, Partial<Enhancement>]>([
    ['tasks.md has no section 9', { sections: [...fits.sections, { ...summary, number: '9' }] }],
    ['Section 2 of tasks.md has no summary', { sections: [summary] }],
    ['`sections` names section 1 more than once', { sections: [...fits.sections, summary] }],
    ['tasks.md has no task 1.9', { tasks: [{ ...task, id: '1.9' }] }],
    ['`tasks` names task 1.1 more than once', { tasks: [task, task] }],
    ['tasks.md has no task 7.7', { crossRepo: [{ ...crossRepo, id: '7.7' }] }],
    ['`crossRepo` names task 1.1 more than once', { crossRepo: [crossRepo, crossRepo] }],
  ])('says: %s', (problem, change) => {
    expect(problems(file, change)).toEqual([expect.stringContaining(problem)]);
    expect(() => enhance(file, { ...fits, ...change }, about)).toThrow(problem);
  });

  it.each([
    ['task 1.1 more than once', `${file}- [ ] 1.1 again\n`],
    ['section 1 more than once', `${file}## 1. Again\n`],
    ['never closed', `${file}\`\`\`\n`],
    ['never closed', `${file}<!--\n`],
    ['in line 1 of tasks.md, or above it, is never closed', `  \`\`\`\n${file.replace('# Tasks\n\n', '')}`],
    ['section or box inside the block', `${file}<!-- opsx:a:begin -->\n- [ ] b\n<!-- opsx:a:end -->\n`],
  ])('says what of the file is in the way: %s', (problem, source) => {
    expect(problems(source)).toEqual([expect.stringContaining(problem)]);
  });
});
