import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** What stands on the first level of a comment, in its own words. */
export type Block =
  | { kind: 'heading'; depth: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'items'; items: string[] }
  | { kind: 'html'; text: string }
  /** Code, quotations, rules: never a reviewer's word of their own. */
  | { kind: 'other'; text: string };

/**
 * Only the blocks are asked for, bold marks and links are read from the source. What stands within a line costs
 * quadratic time on hostile text.
 */
const withinLines = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'definition',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

const processor = unified()
  .use(remarkParse)
  .use(function blocksOnly() {
    this.data().micromarkExtensions = [
      ...(this.data().micromarkExtensions ?? []),
      { disable: { null: withinLines } },
    ];
  })
  .freeze();

type Node = ReturnType<typeof processor.parse>['children'][number];
interface Standing {
  position?: Node['position'];
}

const sourceOf = (node: Standing, source: string): string =>
  source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);

/** A bold line of its own stands for a heading below all others. */
const boldLine = /^\s*(?:\*\*|__)([^\n]{1,200}?)(?:\*\*|__):?\s*$/;
const boldDepth = 7;

const itemText = (item: Standing, source: string): string => {
  const [first = '', ...others] = sourceOf(item, source).split('\n');
  const mark = /^\s*(?:[-*+]|\d{1,9}[.)])\s*(?:\[[ xX]\]\s+)?/.exec(first)?.[0].length ?? 0;
  const kept = others.map((line) => line.slice(Math.min(mark, line.length - line.trimStart().length)));
  return [first.slice(mark), ...kept].join('\n').trim();
};

const blockOf = (node: Node, source: string): Block => {
  const text = sourceOf(node, source);
  switch (node.type) {
    case 'heading':
      return {
        kind: 'heading',
        depth: node.depth,
        text: text.replace(/^\s*#+|\n[\s\S]*$|#+\s*$/g, '').trim(),
      };
    case 'paragraph': {
      const bold = boldLine.exec(text)?.[1];
      return bold === undefined
        ? { kind: 'paragraph', text }
        : { kind: 'heading', depth: boldDepth, text: bold };
    }
    case 'list':
      return { kind: 'items', items: node.children.map((item) => itemText(item, source)) };
    case 'html':
      return { kind: 'html', text };
    default:
      return { kind: 'other', text };
  }
};

/** Containers in containers cost quadratic time; nobody nests a review deeper. */
const tooDeep = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){40}/m;

/** null for what is nested deeper than any review. */
export const blocksOf = (source: string): Block[] | null => {
  if (tooDeep.test(source)) return null;
  try {
    return processor.parse(source).children.map((node) => blockOf(node, source));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
