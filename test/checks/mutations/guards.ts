import { type Change, had, type Names } from './delegation.ts';

/** Ways to say which function may not change. */
export const guards = ({ guarded, sync }: Names): string[] => [
  `The function \`${guarded}\` in \`${sync}\` MUST NOT be changed.`,
  `\`${guarded}\` (\`${sync}\`) SHALL NOT be modified.`,
  `\`${guarded}\` of \`${sync}\` SHALL NOT be modified or renamed.`,
  `Do not modify \`${guarded}\` in \`${sync}\`.`,
  `In \`${sync}\`, \`${guarded}\` SHALL NOT be modified.`,
  `\`${sync}\`: \`${guarded}\` SHALL NOT be modified.`,
  `Leave \`${guarded}\` in \`${sync}\` untouched.`,
  `\`${guarded}()\` in \`${sync}\` SHALL NOT be modified by this change.`,
  `\`${guarded}\` SHALL NOT be modified.`,
  `We SHALL NOT touch \`${guarded}\` (see \`${sync}:9\`).`,
  `\`${sync}::${guarded}\` SHALL NOT be modified.`,
  `The body of \`${guarded}\` in \`${sync}\` stays as it is.`,
];

export const guardedBy = (sentence: string): Change =>
  had({ 'openspec/changes/gate-links/design.md': `## Decisions\n\n- ${sentence}\n` });
