import { isCode } from '../paths.ts';

export interface EnvironmentUse {
  /** In small letters. */
  name: string;
  /** `setting`: a program is told where it is. `comparison`: it asks. */
  kind: 'setting' | 'comparison';
  /** As it stands in the line. */
  text: string;
}

const core = 'prod|production|prd|live|staging|stage|stg|uat|pre-?prod|pre-?production|qa|canary';
const name = `(?:(?:[a-z0-9]{1,20}[-_]){0,3}(?:${core})(?:[-_][a-z0-9]{1,20}){0,3})`;
const ends = '(?![\\w.-]*[\\w(]|\\s*[.(\\[])';
const key =
  '(?<!back)(?:env|environment|env(?:ironment)?_?name|stage|deploy_?target|profiles?[_.-]active|workspace|namespace|tier|process\\.env\\.\\w{1,40})';
const setting = new RegExp(
  `(?:${key})["'\`\\])]{0,2}\\s{0,4}(?::=|=>|\\|\\|=|\\?\\?=|[:=](?!=)|,\\s?(?=["']))\\s{0,4}(?:\\w{1,20}\\s{0,2}\\|\\|\\s{0,2})?["'\`]?(${name})${ends}`,
  'gi',
);
const comparison = new RegExp(
  `(?:${key})["'\`\\])]{0,2}(?:\\(\\))?\\s{0,4}(?:[!=]==?|eq|ne|-eq|!=|=~)\\s{0,4}["'\`]?(${name})(?![\\w-])|["'\`](${name})["'\`]\\s{0,4}[!=]==?\\s{0,4}[\\w.]{0,60}(?:env|stage)`,
  'gi',
);
const flag = new RegExp(
  `(?:^|\\s|["'])--?(?:env|environment|stage|profile|context|kube-?context|namespace|workspace|target|target-env|e|n|P)(?:["'],\\s{0,2}["']|[ =]["']?)(${name})(?![\\w.-]*[\\w(])`,
  'gi',
);
const commands = new RegExp(
  `\\b(?:terraform workspace (?:select|new)|firebase use|kubectl config use-context|kubectx|kubens|cap|eb deploy|gcloud config configurations activate|pulumi stack select|cdk deploy --context env|flyctl deploy -a)\\s+["']?(${name})(?![\\w.-]*[\\w(])`,
  'gi',
);
const straight =
  /\b(?:vercel|netlify|amplify|wrangler|sls|serverless|eas)\b[^\n]{0,80}\s--prod(?:uction)?\b/i;

const mentions = new RegExp(core, 'i');

const useOf =
  (kind: EnvironmentUse['kind']) =>
  (match: RegExpMatchArray): EnvironmentUse => ({
    name: (match[1] ?? match[2] ?? '').toLowerCase(),
    kind,
    text: match[0].trim(),
  });

/** `stage: live,` in a program hands a variable on; `"APP_ENV=live"` and `stage: 'live'` say a name. */
const isVariable = ({ text }: EnvironmentUse): boolean =>
  !/["'`][\w-]*$/.test(text) && /(?::|=\s|\s=)\s*[\w-]+$/.test(text);

/** A type lists what there is, and sets nothing. */
const isChoice = (line: string, { text }: EnvironmentUse): boolean => {
  const after = line.slice(line.indexOf(text) + text.length);
  return /^["'`]\s{0,4}\|\s{0,4}["'`]/.test(after);
};
/** `EnvProduction Env = "production"`: a constant gives a name to the word. */
const isConstant = (line: string, { name: word }: EnvironmentUse): boolean =>
  new RegExp(`^\\s*(?:const\\s+)?\\w*${word}\\w*\\s+\\w+\\s*=\\s*"`, 'i').test(line);
/** `live-chat`, `stage-manager`: a thing that is called so. */
const isThing = ({ name: word }: EnvironmentUse): boolean =>
  /^(?:live[-_](?:chat|stream\w*|view|reload|share|update|search|score\w*|feed|video|audio|events?|support)|stage[-_]manager|qa[-_]tools?)$/.test(
    word,
  );
/** The stage of an image that is built for production: a convention of builds. */
const imageBuild = /\b(?:docker|podman|nerdctl)\b[^\n]{0,40}\bbuild\b|\bbuildah\b|\bbuildctl\b/;

/** Names of environments in the places where one is chosen or asked for. */
export const environmentsIn = (line: string, path = ''): EnvironmentUse[] => {
  if (!mentions.test(line)) return [];
  const direct = straight.exec(line);
  const code = isCode(path);
  const target = imageBuild.test(line);
  const uses = [
    ...[...line.matchAll(comparison)].map(useOf('comparison')),
    ...[...line.matchAll(setting)].map(useOf('setting')).filter((use) => !code || !isVariable(use)),
    ...[flag, commands]
      .flatMap((pattern) => [...line.matchAll(pattern)])
      .map(useOf('setting'))
      .filter(({ text }) => !(target && /^[\s"']*--target\b/.test(text))),
    ...(direct ? [{ name: 'production', kind: 'setting' as const, text: direct[0] }] : []),
  ];
  return uses.filter(
    (use) =>
      use.kind === 'comparison' || !(isChoice(line, use) || (code && isConstant(line, use)) || isThing(use)),
  );
};

/** Tests are named `deploys to production`: only what was or is being done counts. */
const acting =
  /\b(?:deploy(?:ing|ed)|connect(?:ing|ed)|migrat(?:ing|ed|ions?)|publish(?:ing|ed)|promot(?:ing|ed)|seed(?:ing|ed)|writ(?:ing|ten)|push(?:ing|ed)|upload(?:ing|ed)|releas(?:ing|ed)|appl(?:ying|ied)|roll(?:ing|ed) out|delet(?:ing|ed)|dropp(?:ing|ed)|switched)\b/i;
const towards = new RegExp(
  `\\b(?:to|on|in|against|into|at|onto|of)\\s+(?:the\\s+)?["'\`[(]?(${core})(?![\\w-])(?![ -]?(?:reload|build|bundle|mode|server reload|view|code|dependenc))`,
  'i',
);
const building = /\b(?:build|building|built|bundl\w*|compil\w*|optimi[sz]\w*|transform\w*|dependenc\w*)\b/i;
const stated = new RegExp(
  `^\\W{0,6}(?:[\\w ]{0,20}\\b)?(?:target |deploy(?:ment)? )?(?:environment|env|stage|context|profile|workspace)\\s{0,4}[:=]\\s{0,4}["'\`]?(${core})(?![\\w-])`,
  'i',
);

/** The environment that a line of output says something was done to. */
export const environmentDoneTo = (line: string): string | null => {
  const to = acting.test(line) && !building.test(line) ? towards.exec(line) : null;
  return (to ?? stated.exec(line))?.[1]?.toLowerCase() ?? null;
};
