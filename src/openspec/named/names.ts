import type { ClaimKind } from '../../contracts/claims.ts';
import { namedPlaces } from '../named-paths.ts';

/** What a piece of text names. */
export interface Name {
  kind: ClaimKind;
  /** As written, without marks. */
  text: string;
  /** What to look for: the path, the identifier's own last part, the text itself. */
  name: string;
  /** The line that `path:line` names; null for everything else. */
  line: number | null;
  /** A single common word (`lint`): a name only where the words around it treat it as one. */
  plain: boolean;
  quoted: 'code' | 'quote' | 'bare';
}

const values = new Set(
  `true false null undefined none nil nan string number boolean bool int integer float double decimal object array list
  dict map set any void unknown never str bytes byte char date datetime json yaml yml xml html css csv toml markdown async await
  const let var function class def return import export get post put patch delete head options yes no on off ok self this
  main master dev prod latest todo fixme tbd static public private uuid url uri key value default error exception read write
  pass fail done blocked high medium low`.split(/\s+/),
);

const tools =
  /^(?:npm|npx|pnpm|yarn|bun|bunx|node|deno|tsx|tsc|vitest|jest|mocha|eslint|biome|prettier|python3?|pytest|pip3?|uv|uvx|poetry|tox|nox|ruff|mypy|black|hatch|pdm|go|gofmt|golangci-lint|cargo|rustc|rustfmt|make|just|task|git|gh|docker|docker-compose|kubectl|helm|terraform|bundle|rake|rails|rspec|ruby|gem|mvn|\.\/mvnw|gradle|\.\/gradlew|dotnet|php|composer|phpunit|artisan|bash|sh|zsh|pwsh|curl|wget|grep|rg|find|ls|cat|sed|awk|diff|cd|rm|mv|cp|mkdir|mix|swift|xcodebuild|sbt|lein|bazel|cmake|ctest|psql|openspec)$/;
const frameworks =
  /^(?:node|vue|next|nuxt|express|react|d3|three|chart|ember|alpine|socket|discord|moment|day)\.js$/i;
const media = /^(?:application|text|image|audio|video|multipart|font|origin|refs|heads)\/[\w.+*/-]+$/i;
const part = '[\\p{L}_$][\\p{L}\\p{N}_$]*';
const dotted = new RegExp(
  `^[@$%#&*.:]{0,2}(?:${part}(?:\\.|::|#|->|\\?\\.|\\\\))*(${part})[!?%]?(\\(.*\\))?(?:\\[\\])?$`,
  'u',
);
const declaration = new RegExp(
  `^(?:(?:export|default|public|private|protected|static|async|abstract|final|pub|suspend|override|internal|open|inline)\\s+)*(?:function\\*?|def|class|const|let|var|func|fun|fn|type|interface|enum|struct|trait|val|record)\\s+(?:\\([^()]*\\)\\s*)?(${part})`,
  'u',
);
/** `Optional<Order> findByNumber(String number)` */
const returning = new RegExp(
  `^(?:(?:public|private|protected|static|final|async|override|abstract)\\s+)*(?:[A-Z][\\w<>\\[\\],.?]{0,80}|void|int|long|bool|boolean|double|float|string)\\s+(${part})\\([^()]*\\)$`,
  'u',
);
const typed = new RegExp(
  `^(${part})(?:\\?)?(?::\\s|\\s=\\s|<[^>]*>$|\\([^)]*\\)\\s*(?::|->|=>|\\{|\\w))`,
  'u',
);
const flag = /^--?([a-z][\w-]*)(?:[ =].*)?$/s;
const kebab = /^[\p{L}][\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)+$/u;
const placeholder = /^[<{[]/;

const named = (kind: ClaimKind, text: string, rest: Partial<Name> = {}): Name => ({
  kind,
  text,
  name: text,
  line: null,
  plain: false,
  quoted: 'code',
  ...rest,
});

const pathIn = (text: string, quoted: Name['quoted']): Name | null => {
  if (/\s/.test(text) || frameworks.test(text) || media.test(text) || placeholder.test(text)) return null;
  // of several lines the first one is looked at
  const first = text.replace(/(:\d+)(?:[-–,]\d+)+$/, '$1');
  const [place] = namedPlaces(quoted === 'bare' ? first : `\`${first}\``);
  if (!place) return null;
  return named(place.line === null ? 'path' : 'line', text, { name: place.path, line: place.line, quoted });
};

const identifierIn = (text: string): Name | null => {
  const option = flag.exec(text)?.[1];
  if (option !== undefined) return named('identifier', text, { name: option });
  const declared = declaration.exec(text)?.[1] ?? returning.exec(text)?.[1] ?? typed.exec(text)?.[1];
  if (declared !== undefined) return named('identifier', text, { name: declared });
  if (kebab.test(text)) return named('identifier', text);
  const match = dotted.exec(text);
  const name = match?.[1];
  if (name === undefined) return null;
  const plain = match?.[2] === undefined && /^:?\p{L}?[\p{Ll}]*$/u.test(text);
  return named('identifier', text, { name, plain });
};

const isValue = (text: string): boolean =>
  values.has(text.toLowerCase()) ||
  (/^[\d.,+-]+(?:%|[a-z]{1,3})?$/i.test(text) && !/^--[a-z]/i.test(text)) ||
  /^v?\d+(?:\.\d+)+/.test(text) ||
  /^[0-9a-f]{7,40}$/.test(text);

/** A command is a known program with arguments, or a script that is called. */
export const commandIn = (text: string): Name | null => {
  const [first = '', ...rest] = text.split(/\s+/);
  if (rest.length === 0) return null;
  const script = /^(?:\.\/|bin\/|scripts\/)[\w./-]+$/.test(first);
  return tools.test(first) || script ? named('command', text) : null;
};

/** Longer quotations are prose. */
const longest = 200;

/** What a word or a quotation names; null for values, addresses and plain words. */
export const nameIn = (raw: string, quoted: Name['quoted']): Name | null => {
  const text = raw.trim();
  if (text === '' || text.length > longest || /^[a-z][\w+.-]*:\/\//i.test(text)) return null;
  if (quoted === 'bare') return pathIn(text, quoted);
  if (isValue(text)) return null;
  const path = pathIn(text, quoted);
  if (path) return path;
  if (quoted === 'quote') return named('text', text, { quoted });
  return commandIn(text) ?? identifierIn(text) ?? named('text', text);
};
