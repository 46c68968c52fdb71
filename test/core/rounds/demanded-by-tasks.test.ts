import { describe, expect, it } from 'vitest';
import type { OpenFinding } from '../../../src/contracts/rounds/triage.ts';
import { triageProblems } from '../../../src/core/rounds/triage-rules.ts';

const finding: OpenFinding = {
  ...{ id: 'F1', severity: 'high', title: '', path: null, line: null, detail: '' },
  ...{ by: 'throughline[bot]', demanded: false },
};

/** What is to be mended of a High that is filed with the words of the only task. */
const filing = (quote: string, title: string) =>
  triageProblems({
    answers: [
      {
        ...{ finding: 'F1', answer: 'file', reason: 'Out of scope.', title, blocks: null, deferrable: null },
        cites: { of: 'task', id: '1.1', quote },
      },
    ],
    inputs: { findings: [{ ...finding, title }] },
    change: {
      tasks: `# Tasks\n\n## 1. Work\n\n- [ ] 1.1 ${quote}\n`,
      ...{ documents: [], decisions: [], code: () => null, codeNow: () => null },
    },
  });

describe('what a task says of the program', () => {
  it.each([
    ['Passwords MUST NOT be logged', 'Passwords are printed to stdout in debug mode'],
    ['The session cookie SHALL NOT be sent without Secure', 'Session cookie is set without the Secure flag'],
    ['SHALL NOT block the event loop', 'Exporter uses readFileSync and stalls the event loop'],
    ['SHALL NOT rewrite the link label', '`--fix` changes the link label instead of the target'],
    ['files in `exclude` are left out of the report', 'Excluded files still show up in the report'],
    ['Follow-up emails are sent after 3 days', 'Follow-up emails are sent twice'],
    ['settings remain unchanged after a failed import', "A failed import overwrites the user's settings"],
    ['Do not change the public API of `Client`', 'Public API of `Client` lost its `close()` method'],
  ])('is demanded, and not left out: %s', (quote, title) => {
    expect(filing(quote, title)).toEqual([expect.stringMatching(/^F1 cannot be filed so: .* fix/)]);
  });

  it.each([
    ['`Legacy.pm` SHALL NOT be modified: it reads as before', '`Legacy.pm` opens files without a layer'],
    ['Do not change the public API of `Client`', '`Client` drops requests that time out'],
    ['Moving the warehouse is handled in a follow-up', 'The warehouse lies beside the scanner'],
    ['This change does not touch the warehouse', 'Warehouse links are broken'],
    ['Archives are left out of this change', 'Links in archives are broken'],
    ['Windows paths are deferred to a later change', 'Backslashes break on Windows'],
  ])('of the change is left out: %s', (quote, title) => {
    expect(filing(quote, title)).toEqual([]);
  });
});
