import { scanText } from '../../secrets/scan.ts';
import { redactSecrets } from '../../text/secrets.ts';
import type { KnownSecrets } from './known.ts';

/** A text for people, without what looks like a credential and without what is one. */
export const redactText = async (text: string, known: KnownSecrets): Promise<string> => {
  // First what spans lines: were its beginning taken out alone, nothing would recognise the rest.
  const cleared = redactSecrets(known.redact(text));
  const findings = await scanText(cleared);
  return findings
    .filter((finding) => finding.matched.length > 0)
    .reduce((rest, { matched, kind }) => rest.replaceAll(matched, `[redacted: ${kind}]`), cleared);
};
