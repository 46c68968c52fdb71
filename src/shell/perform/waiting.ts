const waiting = new Map<string, Date>();

/** Until when a limit holds an item's writes back: for its status comment. A time that has passed says nothing. */
export const noteWaiting = (itemId: string, until: Date | null): void => {
  if (until) waiting.set(itemId, until);
  else waiting.delete(itemId);
};

export const isWaiting = (itemId: string): boolean => waiting.has(itemId);

export const waitingOf = (itemId: string): { waitingUntil?: string } => {
  const until = waiting.get(itemId);
  return until ? { waitingUntil: until.toISOString() } : {};
};
