/** How lines assert in languages and frameworks whose cases are not read: by their words, or as TAP and Clojure have it. */
const words = /\b(?:assert|expect|should|verify)\w*|\b(?:CHECK|REQUIRE)(?:_\w+)?(?=\s*\()/gi;
const bare =
  /^(?:is|isnt|ok|nok|like|unlike|is_deeply|cmp_ok|isa_ok|can_ok|throws_ok|dies_ok|lives_ok)\b(?!\s*=)|\((?:is|are|testing)\s/g;
/** It brings the words in, and asserts nothing. */
const imports =
  /^(?:import|from|use|using|open|@import|#\s*include|@?require\b|\(:?(?:require|use|ns)\b|(?:local|const|let|var)\s.*\brequire\b)/;
/** A word between backticks is an operator somewhere. */
const strings = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?!\w+`)[^`]*`/g;
const literals = /\b(?:true|false|null|nil|none|undef|undefined|self|this|do|end)\b/gi;

/** Says something of what is called there: of its own words and of values alone, nobody learns anything. */
const asserts = (line: string): boolean => {
  if (imports.test(line)) return false;
  const said = line.replace(strings, '""');
  const left = said.replace(words, ' ').replace(bare, ' ');
  return left !== said && /[a-z_]\w*|\$/i.test(left.replace(literals, ' '));
};

/** Lines of a test that assert something; comments are taken out before. */
export const assertionsIn = (lines: readonly string[]): number => lines.filter(asserts).length;
