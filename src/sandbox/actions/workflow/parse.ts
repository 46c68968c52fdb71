import type { WorkflowTemplate } from '@actions/workflow-parser/model/workflow-template';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from './library.ts';
import type { TemplateToken } from './tokens.ts';

/** A workflow file as GitHub's own parser sees it, or what that parser says is wrong with it. */
export type ParsedFile =
  | { ok: true; path: string; root: TemplateToken; template: WorkflowTemplate }
  /** Each `path (Line: 3, Col: 5): …`. */
  | { ok: false; path: string; problems: string[] };

export async function parseFile(path: string, text: string): Promise<ParsedFile> {
  const { context, value } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  const problems = (): string[] => context.errors.getErrors().map(({ message }) => message);
  if (!value || problems().length > 0) return { ok: false, path, problems: problems() };
  const template = await convertWorkflowTemplate(context, value);
  return problems().length > 0
    ? { ok: false, path, problems: problems() }
    : { ok: true, path, root: value, template };
}
