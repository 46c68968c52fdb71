/** Global node ids: opaque to callers, unique per kind and id. */
export const nodeId = (prefix: string, id: number): string =>
  `${prefix}_kwDO${Buffer.from(String(id)).toString('base64url')}`;

export const pullNodeId = (id: number): string => nodeId('PR', id);
export const threadNodeId = (id: number): string => nodeId('PRRT', id);

/** GitHub's times end with whole seconds. */
export const timestamp = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
export const timestampOrNull = (date: Date | null): string | null => (date ? timestamp(date) : null);
