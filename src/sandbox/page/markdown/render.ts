import { type HtmlEscapedString, raw } from 'hono/utils/html';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { type BoxForm, tickable } from './boxes.ts';
import { drawn } from './diagrams.ts';

/** GitHub's own list, without what would be loaded from elsewhere. */
const schema = { ...defaultSchema, tagNames: defaultSchema.tagNames?.filter((name) => name !== 'img') ?? [] };

const base = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(function withoutImages() {
    // An image is an exclamation mark and a link.
    this.data().micromarkExtensions = [
      ...(this.data().micromarkExtensions ?? []),
      { disable: { null: ['labelStartImage'] } },
    ];
  })
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, schema)
  .use(drawn)
  .freeze();

const still = base().use(rehypeStringify).freeze();

const MOST_KEPT = 400;
const kept = new Map<string, HtmlEscapedString>();

/** Every change renders the whole page, and nearly all of its texts are as they were. */
const remembered = (key: string, make: () => HtmlEscapedString): HtmlEscapedString => {
  const html = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, html);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return html;
};

/** Markdown as safe HTML. With `boxes` its task lists can be ticked. */
export const renderMarkdown = (text: string, boxes?: BoxForm): HtmlEscapedString =>
  remembered(JSON.stringify([boxes ?? null, text]), () => {
    const processor = boxes ? base().use(tickable, boxes).use(rehypeStringify) : still;
    return raw(processor.processSync(text).toString());
  });
