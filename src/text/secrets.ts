/** Shapes of credentials that are recognised without context. Scanners know more; this is the last net before a comment. */
const shapes: { name: string; pattern: RegExp }[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { name: 'GitHub token', pattern: /(?<![A-Za-z0-9])gh[opusr]_[A-Za-z0-9_.-]{16,}/g },
  { name: 'GitHub token', pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{16,}/g },
  { name: 'Linear key', pattern: /(?<![A-Za-z0-9])lin_(?:api|oauth|wh)_[A-Za-z0-9_]{16,}/g },
  { name: 'GitLab token', pattern: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{16,}/g },
  { name: 'npm token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}/g },
  { name: 'Slack token', pattern: /(?<![A-Za-z0-9])xox[abeprs]-[A-Za-z0-9-]{10,}/g },
  { name: 'Google key', pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}/g },
  // A digit keeps hyphenated words (`sk-learn-…`) readable.
  { name: 'API key', pattern: /(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{16,}/g },
  { name: 'AWS key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])/g },
  {
    name: 'JSON Web Token',
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8,3000}\.[A-Za-z0-9_-]{8,1000}/g,
  },
];

const awsSecret = /(aws_?secret_?access_?key["']?\s*[=:]\s*["']?)[A-Za-z0-9/+=]{30,}/gi;
const urlPassword = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{1,200}:)[^\s/@]{1,200}(?=@)/gi;

/** Replaces what is plainly a credential by a note of its kind. */
export const redactSecrets = (text: string): string => {
  const known = shapes.reduce(
    (rest, shape) => rest.replace(shape.pattern, `[redacted: ${shape.name}]`),
    text,
  );
  return known.replace(awsSecret, '$1[redacted: AWS key]').replace(urlPassword, '$1[redacted]');
};
