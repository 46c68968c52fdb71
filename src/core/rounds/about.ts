import type { Citation, OpenFinding } from '../../contracts/rounds/triage.ts';
import { headingsAbove } from './left-out.ts';
import { linesWith } from './quotes.ts';
import { namesIn, tellingWords } from './words.ts';

export type Told = Pick<OpenFinding, 'title' | 'detail' | 'path'>;

const fileName = (path: string): string => path.split('/').at(-1) ?? '';
const bareFileName = (path: string): string => fileName(path).replace(/\.\w+$/, '');

const aroundQuote = (text: string, quote: string): string[] => {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  return linesWith(text, quote).map((number) => lines[number - 1] ?? '');
};

/** A task and a decision are about what they say as a whole, a document about what the quoted lines say. */
const citedIn = (cites: Citation, { path, text }: { path: string; text: string }): string =>
  [
    cites.quote,
    ...(cites.of === 'decision' ? [cites.id ?? ''] : []),
    ...(path === 'decision' || cites.of === 'task' ? [text] : aroundQuote(text, cites.quote)),
  ].join('\n');

/** `counting`: what of the cited words says which they are about. */
const sharesWords = (finding: Told, cited: string, counting: string): boolean => {
  const [path, name] = [finding.path ?? '', fileName(finding.path ?? '')];
  if (path !== '' && (cited.includes(path) || (name.length > 3 && cited.includes(name)))) return true;
  const told = `${finding.title}\n${finding.detail}`;
  const names = namesIn(cited);
  const words = new Set(tellingWords(counting).filter((word) => !/^[a-z\d]$/.test(word)));
  return (
    [...namesIn(told)].some((one) => names.has(one)) ||
    tellingWords(`${told}\n${bareFileName(path)}`).some((word) => words.has(word))
  );
};

/** Whether words that leave something out may mean this finding. `place`: where they stand. */
export const isAbout = (finding: Told, cites: Citation, place: { path: string; text: string }): boolean => {
  const cited = citedIn(cites, place);
  return sharesWords(finding, cited, withoutScopeWords(cited));
};

/** Whether what was decided, or was there before, may be what this finding contradicts. */
export const isAnsweredBy = (
  finding: Told,
  cites: Citation,
  place: { path: string; text: string },
): boolean => {
  const cited = citedIn(cites, place);
  if (cites.of === 'code') return isAnsweredByCode(finding, cites.path, cited);
  const lines = place.text.replace(/\r\n?/g, '\n').split('\n');
  const titles = linesWith(place.text, cites.quote).flatMap((number) => headingsAbove(lines, number - 1));
  return sharesWords(finding, cited, [cited, ...titles.map(withoutUsualTitles)].join('\n'));
};

/** That both are of one file says nothing: any line of it would do. */
const isAnsweredByCode = (finding: Told, path: string, cited: string): boolean => {
  if (finding.path === null || fileName(finding.path) !== fileName(path))
    return sharesWords(finding, cited, withoutKeywords(`${bareFileName(path)}\n${cited}`));
  return sharesWords({ ...finding, path: null }, cited, withoutKeywords(cited));
};

/** They stand in every such sentence. */
const withoutScopeWords = (text: string): string =>
  text.replace(
    /\b(?:out|scope|non-?goals?|follow-?ups?|later|future|separate|modif\w+|touch\w*|unchanged|untouched|stays?|remains?|part|left|goals?|leave|task|ticket|release|works?)\b/gi,
    ' ',
  );

/** They stand in every other line of code. */
const withoutKeywords = (text: string): string =>
  text.replace(
    /\b(?:export|import|require|const|let|var|def|fn|func|pub|public|private|protected|static|async|await|void|int|bool|boolean|true|false|self|throw|try|catch|begin|end|our|my|use)\b(?!\()/gi,
    ' ',
  );

const withoutUsualTitles = (title: string): string =>
  title.replace(
    /\b(?:design|context|decisions?|log|risks?|trade-?offs?|goals?|migration|plan|open|questions?)\b/gi,
    ' ',
  );
