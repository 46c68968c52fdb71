import { at } from '../json.ts';

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What is no list may be one to a lax provider: it counts as one item without a type. */
export const itemsOf = (tools: unknown): unknown[] => {
  if (tools === undefined || tools === null) return [];
  return Array.isArray(tools) ? tools : ['no list'];
};

/** The `type` of each tool; null where a tool has none, words of ours where it is nothing like a tool. */
export const typesOf = (tools: unknown): (string | null)[] =>
  itemsOf(tools).map((tool) => {
    if (typeof tool !== 'object' || tool === null) return 'no tool';
    const type = at(tool, 'type') ?? null;
    return type === null || typeof type === 'string' ? type : 'no type';
  });
