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

/** Keys of nobody: counted up on the keyboard. Chance does not write nine in a row. */
const countedUp = /0?123456789(?:0(?:12)?)?|abcdefghi[j-z]{0,17}|987654321|fedcba987/gi;
/** No part of a key, and no end of an address. */
const filled = (run: string): string => '~'.repeat(run.length);
/** Tokens of documentation (jwt.io, RFC 7519, a local Supabase), by what they say. */
const sampleTokens =
  /eyJ[\w-]{8,200}\.eyJ(?:zdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l|pc3MiOiJqb2UiLA0KICJleHAi|pc3MiOiJzdXBhYmFzZS1kZW1v)[\w-]{0,1000}(?:\.[\w-]{0,1000})?/g;

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
    .replace(sampleTokens, blank)
    .replace(countedUp, filled)
    .replace(standIns, blank);
