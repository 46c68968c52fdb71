const secrets: RegExp[] = [
  // Installation, user, OAuth and refresh tokens, and fine-grained personal ones.
  /\bgh[a-z]_[A-Za-z0-9_.-]{10,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{10,}/g,
  // JSON Web Tokens.
  /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Text of the outside for a message or a log line, without credentials. */
export function redact(text: string): string {
  const plain = secrets.reduce((rest, secret) => rest.replace(secret, '[redacted]'), text);
  return plain
    .replace(/\b(bearer|token|basic)\s+(?!\[redacted\])[A-Za-z0-9._~+/=-]{16,}/gi, '$1 [redacted]')
    .replace(/\b((?:access_)?token|client_secret|secret)=[^&\s"']+/gi, '$1=[redacted]')
    .replace(/:\/\/[^/\s:@]+:[^/\s@]+@/g, '://[redacted]@');
}
