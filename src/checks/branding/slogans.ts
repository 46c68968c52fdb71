import { remarkStart } from '../comment-part.ts';

/** What assistants leave behind as their signature. None of it belongs into anybody's repository, whatever the product is about. */

const suffix =
  '(?:[ -](?:code|cli|ai|agent|bot|assistant|chat|composer|cascade|ide|pro|flash|ultra|max|mini|opus|sonnet|haiku|assist|coding agent|copilot|k2|v?\\d[\\w.]*))';
/** Assistants; several are words or first names too, so they count in the context of authorship only. */
const assistant =
  '(?:claude|chat-?gpt|gpt-?\\d[\\w.-]*|openai|anthropic|(?:github |microsoft )?copilot|open-?code|codex|(?:google )?gemini|cursor(?:agent)?|devin|windsurf|aider|kimi|deep-?seek|qwen|grok|cody|(?:code )?llama|(?:sourcegraph )?amp|(?:google )?jules|cline|roo code|goose|tabnine|codewhisperer|amazon q|kiro|replit agent|codestral|mistral|(?:opus|sonnet|haiku)[ -]\\d(?:\\.\\d)?|junie|openhands|crush|lovable|v0\\.(?:dev|app)|bolt\\.new|kilo code|factory droid|augment (?:agent|code))';
/** Words of every day that are assistants only where somebody signs. */
const signing = `(?:${assistant}|warp|v0|droid|augment|trae|zencoder|antigravity)`;
const anyAi =
  '(?:an? |the )?(?:ai|llm|large language model|language model|coding agent|ai (?:assistant|agent|model|tool))';
const mark = '[\\[*_`"\'(]{0,3}';
/** A surname follows, or the name goes on: a person, a library, a table. */
const endOfName =
  "(?![\\w@/]|['’]s\\b|-[a-z]|[ \\t]+(?!Code\\b|CLI\\b|AI\\b|Agent\\b|Opus\\b|Sonnet\\b|Haiku\\b|Pro\\b|Flash\\b)[A-Z][a-z])";

const made =
  '(?:generated|created|written|authored|produced|developed|implemented|refactored|coded|drafted|suggested|fixed|assisted|made|built|designed|updated|added|co-?authored|vibe-?coded|pair(?:ed|-programmed)|reviewed|improved|optimi[sz]ed|documented)';
const through =
  '(?:by|with|using|via|with (?:the )?(?:help|assistance|aid) (?:of|from)|in collaboration with|thanks to)';

interface Slogan {
  what: string;
  pattern: RegExp;
}

const vendorMail =
  /[\w.+-]{1,64}@(?:anthropic\.com|openai\.com|cursor\.(?:com|sh)|opencode\.ai|aider\.chat|ampcode\.com|cognition\.ai|devin\.ai|windsurf\.com|codeium\.com|deepseek\.com|x\.ai|all-hands\.dev|charm\.land|warp\.dev|kilocode\.ai|augmentcode\.com|cline\.bot|roocode\.com|lovable\.dev|factory\.ai)\b|\bjunie@jetbrains\.com|copilot@github\.com|\+copilot@users\.noreply\.github\.com|(?:devin-ai-integration|google-labs-jules|cursor|claude|copilot[\w-]*|chatgpt-codex-connector|gemini-code-assist|factory-droid|gpt-engineer-app|lovable-dev|v0|amazon-q-developer|openhands-agent|sweep-ai|ellipsis-dev)\[bot\]/i;

const trailerName =
  '(?:co-?authored|signed-off|generated|assisted|ai-assisted|authored|written|created|made|helped|suggested|reviewed|tested|acked|reported|developed|implemented)-(?:by|with)';

/** In messages of commits, in code and in documents alike. */
const everywhere: Slogan[] = [
  {
    what: 'a trailer of an assistant',
    pattern: new RegExp(
      `\\b${trailerName}:[ \\t]{0,8}${mark}${signing}${suffix}{0,3}${mark}\\s*(?:[<(].*)?$`,
      'i',
    ),
  },
  {
    what: 'a trailer of an assistant',
    pattern: new RegExp(`\\b${trailerName}:.{0,120}(?:${vendorMail.source})`, 'i'),
  },
  {
    what: 'an address of an assistant',
    pattern: /\b(?:noreply|cursoragent|claude)@(?:anthropic|openai|cursor|opencode|aider)\.\w+/i,
  },
  {
    what: 'the name of the tool that made it',
    pattern: /\bgenerator["'][^>]{0,20}\bcontent=["'](?:lovable|v0(?:\.(?:dev|app))?|bolt\.new)\b/i,
  },
  { what: 'a robot signature', pattern: /🤖[^\n]{0,8}\b(?:generated|created|made|written|built|assisted)/iu },
  {
    what: 'a link to a chat with an assistant',
    pattern:
      /\b(?:chatgpt\.com\/(?:share|c|codex)|chat\.openai\.com\/(?:share|c)|claude\.ai\/(?:share|chat|code|new|public)|claude\.(?:com|ai)\/(?:claude-)?code|ampcode\.com\/threads|app\.devin\.ai\/sessions|gemini\.google\.com\/(?:share|app)|g\.co\/gemini\/share|opencode\.ai\/s|opncd\.ai|cursor\.com\/(?:agents|background-agent)|jules\.google\.com\/(?:task|session)|copilot\.microsoft\.com\/shares|grok\.com\/(?:share|chat)|chat\.deepseek\.com|kimi\.com\/(?:share|chat))\b/i,
  },
  {
    what: 'the voice of a model',
    pattern:
      /\bas an? (?:ai|artificial intelligence|large language)(?:[ -]language)?[ -](?:model|assistant|system)?\b(?=[\s,.]*(?:i|my|we)\b|[ -](?:model|assistant))|\bi(?:'m| am) (?:an ai|a large language model|claude|chatgpt)\b|\bmy (?:knowledge|training) (?:cut-?off|data)\b|\bas of my last (?:knowledge )?(?:update|training)\b/i,
  },
  {
    what: 'the voice of a model',
    pattern:
      /\bas an ai (?:language model|assistant|model)\b|\bas a large language model\b|\bas an ai, (?:i|my)\b/i,
  },
];

/** `by` comes with names that are words and first names too, so here letters of the name decide: `Claude`, `claude`, no surname. */
const signature = new RegExp(
  `\\b${made}[ \\t]{1,4}(?:\\w+[ \\t]){0,2}?${through}[ \\t]{1,4}(?:the )?${mark}${assistant}${suffix}{0,3}`,
  'gi',
);
const byAi = new RegExp(
  `\\b(?:this|these|the following)?[ \\t]{0,4}(?:generated|written|authored|coded|created|implemented|drafted|refactored) (?:\\w{2,20}ly )?${through} ${anyAi}\\b(?![ -](?:generated|powered|driven|summar|content))`,
  'i',
);
const authored = new RegExp(
  `(?:@authors?|\\b(?:authors?|contributors?|maintainers?)["']?[ \\t]*[:=]|\\b(?:created|written|generated) by[ \\t]*:)[ \\t]{0,8}(?:\\[?\\{\\s{0,4}["']?name["']?\\s{0,4}[:=]\\s{0,4})?${mark}${assistant}${suffix}{0,3}[\\])*_\`"']{0,3}[ \\t]*(?:[<(,;*].*)?$`,
  'i',
);
/** In prose it is a note only where it is the whole sentence. */
const wholeNote = new RegExp(
  `^[\\s>*_.#-]{0,8}(?:this (?:page|document|file|readme|guide|section|text|code|module) (?:was|is|has been) )?(?:generated|written|authored|created|drafted) (?:\\w{2,20}ly )?${through} ${anyAi}(?: assistance)?[.!*_)]{0,3}\\s*$`,
  'i',
);
const comment = /^\s*(?:\/\/|\/\*|\*|#|--|;|<!--|"""|'''|%|\{#|\(\*|REM\b)/i;
const aiMade =
  /\b(?:ai|llm)[- ](?:generated|assisted|written|authored)\b(?=\s*(?:$|[.,;:!*)\]-]|(?:code|file|module|test|tests|commit|change|patch|script|by|with|using)\b))/i;
const todo =
  /\b(?:TODO|FIXME|NOTE|XXX|HACK)\s?\(\s?(?:claude|chatgpt|copilot|codex|cursor|gemini|windsurf|aider|opencode|ai|llm|gpt)\s?\)/i;

const commitOnly: Slogan[] = [
  {
    what: 'a sentence about how it was made',
    pattern:
      /\bthis (?:commit|change|patch|pr|pull request|message) (?:was|is|has been|were) (?:auto-?|automatically )?(?:generated|authored|written|created) (?:by|with|using)\b/i,
  },
  {
    what: 'a trailer of an assistant',
    pattern:
      /^(?:claude|anthropic|chatgpt|openai|codex|copilot|cursor|opencode|open-code|gemini|aider|amp|devin|windsurf|kimi|qwen|deepseek|grok|jules|cody|replit|junie|crush|kiro|cline|ai|llm|agent|model|prompt)(?:-[\w-]{1,40}:[ \t]*\S|:[ \t]*(?:claude|gpt|gemini|kimi|qwen|deepseek|grok|codex|o\d)[\w./-]*[ \t]*$)/i,
  },
  {
    what: 'a prefix of an assistant',
    pattern:
      /^(?:\[(?:claude|codex|copilot|aider|devin|cursor|opencode|gemini|windsurf|jules|amp)\]|aider:)|\((?:aider|claude|opencode)\)\s*$/i,
  },
  { what: 'an address of an assistant', pattern: vendorMail },
  { what: 'a note that a model wrote it', pattern: aiMade },
];

const endPattern = new RegExp(`^[\\])*_\`"']{0,3}${endOfName}`);

/** `written by Claude`, and not `written by Claude Monet`, `built with cursor-based paging` or `created by cursor.execute()`. */
const signatureIn = (line: string): boolean =>
  [...line.matchAll(signature)].some((match) => {
    const after = line.slice(match.index + match[0].length);
    if (!endPattern.test(after)) return false;
    return (
      /^[\])*_`"']{0,3}(?:\.(?!\w)|[^.(]|$)/.test(after) || /claude code|chatgpt|copilot/i.test(match[0])
    );
  });

/** Plain English about a database cursor or an amplifier: these are written in small letters and are no signature. */
const smallWord =
  /\b(?:by|with|using|via|of|from)[ \t]+(?:the |an? )?(?:cursor|amp|llama|continue|goose|cline|mistral|gemini|grok|codex|crush|lovable)\b(?! (?:ai|agent|cli|ide|composer)\b)/;
const strongVerb =
  /\b(?:generated|written|authored|suggested|fixed|refactored|coded|co-?authored|drafted|assisted|reviewed)[ \t]+(?:\w+[ \t]){0,1}(?:by|with|using)[ \t]/i;

/** A class of that name does something (`rows are created by Cursor`): a signature begins its sentence, and is all of it. */
const aClass =
  /(?:\w[ \t]+(?:created|implemented|produced|updated|added|improved|made|built|used|documented)[ \t]+(?:by|via)[ \t]+Cursor\b)|\b(?:created|implemented|produced|updated|added|improved|made|built|documented)[ \t]+(?:by|via)[ \t]+Cursor(?=::|[ \t]+(?:and|or|when|if|as|in|for|to|while|after|before|itself)\b)/i;
/** A tool for migrations that says so in what it writes. */
const goose = /\b(?:by|with|using|via)[ \t]+goose\b/;

const isSmallTalk = (line: string): boolean =>
  aClass.test(line) ||
  goose.test(line) ||
  (smallWord.test(line) &&
    (!strongVerb.test(line) ||
      /\b(?:with|using|via|of|from)[ \t]+(?:the |an? )(?:cursor|amp|llama|goose)\b/.test(line) ||
      /\bby the cursor\b/.test(line)));

const inText = (line: string): string | null => {
  const slogan = everywhere.find(({ pattern }) => pattern.test(line));
  if (slogan) return slogan.what;
  if (authored.test(line)) return 'an assistant as author';
  if (signatureIn(line) && !isSmallTalk(line)) return 'a signature of an assistant';
  return null;
};

/** What kind of signature a line of code or documentation holds; null when none. */
export const sloganIn = (line: string): string | null => {
  const found = inText(line);
  if (found !== null) return found;
  if (todo.test(line)) return 'a remark for an assistant';
  if (wholeNote.test(line)) return 'a note that a model wrote it';
  const remark = comment.test(line) ? line : line.slice(remarkStart(line));
  return aiMade.test(remark) || byAi.test(remark) ? 'a note that a model wrote it' : null;
};

/** The same for a line of a commit's message. */
export const sloganInMessage = (line: string): string | null =>
  inText(line) ??
  commitOnly.find(({ pattern }) => pattern.test(line))?.what ??
  (byAi.test(line) ? 'a note that a model wrote it' : null);
