import { type Check, listed } from './check.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, verdictFrom } from './finding.ts';
import { bannedUses } from './forbidden/banned.ts';
import { guardedFiles } from './forbidden/files.ts';
import { guardedIdentifier } from './forbidden/protected.ts';
import { type Rule, rulesOf } from './forbidden/rules.ts';
import { checkTitles } from './titles.ts';

const findingsOf = (rule: Rule, evidence: Evidence): Finding[] => {
  if (rule.what === 'used' || rule.what === 'logged') return bannedUses(rule, evidence);
  if (rule.kind === 'path') return guardedFiles(rule, evidence);
  return rule.kind === 'identifier' ? guardedIdentifier(rule, evidence) : [];
};

const named = (rules: Rule[]): string[] => [...new Set(rules.map(({ name }) => name))];

export const forbiddenIdentifiers: Check = {
  id: 'forbidden-identifiers',
  title: checkTitles['forbidden-identifiers'],
  words: (evidence) => rulesOf(evidence).flatMap(({ kind, name }) => (kind === 'identifier' ? [name] : [])),
  run: (evidence) => {
    const rules = rulesOf(evidence);
    if (rules.length === 0) {
      return {
        verdict: 'n/a',
        evidence: [
          'Neither the tasks, the design and the specs nor `review.guarded` guard anything by name.',
        ],
      };
    }
    const banned = rules.filter(({ what }) => what === 'used' || what === 'logged');
    const kept = rules.filter((rule) => !banned.includes(rule));
    return verdictFrom(
      rules.flatMap((rule) => findingsOf(rule, evidence)),
      [
        ...(kept.length > 0 ? [`Guarded: ${listed(named(kept))}.`] : []),
        ...(banned.length > 0 ? [`Banned from new code: ${listed(named(banned))}.`] : []),
      ],
    );
  },
};
