/**
 * One line per finding, as editors and terminals link it, then a count.
 *
 * @param {{path: string, line: number, rule: string, message: string}[]} findings
 */
export function printReport(findings, print) {
  for (const { path, line, rule, message } of findings) print.err(`${path}:${line}: ${rule}: ${message}`);
  if (findings.length === 0) print.out('no findings');
  else print.err(`${findings.length} finding${findings.length === 1 ? '' : 's'}`);
}
