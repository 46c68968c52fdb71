/** Names of assistants and their makers, as they stand in code and prose. */
interface Name {
  /** What is looked for at the base. */
  word: string;
  pattern: RegExp;
  /** A first name too. */
  person?: boolean;
}

const start = '(?<![A-Za-z0-9])';
const end = '(?![a-z])';

const names: Name[] = [
  { word: 'chatgpt', pattern: /chat-?gpt/i },
  { word: 'openai', pattern: /openai|open-ai\b|OpenAi/i },
  {
    word: 'anthropic',
    pattern:
      /(?:(?<![A-Za-z])(?:anthropic|ANTHROPIC)|Anthropic)(?![a-z])(?! (?:principle|bias|reasoning|selection|argument|landscape|coincidence))/,
  },
  { word: 'deepseek', pattern: /deepseek|DeepSeek/i },
  { word: 'qwen', pattern: new RegExp(`${start}qwen(?![a-z])`, 'i') },
  { word: 'opencode', pattern: /(?<![A-Za-z0-9])(?:OpenCode|opencode|OPENCODE)(?![A-Za-z])/ },
  { word: 'claude', pattern: new RegExp(`(?<![A-Za-z0-9]|[a-z]-)claude${end}`, 'i'), person: true },
  { word: 'kimi', pattern: /(?<![A-Za-z0-9])(?:Kimi(?![a-z])|kimi[-_ ]?k\d)/, person: true },
  {
    word: 'copilot',
    pattern:
      /(?:[Gg]it[Hh]ub|[Mm]icrosoft)[ _-]?[Cc]opilot|(?<![A-Za-z0-9-])Copilot(?![A-Za-z])(?! (?:mode|pilot|seat))|\bcopilot[ _-](?:chat|agent|workspace|cli|instructions|suggestions?|coding)\b/,
  },
  { word: 'gpt', pattern: /(?<![A-Za-z0-9])(?:gpt-?[345](?![0-9a-z]{3})[\w.-]*)/i },
  {
    word: 'cursor',
    pattern:
      /(?<![A-Za-z0-9_.])Cursor[ -](?:AI|IDE|Agent|Composer)\b|\bcursor ai\b|\bcursor\.(?:com|sh)\b|(?<![\w-])\.cursor(?:rules\b|\/)/,
  },
  { word: 'codex', pattern: /\bcodex[ -](?:cli|agent|ai)\b|\bopenai codex\b/i },
  {
    word: 'gemini',
    pattern: /\bgemini[ -](?:cli|ai|code assist|pro|flash|ultra|nano|\d\.\d)|\bgoogle gemini\b/i,
  },
  { word: 'devin', pattern: /\bdevin[ -]?ai\b|\bdevin\.ai\b/i },
  { word: 'windsurf', pattern: /\bwindsurf[ -](?:ide|ai|editor|cascade)\b/i },
  { word: 'aider', pattern: /\baider\.chat\b|(?<![\w-])\.aider\b|\baider[ -](?:cli|chat)\b/i },
  { word: 'llama', pattern: /\bllama[- ]?[234](?:\.\d)?\b|\bcode ?llama\b|\bmeta-llama\b/i },
  { word: 'grok', pattern: /\bgrok[ -](?:ai|code|[1-9])\b|\bx\.ai\b/i },
  { word: 'cody', pattern: /\bcody ai\b|\bsourcegraph cody\b/i },
  { word: 'amp', pattern: /\bsourcegraph amp\b|\bampcode\b|\bamp code\b/i },
  { word: 'codewhisperer', pattern: /codewhisperer/i },
  { word: 'tabnine', pattern: /\btabnine\b/i },
  { word: 'codestral', pattern: /\bcodestral\b/i },
  // A codec and a poem have the same names, in other numbers.
  { word: 'sonnet', pattern: /\bopus[ -][4-9]\.\d\b|\b(?:sonnet|haiku)[ -][3-9]\.\d\b/i },
];

const quotedName = /["'`>](?:Claude|Kimi)(?:["'`<,]|[ ]["'`])/;
const surname =
  /(?<![A-Za-z])(?:Claude|Kimi)(?:[ -](?!(?:Code|CLI|AI|Agent|Opus|Sonnet|Haiku|Fable|Desktop|Pro|Max|API|Assistant|Model|Chat|Bot|SDK|Instant)\b)\p{Lu}[\p{L}'-]+)/u;
const personMail = /(?<![\w.])(?:claude|kimi)[\w.+-]{0,40}@(?!anthropic\b)/i;
const personField =
  /\b(?:user_?name|first_?name|last_?name|full_?name|given_?name|login|assignee|customer|user|author|player|driver|painter|composer|employee|member)s?["'`]?\s*(?:[:=(]|=>)/i;
const nameOfPerson = /\b(?:first|given|last|full)_?name["'`]?\s*(?:[:=(]|=>)/i;
const isPerson = (line: string, inTest: boolean): boolean =>
  surname.test(line) ||
  nameOfPerson.test(line) ||
  personMail.test(line) ||
  (inTest && (quotedName.test(line) || personField.test(line)));

/** Words of the names a line holds. `inTest`: a first name in the data of a test is a person's. */
export const namesIn = (line: string, inTest: boolean): string[] =>
  names
    .filter(({ pattern, person }) => pattern.test(line) && !(person === true && isPerson(line, inTest)))
    .map(({ word }) => word);

/** Whether a text names it in the same sense; for the plain words among them any mention will do. */
export const speaksOf = (word: string, text: string): boolean => {
  const name = names.find((one) => one.word === word);
  return name?.pattern.test(text) ?? false;
};
