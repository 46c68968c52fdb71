import type { BotFinding, Reviewed } from '../../contracts/rounds/bot-review.ts';
import { severities } from '../../contracts/rounds/finding.ts';
import type { Item } from '../../core/item.ts';
import type { Round } from '../../core/rounds/round.ts';
import { code, inline, link, paragraphs, quoted } from '../markdown.ts';
import { commitLink, ticketLink, ticketTitle } from '../places.ts';
import { cleanText } from '../sanitize.ts';
import { type Entry, fitBullets, fitEntries } from './fitting.ts';
import { said, withoutStopSignal } from './said.ts';
import { isBlocking, severityNames, some, titleOf } from './words.ts';

/** First line of our review bot's word, by which it is recognised. Nothing else that we write carries it. */
export const botReviewMark = '<!-- throughline:bot-review -->';

/** Says that nothing stands in the way of a merge. */
export const stopSignal = 'No blocking findings.';

const share = { findings: 40_000, remarks: 7_000 };

const placeOf = ({ path, line }: BotFinding): string => withoutStopSignal(code(`${path}:${line}`, 410));

const entryOf = (finding: BotFinding): Entry => {
  const repeats = finding.repeats === null ? '' : ` (${inline(finding.repeats, 10)} again)`;
  const head = `- [${severityNames[finding.severity]}] ${titleOf(finding)}${repeats} - ${placeOf(finding)}`;
  return { full: `${head}\n  ${said(finding.why, 1_500)}`, short: head };
};

const worstFirst = (findings: readonly BotFinding[]): BotFinding[] =>
  [...findings].sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));

const findingsText = (all: readonly BotFinding[]): string => {
  const findings = worstFirst(all.filter(({ severity }) => severity !== 'note'));
  const fitted = fitEntries(findings.map(entryOf), share.findings);
  const cut = fitted.cut === 0 ? [] : [`- ${some(fitted.cut, 'more finding')}, in the evidence of the run`];
  return paragraphs(
    [...fitted.full, ...fitted.short, ...cut].join('\n'),
    findings.some(isBlocking) ? null : stopSignal,
  );
};

const remarksText = (remarks: readonly string[]): string => {
  const words = remarks.filter((text) => cleanText(text).trim() !== '');
  if (words.length === 0) return 'None.';
  return fitBullets(words, {
    room: share.remarks,
    most: 60,
    rest: (left) => `${left} more, in the evidence of the run`,
  });
};

const noteOf = (finding: BotFinding): string =>
  `${titleOf(finding)} - ${placeOf(finding)}: ${said(finding.why, 800)}`;

/** Our review bot's word on one head, in the documented form. At most about 60,000 characters. */
export const botReviewText = ({
  item,
  round,
  review,
}: {
  item: Item;
  round: Round;
  review: Reviewed;
}): string => {
  const pull = item.pull ? ` of pull request ${link(`#${item.pull.number}`, item.pull.url)}` : '';
  const notes = review.findings.filter(({ severity }) => severity === 'note').map(noteOf);
  return paragraphs(
    botReviewMark,
    `Review${pull} for ${ticketLink(item)} ${ticketTitle(item)}, round ${round.number}`,
    `Reviewed commit: ${commitLink(item, round.head)} (${code(round.head, 64)})`,
    withoutStopSignal(quoted(review.summary)),
    '## Findings',
    findingsText(review.findings),
    '## Open Questions',
    remarksText(review.questions.map((text) => said(text, 1_000))),
    '## Notes',
    remarksText([...notes, ...review.notes.map((text) => said(text, 1_000))]),
  );
};
