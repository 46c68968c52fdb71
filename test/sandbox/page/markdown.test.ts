import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/sandbox/page/markdown/render.ts';
import { setBox } from '../../../src/sandbox/page/markdown/set-box.ts';
import { hostile } from '../../text/support.ts';

const html = (text: string): string => renderMarkdown(text).toString();

const dangerous = /<script|<iframe|<style|<form|<img|\son\w+=|javascript:|data:text|srcdoc/i;

describe('Markdown as HTML', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example/x.png)',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '<javascript:alert(1)>',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<a href="javascript:alert(1)">x</a>',
    '<details ontoggle=alert(1) open><summary>x</summary>y</details>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="/pulls/1/merge"><input type="checkbox" name="as"></form>',
    '<style>body{display:none}</style>',
    '<b onmouseover="alert(1)">x</b>',
    '<details><summary>&#60;script&#62;alert(1)&#60;/script&#62;</summary>',
    'a <b\nonclick=alert(1)>b</b>',
    ...hostile,
  ])('has nothing that runs in %j', (text) => {
    const tags =
      html(text)
        .match(/<[^>]*>/g)
        ?.join(' ') ?? '';
    expect(tags).not.toMatch(dangerous);
  });

  it('knows what it looks for', () => {
    expect('<a href="javascript:alert(1)">').toMatch(dangerous);
    expect('<b onclick="x">').toMatch(dangerous);
  });

  it('shows the letters of what it does not run', () => {
    expect(html('a `<script>` b')).toContain('<code>&#x3C;script></code>');
  });

  it('puts Markdown into details', () => {
    const shown = html(
      '<details><summary>5 &#60; 6 &amp; more</summary>\n\n**bold**\n\n- one\n\n</details>\n\nafter',
    );
    expect(shown.replaceAll('\n', '')).toBe(
      '<details><summary>5 &#x3C; 6 &#x26; more</summary><p><strong>bold</strong></p><ul><li>one</li></ul></details><p>after</p>',
    );
  });

  it('ends details that are left open with what they stand in', () => {
    expect(html('> <details><summary>x</summary>\n>\n> in\n\nout').replaceAll('\n', '')).toBe(
      '<blockquote><details><summary>x</summary><p>in</p></details></blockquote><p>out</p>',
    );
  });

  it('drops comments, tables keep their form, links to the web stay', () => {
    expect(html('a <!-- throughline:status --> b')).toBe('<p>a  b</p>');
    expect(html('<!-- open to the end')).toBe('');
    expect(html('| a |\n| --- |\n| b |')).toContain('<td>b</td>');
    expect(html('[x](https://example.com/a?b=1)')).toBe('<p><a href="https://example.com/a?b=1">x</a></p>');
  });
});

describe('boxes', () => {
  const boxes = { action: '/comments/7/box', fields: { as: 'ada', version: 'v1' } };
  const forms = (text: string): string[] =>
    renderMarkdown(text, boxes)
      .toString()
      .match(/<form.*?<\/form>/gs) ?? [];

  it('become forms that name their line', () => {
    const text =
      'Choose:\n\n- [ ] **Accept** <!-- box:accept:d1a1 -->\n- [x] Reject\n\n> - [ ] quoted\n\n1. [ ] numbered';
    expect(forms(text).map((form) => /name="line" value="(\d+)"/.exec(form)?.[1])).toEqual([
      '3',
      '4',
      '6',
      '8',
    ]);
    expect(forms(text)[0]).toContain('<strong>Accept</strong>');
    expect(forms(text).map((form) => form.includes(' checked'))).toEqual([false, true, false, false]);
  });

  it('leave nested lists and loose items as they are', () => {
    const [outer, inner] = forms('- [ ] outer\n  - [ ] inner\n- plain');
    expect(outer).not.toContain('inner');
    expect(inner).toContain('inner');
    expect(forms('- [ ] one\n\n- [ ] two')).toHaveLength(2);
  });

  it('are no forms where nobody can tick', () => {
    expect(renderMarkdown('- [ ] x').toString()).toContain('<input type="checkbox" disabled>');
    expect(forms('```\n- [ ] x\n```')).toEqual([]);
  });

  it('that are written as HTML change nothing when they are ticked', () => {
    expect(
      setBox('<ul><li class="task-list-item"><input type="checkbox"> x</li></ul>', { line: 1, ticked: true }),
    ).toBeNull();
    expect(setBox('- [ ] x', { line: 1, ticked: true })).toBe('- [x] x');
  });
});
