/** What kind of file a path is, by the conventions of many languages. */

const testPath =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|__snapshots__|fixtures?|testdata|test-data|specs?|e2e|cypress|mocks?|stubs?|testing)\/|[._-](?:test|tests|spec|stories|mock|fixture|snap)s?\.[\w.]+$|(?:^|\/)(?:test_[^/]+|conftest)\.py$|(?:Tests?|Spec|IT)\.(?:java|kt|cs|php|swift|scala|groovy|fs|vb)$|\.t$/i;
const documentPath =
  /\.(?:mdx?|markdown|rst|adoc|asciidoc|txt|org|tex|pod)$|(?:^|\/)(?:docs?|documentation|man)\/|^\.github\/(?:ISSUE|PULL_REQUEST)_TEMPLATE\/|(?:^|\/)(?:readme|changelog|changes|history|authors|contributors|license|licence|notice|copying|credits|security|contributing)[\w.-]*$/i;
const vendoredPath =
  /(?:^|\/)(?:node_modules|vendor|third[_-]?party|bower_components|\.yarn|Pods|Carthage|external|dist|generated)\/|\.min\.(?:js|css|mjs)$|\.(?:map)$|(?:^|\/)(?:THIRD[_-]?PARTY|NOTICE)[\w.-]*$/i;
const lockedPath =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|yarn\.lock|bun\.lockb?|cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|pixi\.lock|go\.sum|go\.work\.sum|gemfile\.lock|composer\.lock|mix\.lock|package\.resolved|pubspec\.lock|flake\.lock|packages\.lock\.json|podfile\.lock|cartfile\.resolved|deno\.lock|gradle\.lockfile|conan\.lock|requirements\.lock|rebar\.lock|\.terraform\.lock\.hcl|module\.bazel\.lock|stack\.yaml\.lock|cabal\.project\.freeze|renv\.lock|manifest\.toml|[\w.-]+\.lock)$/i;
const codePath =
  /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kts?|cs|php|swift|scala|c|h|cc|cpp|hpp|ex|exs|dart|vue|svelte|lua|p[lm]|t|r|clj|fs|vb|groovy|m|mm)$/i;

export const isTestPath = (path: string): boolean => testPath.test(path);
export const isDocument = (path: string): boolean => documentPath.test(path);
/** Written by others, or made from what others wrote. */
export const isVendored = (path: string): boolean => vendoredPath.test(path);
export const isLockfile = (path: string): boolean => lockedPath.test(path);
/** A programming language, where a text stands in quotes. */
export const isCode = (path: string): boolean => codePath.test(path);
