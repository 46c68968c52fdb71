/** Values that must never leave: what this very process holds. */
export interface KnownSecrets {
  /** Whether the bytes hold one of them, plainly or in an encoding somebody would try first. */
  foundIn(bytes: Buffer): boolean;
  /** The text without them. */
  redact(text: string): string;
}

/** A value this short is a placeholder of a test or a local remote, and would eat ordinary words. */
const shortest = 8;

const encodings = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  return [
    value,
    [...value].reverse().join(''),
    hex,
    hex.toUpperCase(),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(`x-access-token:${value}`).toString('base64'),
    // What stands before a value shifts its base64; the inner part of each of the three shifts is constant.
    ...[0, 1, 2].map((shift) => innerBase64(bytes, shift)),
  ];
};

const innerBase64 = (bytes: Buffer, shift: number): string => {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return whole.slice(shift === 0 ? 0 : shift + 1, -2);
};

const base64url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

const breaks = /[\r\n]+/g;

/** Tools wrap what they encode (`base64` after 76 characters), and a value may lie across the break. */
const unwrapped = (bytes: Buffer): Buffer | null => {
  const text = bytes.toString('latin1');
  return text.includes('\n') ? Buffer.from(text.replace(breaks, ''), 'latin1') : null;
};

const acrossBreaks = (form: string): RegExp =>
  new RegExp([...form].map((char) => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join('[\\r\\n]*'), 'gu');

export const knownSecrets = (values: string[]): KnownSecrets => {
  const plain = [...new Set(values.map((value) => value.trim()))].filter((value) => value.length >= shortest);
  const forms = [...new Set(plain.flatMap(encodings).flatMap((form) => [form, base64url(form)]))]
    .filter((form) => form.length >= shortest)
    .sort((a, b) => b.length - a.length);
  const needles = [
    ...forms.map((form) => Buffer.from(form)),
    ...plain.map((value) => Buffer.from(value, 'utf16le')),
  ];
  const holds = (bytes: Buffer): boolean => needles.some((needle) => bytes.includes(needle));
  const foundIn = (bytes: Buffer): boolean => {
    if (holds(bytes)) return true;
    const joined = unwrapped(bytes);
    return joined !== null && holds(joined);
  };
  return {
    foundIn,
    redact: (text) => {
      const cleared = forms.reduce((rest, form) => rest.replaceAll(form, '***'), text);
      if (!foundIn(Buffer.from(cleared))) return cleared;
      return forms.reduce((rest, form) => rest.replace(acrossBreaks(form), '***'), cleared);
    },
  };
};
