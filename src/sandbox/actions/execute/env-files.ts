import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** GitHub's own limits, bytes. */
const mostSummary = 1024 * 1024;
const mostRead = 50 * 1024 * 1024;

const files = {
  GITHUB_OUTPUT: 'set_output',
  GITHUB_ENV: 'set_env',
  GITHUB_PATH: 'add_path',
  GITHUB_STATE: 'save_state',
  GITHUB_STEP_SUMMARY: 'step_summary',
} as const;
type FileName = keyof typeof files;

/** What a step wrote into its files. */
export interface Written {
  outputs: [string, string][];
  env: [string, string][];
  paths: string[];
  summary: string | null;
  /** What could not be read, in GitHub's words; the step has failed. */
  problems: string[];
  /** What is said but fails nothing. */
  remarks: string[];
}

/** One pair from the front of the lines, which are taken. */
function takePair(lines: string[]): [string, string] {
  const line = lines.shift() ?? '';
  const [, plain, value] = /^((?:(?!<<)[^=])+)=(.*)$/s.exec(line) ?? [];
  if (plain !== undefined && value !== undefined) return [plain, value];
  const [, name, end] = /^((?:(?!<<)[^=])+)<<(.+)$/s.exec(line) ?? [];
  if (name === undefined || end === undefined) throw new Error(`Invalid format '${line}'`);
  const at = lines.indexOf(end);
  if (at < 0) throw new Error(`Invalid value. Matching delimiter not found '${end}'`);
  const text = lines.slice(0, at).join('\n');
  lines.splice(0, at + 1);
  return [name, text];
}

/** `NAME=value`, or `NAME<<END`, lines, `END`. */
export function readPairs(text: string): [string, string][] {
  const lines = text.replace(/\n$/, '').split('\n');
  const pairs: [string, string][] = [];
  while (lines.length > 0) {
    if (lines[0] === '' || lines[0] === '\r') lines.shift();
    else pairs.push(takePair(lines));
  }
  return pairs;
}

/** No more of a file is read than GitHub would take. */
async function readSome(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > mostRead) throw new Error(`The file has ${size} bytes; ${mostRead} are the most`);
    return (await file.readFile('utf8')).replace(/^\uFEFF/, '');
  } finally {
    await file.close();
  }
}

async function readSummary(path: string, written: Written): Promise<void> {
  const { size } = await stat(path);
  if (size === 0) return;
  if (size > mostSummary) {
    written.remarks.push(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.round(size / 1024)}k.`,
    );
    return;
  }
  written.summary = await readFile(path, 'utf8');
}

/** Makes a step's files; what it gets of them as environment, and the reading of them afterwards. */
export async function createEnvFiles(folder: string, id: string) {
  await mkdir(folder, { recursive: true });
  const env = Object.fromEntries(
    Object.entries(files).map(([name, prefix]) => [name, join(folder, `${prefix}_${id}`)]),
  );
  for (const path of Object.values(env)) await writeFile(path, '');
  const pathOf = (name: FileName): string => env[name] ?? '';

  async function read(): Promise<Written> {
    const written: Written = { outputs: [], env: [], paths: [], summary: null, problems: [], remarks: [] };
    const attempt = async (name: FileName, take: (path: string) => Promise<void>): Promise<void> => {
      try {
        await take(pathOf(name));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
        const what = name.replace('GITHUB_', '').toLowerCase();
        written.problems.push(
          `Unable to process file command '${what}' successfully.`,
          error instanceof Error ? error.message : String(error),
        );
      }
    };
    await attempt('GITHUB_ENV', async (path) => {
      for (const [name, value] of readPairs(await readSome(path))) {
        if (name.toUpperCase() === 'NODE_OPTIONS')
          throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
        written.env.push([name, value]);
      }
    });
    await attempt('GITHUB_PATH', async (path) => {
      written.paths.push(...(await readSome(path)).split(/\r?\n/).filter(Boolean));
    });
    await attempt('GITHUB_OUTPUT', async (path) => {
      written.outputs.push(...readPairs(await readSome(path)));
    });
    await attempt('GITHUB_STATE', async (path) => {
      readPairs(await readSome(path));
    });
    await attempt('GITHUB_STEP_SUMMARY', (path) => readSummary(path, written));
    for (const path of Object.values(env)) await rm(path, { force: true });
    return written;
  }

  return { env, read };
}
