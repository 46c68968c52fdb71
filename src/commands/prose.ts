import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** What the Markdown around an offset makes of the text there. */
export type Standing = 'prose' | 'lazy' | 'other';

export interface Prose {
  /** `lazy`: an unindented line that still belongs to the quote or list above it. */
  standing(offset: number): Standing;
  /** The source between two offsets without HTML comments, which nobody who reads the comment sees. */
  visible(range: { from: number; to: number }): string;
}

interface Zone {
  from: number;
  to: number;
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(function withoutOrnament() {
    // These cost quadratic time on hostile text, nested images cubic, and make no difference to where a line
    // stands: without them an image is `!` and a link.
    this.data().micromarkExtensions = [
      ...(this.data().micromarkExtensions ?? []),
      { disable: { null: ['attention', 'strikethrough', 'labelStartImage'] } },
    ];
  })
  .freeze();

type Root = ReturnType<typeof processor.parse>;

/** @throws RangeError when the text nests deeper than the stack. */
export const readProse = (source: string): Prose => {
  const root = processor.parse(source);
  const html = collectHtml(root, source);
  const comments = html.flatMap(commentsOf);
  const zones = htmlZones(html, source);
  return {
    standing: (offset) => {
      if (zones.some((zone) => contains(zone, offset))) return 'other';
      const block = root.children.find((child) => contains(zoneOf(child), offset));
      return block ? standingIn(block, { offset, source }) : 'other';
    },
    visible: ({ from, to }) => {
      let text = '';
      let at = from;
      for (const comment of comments.filter((zone) => zone.to > from && zone.from < to)) {
        text += source.slice(at, Math.max(at, comment.from));
        at = comment.to;
      }
      return text + source.slice(at, Math.max(at, to));
    },
  };
};

const contains = (zone: Zone, offset: number): boolean => zone.from <= offset && offset < zone.to;

const zoneOf = (node: { position?: Root['position'] }): Zone => ({
  from: node.position?.start.offset ?? -1,
  to: node.position?.end.offset ?? -1,
});

const standingIn = (block: Root['children'][number], at: { offset: number; source: string }): Standing => {
  if (block.type === 'paragraph') {
    const around = block.children.find((child) => contains(zoneOf(child), at.offset));
    return around === undefined || around.type === 'text' ? 'prose' : 'other';
  }
  const unindented = at.offset === 0 || '\r\n'.includes(at.source.charAt(at.offset - 1));
  return unindented && (block.type === 'blockquote' || block.type === 'list') ? 'lazy' : 'other';
};

interface Html extends Zone {
  text: string;
}

const collectHtml = (root: Root, source: string): Html[] => {
  const found: Html[] = [];
  visit(root, 'html', (node) => {
    const zone = zoneOf(node);
    found.push({ ...zone, text: source.slice(zone.from, zone.to) });
  });
  return found;
};

/** A node that begins with a comment may go on with tags and text on the same line. */
const commentPattern = /<!--[\s\S]*?(?:-->|$)/g;

const commentsOf = (html: Html): Zone[] =>
  [...html.text.matchAll(commentPattern)].map((match) => ({
    from: html.from + match.index,
    to: html.from + match.index + match[0].length,
  }));

const tagPattern = /<(\/?)([a-z][a-z0-9-]*)[^<>]*>/gi;
const voidElements = new Set([
  'area',
  'base',
  'br',
  'col',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);
/** Left open, these still hide or mark as foreign what follows. */
const hidingElements = new Set([
  'details',
  'summary',
  'blockquote',
  'pre',
  'code',
  'template',
  'script',
  'style',
  'textarea',
  'title',
]);

/**
 * Text between an opening and its closing tag. Markdown ends an HTML block at an empty line, browsers do not:
 * a paragraph between `<details>` and `</details>` is still inside it.
 */
const htmlZones = (html: Html[], source: string): Zone[] => {
  const zones: Zone[] = [];
  const open = new Map<string, number[]>();
  for (const tag of html.flatMap(tagsOf)) {
    const starts = open.get(tag.name) ?? [];
    const start = tag.closes ? starts.pop() : undefined;
    if (!tag.closes) starts.push(tag.from);
    if (start !== undefined) zones.push({ from: start, to: tag.to });
    open.set(tag.name, starts);
  }
  const unclosed = [...open].filter(([name]) => hidingElements.has(name)).flatMap(([, starts]) => starts);
  return [...zones, ...unclosed.map((from) => ({ from, to: source.length }))];
};

interface Tag extends Zone {
  name: string;
  closes: boolean;
}

const tagsOf = (html: Html): Tag[] =>
  [...html.text.replace(commentPattern, '').matchAll(tagPattern)]
    .map(([, slash, name = '']) => ({
      name: name.toLowerCase(),
      closes: slash === '/',
      from: html.from,
      to: html.to,
    }))
    .filter((tag) => !voidElements.has(tag.name));
