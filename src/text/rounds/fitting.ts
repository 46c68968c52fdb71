/** One entry, whole and in short. */
export interface Entry {
  full: string;
  short: string;
}

export interface Fitted {
  /** Shown whole, first ones first. */
  full: string[];
  /** Those after them, shown in short. */
  short: string[];
  /** How many of the last are shown in no way. */
  cut: number;
}

const between = 2;

const size = (texts: readonly string[]): number =>
  texts.reduce((total, text) => total + text.length + between, 0);

/** As many as have room, from the first. */
const leading = (texts: readonly string[], room: number): number => {
  let used = 0;
  const over = texts.findIndex((text) => {
    used += text.length + between;
    return used > room;
  });
  return over < 0 ? texts.length : over;
};

/** As many whole ones as leave room for all others in short. */
const wholeAmong = (entries: readonly Entry[], room: number): number => {
  let left = room - size(entries.map(({ short }) => short));
  let whole = 0;
  for (const { full, short } of entries) {
    left -= full.length - short.length;
    if (left < 0) break;
    whole += 1;
  }
  return whole;
};

/**
 * Entries in `room` UTF-16 units, in their order: whole, then in short, then cut. The first ones have a third of the room
 * to be whole in, however many there are.
 */
export const fitEntries = (entries: readonly Entry[], room: number): Fitted => {
  const first = leading(
    entries.map(({ full }) => full),
    Math.floor(room / 3),
  );
  const whole = Math.max(first, wholeAmong(entries, room));
  const full = entries.slice(0, whole).map((entry) => entry.full);
  const shorts = entries.slice(whole).map(({ short }) => short);
  const shown = leading(shorts, room - size(full));
  return { full, short: shorts.slice(0, shown), cut: shorts.length - shown };
};

/** Bullets in `room` UTF-16 units, at most `most`; what is left out is counted in the last one. */
export const fitBullets = (
  items: readonly string[],
  { room, most, rest }: { room: number; most: number; rest: (left: number) => string },
): string => {
  const lines = items.slice(0, most).map((item) => `- ${item}`);
  const shown = lines.slice(0, leading(lines, room));
  const left = items.length - shown.length;
  return [...shown, ...(left > 0 ? [`- ${rest(left)}`] : [])].join('\n');
};
