import { lint } from './lint.js';
import { printReport } from './report.js';
import { sync } from './sync.js';
import { readWarehouse } from './warehouse.js';

const usage = `Usage:
  waymark lint <warehouse>
  waymark sync <warehouse> <project>`;

/**
 * @param {string[]} args without node and script
 * @param {{out: (line: string) => void, err: (line: string) => void}} print
 * @returns {Promise<number>} exit code
 */
export async function main(args, print) {
  const [command, ...folders] = args;
  if (command === 'lint' && folders.length === 1) {
    const findings = lint(await readWarehouse(folders[0]));
    printReport(findings, print);
    return findings.length === 0 ? 0 : 1;
  }
  if (command === 'sync' && folders.length === 2) {
    const { written, warnings } = await sync(await readWarehouse(folders[0]), folders[1]);
    for (const warning of warnings) print.err(`warning: ${warning}`);
    print.out(`${written.length} artifacts written`);
    return 0;
  }
  print.err(usage);
  return 2;
}
