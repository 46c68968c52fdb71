import type { Failure } from './failure.ts';
import { graphqlOperations, type Need, restOperations } from './permissions.ts';

const needs: Record<string, Need> = { ...restOperations, ...graphqlOperations };

/** Reads `issues=write; pull_requests=write`, in which GitHub names what the request would have needed. */
function accepted(header: string | undefined): string | null {
  const named = (header ?? '').split(';').flatMap((each) => {
    const [permission, access] = each.trim().split('=');
    return permission && access ? `"${permission}: ${access}"` : [];
  });
  return named.length === 0 ? null : named.join(' or ');
}

function permissionNeeded(operation: string, failure: Failure): string | null {
  const said = accepted(failure.headers['x-accepted-github-permissions']);
  if (said !== null) return said;
  const need = needs[operation];
  return need?.token === 'installation' ? `"${need.permission}: ${need.access}"` : null;
}

const byText: [RegExp, string][] = [
  [
    /without [`'"]?workflows?[`'"]? permission/i,
    'The commit changes files under .github/workflows/, which the App is not allowed to write: a person has to push it.',
  ],
  [/suspended/i, "Unsuspend the App under the account's Settings → GitHub Apps."],
  [
    /ip allow list/i,
    "Add the App's address to the organization's IP allow list, or let installed Apps bypass it.",
  ],
  [/SAML|single sign-on/i, 'Have an owner approve the App for single sign-on in the organization.'],
  [
    /archived/i,
    'Unarchive the repository (Settings → Danger Zone), or remove it from the App’s installation.',
  ],
  [
    /protected branch|repository rule|rule violation/i,
    'Let the App bypass the branch rule: repository Settings → Rules → Rulesets (or Branches), bypass list.',
  ],
  [/has been disabled|are disabled/i, 'Switch the feature on again in the repository’s Settings → General.'],
  [
    /not have ['"`]?workflow_dispatch/i,
    'Add `on: workflow_dispatch` to the workflow file on the default branch.',
  ],
  [
    /unexpected inputs/i,
    'Replace the workflow file by the one of this release: it declares the inputs that are sent.',
  ],
  [
    /no ref found/i,
    'The ref to run the workflow on does not exist; it is made anew with the next attempt, so /retry.',
  ],
  [/too large|too long/i, 'Make the text or file smaller; GitHub does not take one of this size.'],
  [
    /no commits between/i,
    'Push a commit to the branch first: GitHub opens no pull request without a difference.',
  ],
  [/\blocked\b/i, 'Unlock the conversation on GitHub.'],
];

const byStatus: Record<number, string> = {
  400: 'This request is malformed; please report it with this message.',
  401: 'Check APP_ID and PRIVATE_KEY: the key may have been revoked, or the clock of this machine may be off by more than a minute.',
  404: 'Check that it still exists and that the App’s installation includes this repository (Settings → GitHub Apps → Configure).',
  410: 'It was deleted, or the feature is switched off in the repository’s Settings → General.',
  451: 'GitHub has blocked this repository; see its page on GitHub.',
};

/** The next step for a person after GitHub's no. */
export function remedyFor(operation: string, failure: Failure): string {
  const known = byText.find(([text]) => text.test(failure.message));
  if (known !== undefined) return known[1];
  const permission = failure.status === 403 ? permissionNeeded(operation, failure) : null;
  if (permission !== null) {
    return `Give the App the permission ${permission} (its settings, Permissions & events), then accept the change in the installation.`;
  }
  return byStatus[failure.status ?? 0] ?? 'See the message of GitHub above, and put it right there.';
}
