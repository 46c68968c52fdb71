import { register } from 'node:module';

/**
 * GitHub's own parser imports its schema as JSON without an import attribute, which Node refuses. This hands Node
 * the same file as a module, whatever the sandbox was started with.
 */
const hook = `
import { readFile } from 'node:fs/promises';
export const load = async (url, context, next) =>
  /\\/@actions\\/workflow-parser\\/dist\\/[^/]+\\.json$/.test(url)
    ? { format: 'module', shortCircuit: true, source: 'export default ' + (await readFile(new URL(url), 'utf8')) }
    : next(url, context);
`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

export const {
  convertWorkflowTemplate,
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isScalar,
  isSequence,
  isString,
  parseWorkflow,
  NoOperationTraceWriter,
} = await import('@actions/workflow-parser');
export const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');

const { YamlObjectReader } = await import('@actions/workflow-parser/workflows/yaml-object-reader');
const { StringToken } = await import('@actions/workflow-parser/templates/tokens/string-token');
const { allowLiteral } = YamlObjectReader.prototype;

/**
 * Where expressions stand in a text of several lines, the parser takes the file's own lines, for the sake of an editor's
 * columns: indented as they are. GitHub takes what YAML makes of them.
 */
YamlObjectReader.prototype.allowLiteral = function valueOfLiteral() {
  const literal = allowLiteral.call(this);
  if (!literal || !isString(literal) || !literal.source?.includes('\n')) return literal;
  return new StringToken(literal.file, literal.range, literal.value, literal.definitionInfo);
};
