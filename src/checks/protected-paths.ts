import type { FileChange } from '../ports/git.ts';
import { globMatcher } from './globs.ts';

/** Files that coding agents read as instructions, wherever in the tree they lie. */
const agentFiles = new Set([
  'agents.md',
  'agents.override.md',
  'agent.md',
  'claude.md',
  'claude.local.md',
  'gemini.md',
  'qwen.md',
  'crush.md',
  'warp.md',
  'copilot-instructions.md',
  '.cursorrules',
  '.windsurfrules',
  '.clinerules',
  '.goosehints',
  '.mcp.json',
  'opencode.json',
  'opencode.jsonc',
]);
const agentFolders = new Set([
  '.claude',
  '.opencode',
  '.codex',
  '.cursor',
  '.gemini',
  '.agents',
  '.windsurf',
  '.clinerules',
]);
/** GitHub reads CODEOWNERS in `.github/` too, which is a dot-directory. */
const codeowners = new Set(['codeowners', 'docs/codeowners']);

const symlink = '120000';
const submodule = '160000';

/**
 * Compared without case: on a file system that ignores case `.GitHub/` is `.github/`.
 * Returns why a person has to decide about the path, or null.
 */
const reasonFor = (path: string): string | null => {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  if (parts[0] === '.github' && parts.length > 1) return 'workflows and settings of the repository';
  if (codeowners.has(path.toLowerCase())) return 'code owners';
  if (agentFiles.has(name) || parts.slice(0, -1).some((part) => agentFolders.has(part)))
    return 'agent instructions';
  if (name === '.gitmodules') return 'submodules';
  if (parts.length > 1 && parts[0]?.startsWith('.')) return 'a dot-directory';
  return null;
};

const modeReason = (file: FileChange): string | null => {
  const modes = [file.oldMode, file.newMode];
  if (modes.includes(symlink)) return 'a symbolic link';
  if (modes.includes(submodule)) return 'a submodule';
  return null;
};

export interface ProtectedTouch {
  path: string;
  why: string;
}

/** Every protected path a diff touches, with the reason; `globs` are the configured ones. */
export const protectedTouches = (files: FileChange[], globs: string[]): ProtectedTouch[] => {
  const configured = globMatcher(globs);
  return files.flatMap((file) => {
    const paths =
      file.status === 'renamed' && file.oldPath !== null ? [file.oldPath, file.path] : [file.path];
    return paths.flatMap((path) => {
      const why =
        reasonFor(path) ?? modeReason(file) ?? (configured(path) ? 'protected by the configuration' : null);
      return why === null ? [] : [{ path, why }];
    });
  });
};

/** Files that become executable. */
export const newlyExecutable = (files: FileChange[]): string[] =>
  files.filter((file) => file.newMode === '100755' && file.oldMode !== '100755').map((file) => file.path);
