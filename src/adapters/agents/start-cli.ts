import type { CliSettings } from './cli.ts';

/** Linux takes 128 KiB in one argument. */
const chunkLength = 16 * 1024;

/**
 * The folders belong to another user by the time the CLI starts, so its files are written by the program that becomes
 * the CLI: triples of mode, path and text, then `--`. The prompt goes in by standard input, as it may be longer than
 * an argument.
 */
const script = `umask 077
while [ "$1" != -- ]; do
  case $1 in
  new) mkdir -p -- "\${2%/*}" && printf %s "$3" >"$2" ;;
  more) printf %s "$3" >>"$2" ;;
  esac || exit 127
  shift 3
done
shift
umask 022
secret=$CLI_SECRET
unset CLI_SECRET
[ -n "$secret" ] || exec "$@" <"$PROMPT_FILE"
exec "$@" <"$PROMPT_FILE" 3<<SECRET
$secret
SECRET
`;

export const startArguments = ({ argv, files }: CliSettings): [string, ...string[]] => [
  '/bin/sh',
  '-c',
  script,
  'throughline-agent',
  ...Object.entries(files).flatMap(([path, text]) => written(path, text)),
  '--',
  ...argv,
];

const written = (path: string, text: string): string[] => {
  const points = [...text];
  const chunks: string[] = [];
  for (let at = 0; at === 0 || at < points.length; at += chunkLength)
    chunks.push(points.slice(at, at + chunkLength).join(''));
  return chunks.flatMap((chunk, index) => [index === 0 ? 'new' : 'more', path, chunk]);
};
