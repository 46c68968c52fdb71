import type rehypeSanitize from 'rehype-sanitize';
import { visit } from 'unist-util-visit';

type Root = ReturnType<ReturnType<typeof rehypeSanitize>>;
type Element = Extract<Root['children'][number], { type: 'element' }>;

/** Where the tick of a box goes: the fields name the comment, `line` is added. */
export interface BoxForm {
  action: string;
  fields: Record<string, string>;
}

const element = (
  tagName: string,
  properties: Element['properties'],
  children: Element['children'] = [],
): Element => ({ type: 'element', tagName, properties, children });

const hidden = (name: string, value: string): Element => element('input', { type: 'hidden', name, value });

const isBox = (node: Element['children'][number] | undefined): node is Element =>
  node?.type === 'element' && node.tagName === 'input' && node.properties.type === 'checkbox';

const isBlock = (node: Element['children'][number]): boolean =>
  node.type === 'element' &&
  ['ul', 'ol', 'p', 'pre', 'table', 'blockquote', 'details'].includes(node.tagName);

/** A loose list has its box inside the item's first paragraph, which cannot hold a form. */
const holderOf = (item: Element): Element | null => {
  if (isBox(item.children[0])) return item;
  const first = item.children.find((child) => child.type === 'element');
  if (first?.type !== 'element' || first.tagName !== 'p' || !isBox(first.children[0])) return null;
  first.tagName = 'div';
  return first;
};

const formAround = (holder: Element, line: number, { action, fields }: BoxForm): void => {
  const [box, ...rest] = holder.children;
  if (!isBox(box)) return;
  const firstBlock = rest.findIndex(isBlock);
  const end = firstBlock < 0 ? rest.length : firstBlock;
  const tick = element('input', {
    type: 'checkbox',
    name: 'ticked',
    value: 'on',
    checked: box.properties.checked === true,
    dataTick: '',
  });
  const apply = element('noscript', {}, [element('button', {}, [{ type: 'text', value: 'Apply' }])]);
  const form = element('form', { className: ['box'], method: 'post', action }, [
    ...Object.entries({ ...fields, line: String(line) }).map(([name, value]) => hidden(name, value)),
    element('label', {}, [tick, element('span', {}, rest.slice(0, end))]),
    apply,
  ]);
  holder.children = [form, ...rest.slice(end)];
};

/** Puts a form around every box of a task list. Comes after the sanitizer, which would take forms out. */
export const tickable = (form: BoxForm) => (tree: Root) => {
  visit(tree, 'element', (node: Element) => {
    const line = node.position?.start.line;
    if (node.tagName !== 'li' || line === undefined) return;
    const holder = holderOf(node);
    if (holder) formAround(holder, line, form);
  });
};
