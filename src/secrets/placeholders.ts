const words =
  'pass|passwd|password|passwort|pw|pwd|secret|token|user|username|admin|root|postgres|mysql|mongo|redis|rabbitmq|guest|test|testing|dev|local|example|changeme|change_me|dummy|foo|bar';
const trivial = new RegExp(`^(?:(?:my|your|db|the)?[-_]?)?(?:${words})\\d{0,3}$`, 'i');
/** Filled in when the program runs: `\${x}`, `$x`, `{x}`, `%s`, `<x>`, `***`. */
const filledIn = /[${}<>*]|^%[a-z]$|^\[.*\]$|^\.{3}|…/i;
const nowhere = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid))$/i;

/** A password of a local service is short; a key is a key wherever it is sent. */
const shortestKey = 20;

const addresses =
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/([^\s/:@]{1,200}):([^\s/@]{1,200})@([^\s/:?#'"`)\],;]{0,253})/gi;
/** What documentation writes in a key's place; without it nothing around it is long enough to be one. */
const standIns = /([xX*])\1{9,}|(?:\/bPxRfiCY)?EXAMPLE(?:KEY)?/g;

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/**
 * The text with blanks for what only looks like a credential: templates, stand-ins of documentation, the passwords of
 * databases that exist for a test. Work that holds them is ordinary. Same length, same lines.
 */
export const withoutPlaceholders = (text: string): string =>
  text
    .replace(addresses, (whole: string, user: string, password: string, host: string) =>
      trivial.test(password) ||
      filledIn.test(password) ||
      password === user ||
      (nowhere.test(host) && password.length < shortestKey)
        ? blank(whole)
        : whole,
    )
    .replace(standIns, blank);
