/** Folders and files that assistants make for themselves. */
const own =
  /(?:^|\/)(?:\.claude|\.cursor|\.codex|\.opencode|\.windsurf|\.gemini|\.aider[\w.-]*|\.continue|\.roo|\.clinerules|\.kiro|\.junie|\.amp|\.qwen|\.kimi)(?:\/|$)|(?:^|\/)(?:CLAUDE(?:\.local)?|GEMINI|QWEN|CRUSH)\.md$|(?:^|\/)(?:\.cursorrules|\.windsurfrules|copilot-instructions\.md|opencode\.jsonc?|\.goosehints|\.cursorignore|\.cursorindexingignore)$/i;

const folderOf = (path: string): string => own.exec(path)?.[0].replace(/^\//, '') ?? path;

/** Of these paths those that are an assistant's own, where the repository had none of the kind. */
export const leftBehind = (added: string[], base: string[]): string[] => {
  const had = new Set(base.filter((path) => own.test(path)).map(folderOf));
  return added.filter((path) => own.test(path) && !had.has(folderOf(path)));
};

/** Files about assistants, or about what to ignore: that a name stands there makes it no part of the product. */
export const isAside = (path: string): boolean =>
  own.test(path) ||
  /(?:^|\/)(?:AGENTS(?:\.override)?\.md|\.[\w-]*ignore|\.mcp\.json)$|^\.github\/(?!CODEOWNERS$)/i.test(path);
