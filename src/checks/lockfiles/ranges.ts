type Triple = [number, number, number];

const numbers = (text: string): Triple | null => {
  const [, major, minor, patch] =
    /^(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+.][\w.+-]*)?$/.exec(text) ?? [];
  return major === undefined ? null : [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
};

const atLeast = (version: Triple, least: Triple): boolean => {
  for (const [index, part] of version.entries()) {
    const other = least[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
};

const caret = (version: Triple, least: Triple): boolean => {
  if (!atLeast(version, least)) return false;
  if (least[0] > 0) return version[0] === least[0];
  if (least[1] > 0) return version[0] === 0 && version[1] === least[1];
  return version[0] === 0;
};

/**
 * False only when a locked version is plainly outside of what was asked for: exact versions, `^` and `~`. Anything
 * that needs a resolver counts as fitting. `bare`: what a version without an operator means.
 */
export const mayFit = (spec: string, version: string, bare: 'exact' | 'caret'): boolean => {
  const [, operator = '', asked = ''] = /^\s*(==|=|\^|~)?\s*v?(\d[\w.+-]*)\s*$/.exec(spec) ?? [];
  const [least, locked] = [numbers(asked), numbers(version.replace(/^v/, ''))];
  if (!least || !locked || /[xX*]/.test(asked) || /-/.test(asked) || /-/.test(version)) return true;
  const parts = asked.split('.').length;
  if (operator === '^' || (operator === '' && bare === 'caret')) return caret(locked, least);
  if (operator === '~')
    return atLeast(locked, least) && locked[0] === least[0] && (parts === 1 || locked[1] === least[1]);
  return locked.slice(0, parts).every((part, index) => part === least[index]);
};
