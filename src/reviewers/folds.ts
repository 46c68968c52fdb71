import { withoutCommentsOnce } from '../text/sanitize.ts';
import { fencedLines } from './words.ts';

/** A `<details>` block; the outermost one is the text itself. */
export interface Fold {
  summary: string;
  /** What stands in it, without what is folded further in. */
  text: string;
  folds: Fold[];
}

interface Open {
  summary: string[];
  text: string[];
  folds: Fold[];
}

const tag = /<(\/?)(details|summary|blockquote)\b[^<>]{0,200}>/gi;
const quotation = /^(?:[ ]{0,3}>[ ]?){1,20}/;
const deepest = 30;

const opened = (): Open => ({ summary: [], text: [], folds: [] });
const closed = ({ summary, text, folds }: Open): Fold => ({
  summary: summary
    .join('')
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/\s+/g, ' ')
    .trim(),
  text: text.join(''),
  folds,
});

const inCode = (before: string): boolean => before.split('`').length % 2 === 0;

class Unfolding {
  readonly stack: Open[] = [opened()];
  summing = false;

  top(): Open {
    return this.stack.at(-1) ?? opened();
  }

  say(text: string): void {
    const top = this.top();
    (this.summing ? top.summary : top.text).push(text);
  }

  close(): void {
    const fold = this.stack.length > 1 ? this.stack.pop() : undefined;
    if (fold) this.top().folds.push(closed(fold));
  }

  tag(name: string, closes: boolean): void {
    if (name === 'summary') this.summing = !closes && this.stack.length > 1;
    if (name !== 'details') return;
    this.summing = false;
    if (closes) this.close();
    else if (this.stack.length < deepest) this.stack.push(opened());
  }

  line(line: string): void {
    let at = 0;
    for (const match of line.matchAll(tag)) {
      if (line.length < 5_000 && inCode(line.slice(0, match.index))) continue;
      this.say(line.slice(at, match.index));
      this.tag((match[2] ?? '').toLowerCase(), match[1] === '/');
      at = match.index + match[0].length;
    }
    this.say(`${line.slice(at)}\n`);
  }
}

/**
 * Reviewers fold what they wrote into `<details>`, in quotations too. Markdown does not see such blocks as one, so
 * they are read by their tags; what is left open goes to the end.
 */
export const readFolds = (body: string): Fold => {
  const unfolding = new Unfolding();
  const unquoted = withoutCommentsOnce(body)
    .split('\n')
    .map((line) => line.replace(quotation, ''));
  for (const { line, fenced } of fencedLines(unquoted.join('\n'))) {
    if (fenced) unfolding.say(`${line}\n`);
    else unfolding.line(line);
  }
  while (unfolding.stack.length > 1) unfolding.close();
  return closed(unfolding.top());
};
