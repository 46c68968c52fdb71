/** Quotes and code are not what the writer says. */
const withoutQuotes = (body: string): string =>
  body
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1[^\n]*$/gm, '')
    .replace(/^[ \t]*>.*$/gm, '')
    .replace(/`[^`\n]*`/g, (span) => span.replaceAll('@', '\0'));

/** What is said to the App in a comment that mentions it, without the mention; null where it is not mentioned or nothing is said. */
export const wordsToUs = (body: string, slug: string): string | null => {
  const name = slug.replace(/[^\w-]/g, '');
  const mention = new RegExp(`(?<![\\w@/-])@${name}(?:\\[bot\\])?(?![\\w-])[ \\t]*[,:]?`, 'gi');
  const text = withoutQuotes(body);
  if (name === '' || !mention.test(text)) return null;
  const said = text.replace(mention, '').replaceAll('\0', '@').trim();
  return said === '' ? null : said;
};
