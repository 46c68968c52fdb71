/** Sentences that forbid something (`SHALL NOT`, `MUST NOT`), whole, in order, each once. */
export const forbiddingSentences = (markdown: string): string[] => {
  const sentences = blocksOf(markdown)
    .flatMap((block) => block.split(/(?<=[.!?])\s+(?=[`"*_A-Z])/))
    .map((sentence) => sentence.trim().replace(/^\d+(?:\.\d+)+\s+/, ''))
    .filter((sentence) => /\b(?:SHALL|MUST) NOT\b/.test(sentence));
  return [...new Set(sentences)];
};

/** Paragraphs and list items on one line each, without their markers: a sentence may be wrapped, never spread over items. */
const blocksOf = (markdown: string): string[] => {
  const blocks: string[] = [];
  let open = '';
  const close = (): void => {
    if (open !== '') blocks.push(open);
    open = '';
  };
  for (const line of markdown.split(/\r?\n/)) {
    const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[.?\]\s+)?(.*)$/.exec(line);
    const heading = /^#{1,6}\s/.test(line);
    if (item || heading || line.trim() === '') close();
    if (!heading) open = `${open} ${(item?.[1] ?? line).trim()}`.trim();
  }
  close();
  return blocks;
};
