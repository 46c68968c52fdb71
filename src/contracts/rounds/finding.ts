import { z } from 'zod';
import { prose } from '../planning/pointer.ts';

/** From worst to least. A `note` asks for nothing, and is answered all the same. */
export const severities = ['high', 'medium', 'low', 'note'] as const;
export type Severity = (typeof severities)[number];
export const severitySchema = z.enum(severities);

/** `F2`: numbered through all rounds of an item, so that people can name it in a command. */
export const findingIdSchema = z.string().regex(/^F[1-9]\d{0,3}$/);

/** A finding as its reviewer put it, whoever that is. */
export const reportedFindingSchema = z.strictObject({
  severity: severitySchema,
  title: prose(300),
  /** Repository-relative; null for one about the whole. */
  path: z.string().min(1).max(400).nullable(),
  /** 1-based, at the commit that was reviewed; null where the reviewer names none. */
  line: z.int().min(1).nullable(),
  /** What is wrong and what it leads to; empty where the title says it all. */
  detail: z.string().max(4_000),
});
export type ReportedFinding = z.infer<typeof reportedFindingSchema>;

/** What became of a finding of an earlier round, as the next reviewer and the triage are told. */
export const earlierFindingSchema = z.strictObject({
  id: findingIdSchema,
  round: z.int().min(1),
  severity: severitySchema,
  title: z.string(),
  path: z.string().nullable(),
  line: z.int().nullable(),
  answer: z.enum(['fixed', 'acknowledged', 'filed']),
  /** In the words that were posted, with commit or ticket. */
  said: z.string(),
  /** The code it was about has changed since it was answered: only then it may be raised again. */
  codeChanged: z.boolean(),
});
export type EarlierFinding = z.infer<typeof earlierFindingSchema>;

/** A row of the decision log: what contradicts it is no finding. */
export const recordedDecisionSchema = z.strictObject({ id: z.string(), answer: z.string(), why: z.string() });
export type RecordedDecision = z.infer<typeof recordedDecisionSchema>;
