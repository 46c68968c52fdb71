/** A v4-shaped UUID that is the same for the same bytes: our mark on what we create in the tracker. `hash`: 32 hex digits or more. */
export const uuidFromHash = (hash: string): string => {
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};
