import type rehypeSanitize from 'rehype-sanitize';
import { visit } from 'unist-util-visit';
import { type Branch, readFlowchart } from './flowchart.ts';

type Root = ReturnType<ReturnType<typeof rehypeSanitize>>;
type Element = Extract<Root['children'][number], { type: 'element' }>;
type Child = Element['children'][number];

const element = (tagName: string, className: string[], children: Child[]): Element => ({
  type: 'element',
  tagName,
  properties: { className },
  children,
});

const text = (value: string): Child => ({ type: 'text', value });

const itemOf = ({ lines, edge, kind, children }: Branch): Element => {
  const [head = '', ...rest] = lines;
  const below = children.length === 0 ? [] : [element('ul', [], children.map(itemOf))];
  const parts = [
    ...(edge === null ? [] : [element('span', ['edge'], [text(edge)])]),
    element('strong', [], [text(head)]),
    ...rest.map((line) => element('span', ['line'], [text(line)])),
  ];
  return element('li', kind === null ? [] : [`is-${kind}`], [element('div', ['node'], parts), ...below]);
};

const sourceOf = (pre: Element): string | null => {
  const [code] = pre.children;
  if (code?.type !== 'element' || code.tagName !== 'code') return null;
  const { className } = code.properties;
  if (!Array.isArray(className) || !className.includes('language-mermaid')) return null;
  return code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
};

/** Shows flowcharts as nested lists: no library that draws Mermaid is here, and none may be loaded. Comes after the sanitizer. */
export const drawn = () => (tree: Root) => {
  visit(tree, 'element', (pre: Element) => {
    const source = pre.tagName === 'pre' ? sourceOf(pre) : null;
    const branches = source === null ? null : readFlowchart(source.trimEnd());
    if (!branches) return;
    pre.tagName = 'ul';
    pre.properties = { className: ['flowchart'] };
    pre.children = branches.map(itemOf);
  });
};
