import type { Item } from '../../core/item.ts';
import type { Reply } from '../../core/reply.ts';
import type { Finding } from '../../core/rounds/round.ts';
import { bullets, code, inline, link, paragraphs } from '../markdown.ts';
import { placeName, titleOf } from './words.ts';

const whereOf = ({ by, url }: Finding): string =>
  url === null ? `asked for by ${inline(by, 60)}` : link(`asked for by ${inline(by, 60)}`, url);

const lineOf = (finding: Finding): string => {
  const place = placeName(finding);
  const { id, by } = finding;
  return `**${inline(id, 10)}** ${titleOf(finding)}${place === null ? '' : ` (${code(place, 200)})`}, ${whereOf(finding)}: ${code(`/triage ${id} fix`)}, ${code(`/triage ${id} file`)}, or ${code(`/triage ${id} ack <why>`)} by ${inline(by, 60)} alone, on GitHub.`;
};

/** One question for all that people ask for and no rule can answer. */
export const demandUndecided = (reply: Extract<Reply, { kind: 'demand-undecided' }>, item: Item): string => {
  const findings = (item.findings ?? []).filter(({ id }) => reply.findings.includes(id));
  return paragraphs(
    `${inline(reply.to, 60)}: what becomes of ${findings.length === 1 ? 'this' : 'these'}? The triage could neither have it fixed nor filed, and what a person asks for is not acknowledged away. The round waits for an answer to each.`,
    bullets(findings.slice(0, 20).map(lineOf)),
  );
};
