/** Prose, wherever it lies. */
const prose = /\.(?:md|mdx|markdown|rst|adoc|asciidoc)$/;
/** MDX there is a page or a part of the program. */
const page = /(?:^|\/)(?:src|app|pages|components)\/.*\.mdx$/;
/** In a folder of documentation also what is shown or read by people there; code and data in it are run. */
const shown =
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|html?|png|jpe?g|gif|webp|avif|svg|ico|bmp|pdf|drawio|puml|plantuml|mmd|dot|excalidraw|mp4|webm|tex|bib)$/;
const folder = /^(?:[^/]+\/)*(?:docs?|documentation)\//;
/** Whole files of words that carry no ending, or a plain one: any other ending is a language's. */
const named =
  /^(?:licen[cs]e|copying|notice|authors|contributors|maintainers|credits|readme|changelog|changes|history|contributing|security|code_of_conduct|support|patents|acknowledge?ments)(?:[-_][\w-]+(?:\.\d+)*)?(?:\.(?:txt|mit|apache|bsd|isc|a?gpl|lgpl|mpl|lesser))?$/;
/** Where a file without an ending is a program. */
const programs = /(?:^|\/)(?:s?bin|cmd|scripts?|tools?|libexec|hooks)\//;

/** Text that a program reads. */
const read =
  /(?:^|\/)(?:(?:[\w-]*requirements|constraints)[\w.-]*\.txt|requirements\/.*\.txt|cmakelists\.txt|robots\.txt|ads\.txt|app-ads\.txt|llms[\w-]*\.txt|runtime\.txt|version\.txt|top_level\.txt|[\w-]*manifest\.txt)$/;
/** What programs and their tests read as data, whatever its ending. */
const data =
  /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test-data|__snapshots__|snapshots?|golden|goldens|templates?|_layouts|_includes|node_modules)\/|(?:^|\/)tests?\/(?:.*\/)?(?:data|resources|assets|cases|inputs?|expected)\//;
/** Specs steer the work. */
const specs = /^(?:.*\/)?openspec\//;

/** Files that tell agents what to do, by name. */
const told =
  /(?:^|\/)(?:agents?|claude|gemini|qwen|warp|copilot|cursor|codex|skill|conventions|copilot-instructions|system[-_]?prompt|prompts?)(?:[._-][\w.-]+)?\.(?:md|mdx|markdown|txt|rst|adoc)$/;
const toldEnding = /\.(?:prompt|prompts|instructions|chatmode|agent|skill|rules)\.(?:md|mdx|markdown|txt)$/;
/** … and by folder. */
const toldFolder =
  /(?:^|\/)(?:[\w-]+[-_])?prompts?\/|^(?:.*\/)?(?:skills|agents|commands|rules|instructions)\//;
/** Hidden folders belong to tools; in `.github` only what people read does not. */
const hidden = /(?:^|\/)\.[^/]+\//;
const forPeople =
  /^\.(?:github|gitlab)\/(?:(?:issue_template|pull_request_template|merge_request_templates|issue_templates)\/)?[^/]+\.md$/;

const isForAgents = (path: string): boolean =>
  told.test(path) || toldEnding.test(path) || (toldFolder.test(path) && !docsOnly(path));

/** A manual may have a chapter on commands or agents; one on prompts may be read by a program. */
const docsOnly = (path: string): boolean => folder.test(path) && !/(?:^|[/_-])prompts?\//.test(path);

const isDocumentation = (given: string): boolean => {
  const path = given.replace(/^(?:\.\/)+/, '').toLowerCase();
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (specs.test(path) || isForAgents(path) || read.test(path)) return false;
  if (hidden.test(path)) return forPeople.test(path);
  if (data.test(path)) return false;
  if (folder.test(path) && shown.test(path)) return true;
  if (prose.test(path)) return !page.test(path);
  return named.test(name) && !programs.test(path);
};

/**
 * Whether a diff can be left out of review: all it touches is documentation, that is nothing that a program runs or reads
 * and nothing that instructs agents. `paths`: repository-relative, old and new ones of a rename. No path at all is no
 * documentation.
 */
export const isDocumentationOnly = (paths: readonly string[]): boolean =>
  paths.length > 0 && paths.every(isDocumentation);
