export interface NamedPlace {
  /** Repository-relative path or glob, without `./` and line. A trailing `/` names a folder. */
  path: string;
  /** 1-based; null when no line is named. */
  line: number | null;
}

/** Names that are files without a slash or an extension we know. */
const bareNames =
  /^(?:Dockerfile|Makefile|Procfile|Gemfile|Rakefile|Justfile|LICENSE|CODEOWNERS|\.[a-z][\w.-]*(?:rc|ignore|attributes|config|env|npmrc|editorconfig))$/;
const extension =
  /\.(?:[cm]?[jt]sx?|json[c5l]?|ya?ml|toml|mdx?|txt|py|pyi|go|rs|rb|java|kts?|swift|cs|php|[ch](?:pp)?|s?css|less|html?|vue|svelte|astro|sql|prisma|graphqls?|proto|sh|bash|zsh|ps1|tf|hcl|ini|cfg|conf|lock|xml|svg|png|csv|tsv|snap|tmpl|ipynb|gradle|mod|sum)$/i;
const pathCharacters = /^[\w.@+~$#*?{},[\]()!/-]+$/;
const codePattern = /(?<!`)(`{1,3})([^`\n]+)\1(?!`)/g;
const maxLength = 400;
const linePattern = /^(.*?)(?::(\d+)(?:[-:]\d+)?|#L(\d+)(?:-L?\d+)?)$/;

/** Where a task's words point: backticked paths, globs and `path:line`, and bare words that are clearly files. */
export const namedPlaces = (text: string): NamedPlace[] => {
  const quoted = [...text.matchAll(codePattern)].map((match) => place(match[2] ?? '', isPath));
  const bare = text
    .replace(codePattern, ' ')
    .split(/[\s"'()<>,;|]+/)
    .filter((word) => word.length <= maxLength)
    .map((word) => place(word.replace(/^[*_]+(?=\w)|[.:!?*_]+$/g, ''), isPlainlyFile));
  return [...quoted, ...bare].filter((found) => found !== null);
};

/** The paths and globs a task names, each once, in order. */
export const namedPaths = (text: string): string[] => [
  ...new Set(namedPlaces(text).map((found) => found.path)),
];

const place = (word: string, accepts: (path: string) => boolean): NamedPlace | null => {
  const trimmed = withSlashes(word.trim());
  if (trimmed.length === 0 || trimmed.length > maxLength) return null;
  const match = linePattern.exec(trimmed);
  const path = (match?.[1] ?? trimmed).replace(/^(?:\.\/)+/, '');
  const line = match?.[2] ?? match?.[3];
  return accepts(path) ? { path, line: line === undefined ? null : Number(line) } : null;
};

/** `src\lib\x.ts`, as it is written on Windows. */
const withSlashes = (word: string): string => {
  if (!word.includes('\\') || !/^\.{0,2}\\?(?:[\w@.[\]-]+\\)+[\w@.[\]-]+(?::\d+)?$/.test(word)) return word;
  const path = word.replaceAll('\\', '/');
  return extension.test(path.replace(/:\d+$/, '')) ? path : word;
};

/** Absolute paths, `..` and URLs lie outside the repository; `@scope/name` is a package. */
const isInside = (path: string): boolean =>
  pathCharacters.test(path) &&
  !path.startsWith('/') &&
  !path.includes('//') &&
  !path.split('/').includes('..') &&
  !/^@[\w.-]+\/[\w.-]+$/.test(path);

const isPath = (path: string): boolean => {
  if (!isInside(path) || path.endsWith('()')) return false;
  if (path.includes('/')) return /\w/.test(path) || path.includes('*');
  return extension.test(path) || bareNames.test(path);
};

const isPlainlyFile = (path: string): boolean =>
  isInside(path) && path.includes('/') && extension.test(path) && !/^\w[\w-]*(?:\.[\w-]+)+\//.test(path);
