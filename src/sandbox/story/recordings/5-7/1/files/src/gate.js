import { lint } from './lint.js';

/**
 * Whether a contribution may go in. Any finding keeps it out; there are no levels.
 *
 * @param {Map<string, string | null>} files the warehouse with the contribution
 * @returns {{open: boolean, lines: string[]}}
 */
export function gate(files) {
  const findings = lint(files);
  const lines = findings.map(({ path, line, rule, message }) => `${path}:${line}: ${rule}: ${message}`);
  const fixable = findings.filter((finding) => finding.fix !== undefined).length;
  if (findings.length === 0) return { open: true, lines: ['the gate is open: every link holds'] };
  lines.push(`the gate is closed: ${findings.length} to repair`);
  if (fixable > 0) lines.push(`${fixable} of them repaired by: waymark lint --fix <warehouse>`);
  return { open: false, lines };
}
