/** Files that are credentials by their name, and what in them makes them one. */
interface CredentialFile {
  name: RegExp;
  what: string;
  /** Lines that make it a credential. Without it the name says enough. */
  holds?: RegExp;
}

/** Not a reference to a variable, not a stand-in, not nothing. */
const value =
  '(?!["\']?(?:\\$|<|\\{|%|\\*{3}|x{4,}|your|change|example|placeholder|redacted|dummy|fake|todo))["\']?[^\\s"\'#;]{4,}';

const holding = (key: string): RegExp => new RegExp(`${key}["']?[ \\t]{0,8}[:=][ \\t]{0,8}${value}`, 'im');

const privateKey = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|^PuTTY-User-Key-File/m;

const files: CredentialFile[] = [
  { name: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, what: 'an SSH private key' },
  {
    name: /(?:^|\/)\.ssh\/(?!config$|known_hosts$|authorized_keys$)[^/]+(?<!\.pub)$/,
    what: 'an SSH key',
    holds: privateKey,
  },
  { name: /\.(?:pem|key|ppk|p8)$/i, what: 'a private key', holds: privateKey },
  { name: /(?:^|\/)config\/(?:master|credentials\/[\w-]+)\.key$/, what: "the key of Rails' credentials" },
  { name: /\.(?:p12|pfx|jks|keystore|kdbx|bcfks)$/i, what: 'a key store' },
  { name: /(?:^|\/)\.aws\/credentials$/, what: 'credentials of AWS' },
  {
    name: /(?:credentials?|client[_-]secrets?|service[_-]?account|adc|token)[\w.-]*\.json$/i,
    what: 'credentials of a cloud',
    holds: holding('(?:private_key|client_secret|refresh_token|access_token|secret_?access_?key|auth_token)'),
  },
  {
    name: /(?:^|\/)(?:\.npmrc|\.yarnrc|\.yarnrc\.yml)$/,
    what: 'a registry token',
    holds: holding('(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)'),
  },
  { name: /(?:^|\/)\.pypirc$/, what: 'a password of PyPI', holds: holding('password') },
  {
    name: /(?:^|\/)[._]netrc$/,
    what: 'passwords of hosts',
    holds: new RegExp(`password[ \\t]+${value}`, 'i'),
  },
  { name: /(?:^|\/)\.git-credentials$/, what: 'credentials of git' },
  { name: /(?:^|\/)(?:\.pgpass|\.htpasswd|\.vault-token)$/, what: 'passwords' },
  { name: /(?:^|\/)\.my\.cnf$/, what: 'a password of MySQL', holds: holding('password') },
  {
    name: /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson)$/,
    what: 'credentials of a registry',
    holds: holding('auth'),
  },
  {
    name: /(?:^|\/)(?:kube-?config(?:\.ya?ml)?|[\w.-]+\.kubeconfig|\.kube\/config)$/i,
    what: 'access to a cluster',
    holds: holding('(?:client-key-data|token|password)'),
  },
  {
    name: /(?:^|\/)\.?(?:terraformrc|credentials\.tfrc\.json)$/,
    what: 'a token of Terraform',
    holds: holding('token'),
  },
  { name: /\.tfstate(?:\.backup)?$/, what: 'the state of Terraform, which holds secrets in clear text' },
  { name: /(?:^|\/)\.cargo\/credentials(?:\.toml)?$/, what: 'a token of crates.io', holds: holding('token') },
  { name: /(?:^|\/)\.gem\/credentials$/, what: 'a key of RubyGems' },
  {
    name: /(?:^|\/)auth\.json$/,
    what: 'credentials of Composer',
    holds: holding('(?:password|github\\.com|token)'),
  },
  {
    name: /(?:^|\/)nuget\.config$/i,
    what: 'a password of NuGet',
    holds: /key="ClearTextPassword"[ \t]+value="(?!%|\$|")[^"]{4,}"/i,
  },
  {
    name: /(?:^|\/)\.m2\/settings\.xml$|(?:^|\/)settings-security\.xml$/,
    what: 'a password of Maven',
    holds: /<password>(?!\$\{)[^<]{4,}<\/password>/i,
  },
];

const modelFile =
  /(?:^|[._-])(?:example|sample|template|dist|tmpl|tpl|defaults?|schema|md|txt|pub)(?:[._-]|$)/i;
const environmentFile = /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w-]+\.env)$/i;
/** What bundlers and servers are told in the open. */
const harmlessName =
  /^(?:export\s+)?(?:NODE_ENV|(?:\w+_)?ENV(?:IRONMENT)?|(?:\w+_)?PORT|(?:\w+_)?HOST(?:NAME)?|(?:\w+_)?DEBUG|(?:\w+_)?LOG_?LEVEL|TZ|LANG|CI|VITE_\w+|NEXT_PUBLIC_\w+|REACT_APP_\w+|PUBLIC_\w+|NUXT_PUBLIC_\w+|COMPOSE_\w+|\w+_(?:VERSION|TIMEOUT|ENABLED|DISABLED|REGION|LOCALE|PATH|DIR|MODE))$/;
const secretName = /secret|token|passw|pwd|credential|private|api_?key|access_?key|auth/i;
const harmlessValue =
  /^["']?(?:true|false|yes|no|on|off|null|-?\d{1,12}(?:\.\d+)?|(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?:[:/].*)?|\$\{?\w+.*|<.*>|x{3,}|\*+|(?:change|your|replace|example|dummy|placeholder|fake|test|secret|password).*)?["']?\s*(?:#.*)?$/i;

/** Lines that give a variable a value which is not plainly for everybody; 1-based. */
const valuesIn = (text: string): number[] =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const [, name = '', given = ''] =
      /^\s{0,8}((?:export\s{1,4})?[A-Za-z_][\w.]{0,80})\s{0,4}=\s{0,4}(.{0,500})/.exec(line) ?? [];
    const harmless = given.trim() === '' || harmlessValue.test(given.trim()) || name === '';
    return harmless || (harmlessName.test(name) && !secretName.test(name)) ? [] : [index + 1];
  });

export interface CredentialVerdict {
  what: string;
  /** 1-based line that makes it one; null when the whole file does. */
  line: number | null;
  /** False when only its name speaks for it. */
  sure: boolean;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

const environmentVerdict = (text: string | null): CredentialVerdict => {
  const [line] = text === null ? [] : valuesIn(text);
  return {
    what: 'environment variables of one machine',
    line: line ?? null,
    sure: text === null || line !== undefined,
  };
};

const verdictOf = ({ what, holds }: CredentialFile, text: string | null): CredentialVerdict | null => {
  if (!holds) return { what, line: null, sure: true };
  if (text === null) return { what, line: null, sure: false };
  const match = holds.exec(text);
  return match ? { what, line: lineAt(text, match.index), sure: true } : null;
};

/** What a file is by its name, and by what it holds where that decides; null when it is nothing of the kind. `text`: null when it is none. */
export const credentialFile = (path: string, text: string | null): CredentialVerdict | null => {
  const fileName = path.split('/').at(-1) ?? path;
  if (modelFile.test(fileName)) return null;
  if (environmentFile.test(path) && !/\.(?:d\.)?[cm]?[jt]sx?$/.test(path)) return environmentVerdict(text);
  for (const file of files) {
    const verdict = file.name.test(path) ? verdictOf(file, text) : null;
    if (verdict) return verdict;
  }
  return null;
};
