import { remarkStart } from '../comment-part.ts';
import { isCode, isDocument } from '../paths.ts';
import { isAddress, namesEnvironment } from './known-hosts.ts';

export interface HostUse {
  /** In small letters, without port; of a bucket or account its own name. */
  host: string;
  /** A link in prose, a comment or a package's description, rather than something a program goes to. */
  prose: boolean;
}

const urls =
  /\b([a-z][a-z0-9+.-]{1,20}):\/\/(?:[^\s/@"'`<>]{1,200}@)?((?:\[[0-9a-f:]{2,40}\]|(?:\$\{[^}\s]{1,60}\}|\{\{?[\w. ]{1,40}\}?\}|%s|<[\w-]{1,40}>|[A-Za-z0-9._-]){1,253})(?:,[A-Za-z0-9.:-]{1,253}){0,5})/gi;
const notNetwork =
  /^(?:file|data|urn|chrome|chrome-extension|moz-extension|about|app|vscode|package|workspace|npm|jar|classpath|res|content|android-app|blob|webpack|node|kafka-topic|secret|op|vault|env|attachment|cid)$/i;
const buckets = /\b(?:s3a?n?|gs|gcs|wasbs?|abfss?):\/\/([a-z0-9][a-z0-9._-]{2,62})/gi;
const arns = /\barn:aws[a-z-]*:([a-z0-9-]{2,40}):[a-z0-9-]{0,20}:(\d{12})?:([\w./*-]{1,200})/g;
const clouds =
  /(?<![\w@.-])((?:[a-z0-9-]{1,63}\.){1,6}(?:amazonaws\.com|azurewebsites\.net|windows\.net|azure\.com|cloudfront\.net|herokuapp\.com|run\.app|cloudfunctions\.net|supabase\.co|mongodb\.net|rds\.amazonaws\.com|elastic-cloud\.com|fly\.dev|onrender\.com|vercel\.app|netlify\.app|firebaseio\.com|appspot\.com))(?![\w-])/gi;

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const topLevel =
  'com|net|org|io|dev|cloud|internal|intern|intra|corp|lan|local|gov|edu|app|ai|co|biz|info|tech|systems|services|software|eu|de|uk|us|fr|nl|ch|at|it|es|se|no|dk|pl|ca|au|jp|in|br|cn';
const hostName = `(?:${label}\\.){1,8}(?:${topLevel})`;
const address = '(?:\\d{1,3}\\.){3}\\d{1,3}';
const afterHost = '(?::\\d{2,5})?(?=["\'`\\s,;/#)\\]}]|$)';

const settingName =
  '(?:host|hosts|hostname|host_name|server|servers|endpoint|endpoints|domain|addr|address|url|uri|broker|brokers|bootstrap[._-]?servers|origin|registry|proxy|dsn|upstream|bucket|_hosts|cluster)';
const quotedSetting = new RegExp(
  `${settingName}["'\\])]{0,2}\\s{0,4}(?::=|=>|[:=(,])\\s{0,4}["'\`]((?:${label}\\.)+${label}|${address})${afterHost}`,
  'gi',
);
const plainSetting = new RegExp(
  `${settingName}["']?\\s{0,4}[:=]\\s{0,4}["']?((?:${label}\\.)+${label}|${address})${afterHost}`,
  'gi',
);
const singleSetting = new RegExp(
  `${settingName}["'\\])]{0,2}\\s{0,4}(?:[:=]|=>)\\s{0,4}["'\`]?([a-z0-9]+(?:[-_][a-z0-9]+)+)(?::\\d{2,5})?["'\`]?(?=[\\s,;)}]|$)`,
  'gi',
);
const quotedHost = new RegExp(
  `["'\`](${hostName}|${address})(?::\\d{2,5})?(/[^"'\`\\s]{0,200})?["'\`](?!\\s*:)`,
  'gi',
);
const bareHost = new RegExp(`(?<![\\w./@$-])(${hostName})(?::\\d{2,5})?(?![\\w(.-]|/[\\w.-]{1,80}:)`, 'gi');
const bareAddress = new RegExp(`(?<![\\w.-])(${address})(?::\\d{2,5})?(?![\\w.-])`, 'g');
const remoteShell = new RegExp(
  `\\b(?:ssh|scp|rsync|sftp|mosh)\\b[^#\\n]{0,200}?[\\w.-]{1,60}@((?:${label}\\.)*${label})`,
  'gi',
);
/** Images come from a registry, which stands before the first slash. */
const imageRegistry = new RegExp(
  `^\\s*(?:-\\s+)?["']?(?:image["']?\\s*:|FROM\\s(?:\\s*--platform=\\S{1,60}\\s)?)\\s*["']?(${hostName}|${address})(?::\\d{2,5})?/`,
  'gi',
);
/** Two labels are a host too where nothing else is asked for. */
const plainHost = new RegExp(
  `^\\s*(?:-\\s+)?["']?(?:host|hostname|domain|server_name)["']?\\s{0,4}[:=]\\s{0,4}["']?(${label}\\.(?:io|dev|cloud))${afterHost}`,
  'gi',
);
const remoteFlag = new RegExp(
  `(?:\\s-h|\\s--host|\\s--hostname|\\s--server|\\s--endpoint-url|\\s-H tcp:\\/\\/)[ =]["']?((?:${label}\\.)+${label}|${address})`,
  'gi',
);

/** Names of messages and events end like other domains do (`errors.network.info`). */
const plainlyHost = /\.(?:com|net|org|internal|corp|lan|intra|cloud)$|^[\d.]+$/;
const speaksOfHosts =
  /host|url|uri|addr|server|endpoint|domain|connect|dial|fetch|request|client|broker|origin|base|proxy/i;
const reversed = /^(?:com|org|net|io|dev|java|javax|jakarta|kotlin|scala|edu|gov|app|de|uk|co)\./;
/** In these two labels are an ordinary name (`socket.io`, `settings.local`). */
const ordinaryPair =
  /^[^.]+\.(?:io|dev|cloud|local|app|ai|co|info|it|is|in|at|no|us|de|services|systems|org|net)$/;
const fileEnding =
  /\.(?:[cm]?[jt]sx?|json|ya?ml|toml|md|py|rs|go|rb|java|kt|cs|php|sh|sql|css|scss|html?|xml|txt|log|lock|conf|cfg|ini|env|properties|csv|png|svg|jpe?g|gif|pem|key|crt|sock|pid|db|sqlite|gz|zip|tar|jar|so|dll|exe|proto|tf|vue|swift|dart|ex|exs|lua|c|h|cpp|hpp|test|spec|map|tmpl|tpl|example|sample|local|default|name|value|id|host|port|url|env|length|data|config|get|set|to|from|key)$/i;

const commentStart = /^\s*(?:\/\/|\/\*|\*(?:\s|$)|#(?!!)|--\s|;|<!--|"""|%|REM\b)/i;
const shellPath =
  /\.(?:sh|bash|zsh|fish|ps1|bat|cmd)$|(?:^|\/)(?:Makefile|Dockerfile[\w.-]*|Procfile|Jenkinsfile|Justfile)$/i;
const goModules = /(?:^|\/)(?:go\.(?:mod|work|sum))$/;
const manifests =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Cargo\.toml|composer\.json|pom\.xml|mix\.exs|pubspec\.yaml|[\w.-]+\.gemspec|[\w.-]+\.csproj|[\w.-]+\.nuspec|action\.ya?ml|CITATION\.cff|Chart\.yaml)$/;
const described =
  /^\s*["'<]?[\w.:-]{0,30}(?:homepage|home|repository|documentation|docs|bugs|funding|issues?|changelog|source|sources|license|licen[cs]e_?url|url|projecturl|icon|website|support|tracker)\b/i;
/** Names of vocabularies look like links and are never followed. */
const vocabulary =
  /\bxmlns|register_namespace|namespaceURI|ElementNS\(|AttributeNS\(|\w_NS\b|\bNS_\w|^\s*@prefix\s|^\s*PREFIX\s+\w*:\s*<|targetNamespace|schemaLocation|["']?\$(?:schema|id|ref)["']?\s*[:=]|<!DOCTYPE|@context\b|@vocab\b/;
const versions =
  /version|chrome\/|safari\/|mozilla|user-?agent|\boid\b|assembly|^\s*(?:-\s+)?["']?image["']?\s*:|^\s*FROM\s|\b(?:implementation|api|compileOnly|runtimeOnly|testImplementation|classpath|kapt|ksp)\b\s*[("']/i;
const applicationIds =
  /\b(?:applicationId|bundle_?id(?:entifier)?|package_?name)\b|^\s*namespace\s*[=\s]\s*["']/i;

const cleaned = (host: string): string => host.toLowerCase().replace(/:\d+$/, '').replace(/\.+$/, '');

/** What is left of a host that is put together at run time, when it still says where: `{region}.db.acme.com`. */
const withoutTemplate = (host: string): string | null => {
  if (!/[${}<>%]/.test(host)) return host;
  const rest = host.replace(/^.*[}>]\.?|^.*%s\.?/, '');
  return /^[\w-]+(?:\.[\w-]+)+$/.test(rest) && !/[${}<>%]/.test(rest) ? rest : null;
};

const fromUrls = (line: string): string[] =>
  [...line.matchAll(urls)].flatMap(([, scheme = '', list = '']) => {
    if (notNetwork.test(scheme) || /^(?:s3|gs|gcs|wasb|abfs)/i.test(scheme)) return [];
    return list.split(',').flatMap((one) => {
      const host = withoutTemplate(one);
      if (host === null) return [];
      const clean = cleaned(host);
      if (/^[\d.]+$/.test(clean)) return isAddress(clean) ? [clean] : [];
      return clean.includes('.') || clean.startsWith('[') || namesEnvironment(clean) ? [clean] : [];
    });
  });

const fromClouds = (line: string): string[] => [
  ...[...line.matchAll(buckets)].map((match) => match[1] ?? ''),
  ...[...line.matchAll(clouds)].map((match) => match[1] ?? ''),
  ...[...line.matchAll(arns)].flatMap(([, service, account, rest = '']) => {
    if (account !== undefined) return [account];
    return service === 's3' ? [rest.replace(/[/*].*$/, '')] : [];
  }),
];

const isHost = (host: string): boolean => {
  // A version: `3.2.0.dev`.
  if (/^\d+(?:\.\d+)*\.[a-z]/.test(host)) return false;
  if (/^\d{1,3}(?:\.\d+)+$/.test(host)) return isAddress(host) && !host.startsWith('2.5.');
  return (
    /\.[a-z]{2,}$/.test(host) &&
    !reversed.test(host) &&
    !(fileEnding.test(host) && !new RegExp(`\\.(?:${topLevel})$`).test(host))
  );
};

const first = (line: string, pattern: RegExp, group: number): string[] =>
  [...line.matchAll(pattern)].map((match) => cleaned(match[group] ?? ''));

const fromCode = (line: string, path: string): string[] => {
  const whole = [...line.matchAll(quotedHost)].flatMap(([, host = '', rest]) => {
    const clean = cleaned(host);
    // An import path of Go begins with a host too.
    if (rest !== undefined && path.endsWith('.go')) return [];
    if (reversed.test(clean) || ordinaryPair.test(clean) || (isAddress(clean) && versions.test(line)))
      return [];
    return plainlyHost.test(clean) || rest !== undefined || speaksOfHosts.test(line) ? [clean] : [];
  });
  const settings = first(line, quotedSetting, 1).filter(
    (host) => new RegExp(`\\.(?:${topLevel})$|^[\\d.]+$`).test(host) && !ordinaryPair.test(host),
  );
  return [...whole, ...settings];
};

/** The part of a line that is a value: keys are dotted names as well. */
const valuePart = (line: string, path: string): string =>
  shellPath.test(path)
    ? line
    : line.replace(/^\s*(?:-\s+)?["']?[\w./-]+["']?\s*[:=]/, (key) => ' '.repeat(key.length));

const fromSettings = (line: string, path: string): string[] => {
  if (/^\s*apiVersion\s*:/.test(line)) return [];
  const bare = first(valuePart(line, path), bareHost, 1).filter(
    (host) => !reversed.test(host) && !ordinaryPair.test(host),
  );
  return [
    ...first(line, plainSetting, 1).filter(
      (host) => !ordinaryPair.test(host) || /\.(?:org|net|app|ai|co|de|us)$/.test(host),
    ),
    ...bare.filter((host) => host.split('.').length > 2 || /\.com$/.test(host)),
    ...first(line, remoteFlag, 1),
    ...first(line, imageRegistry, 1),
    ...first(line, plainHost, 1),
  ];
};

const addressesIn = (line: string, path: string): string[] =>
  versions.test(line) || /\.(?:svg|css|csproj|nuspec|lock)$/i.test(path) ? [] : first(line, bareAddress, 1);

const singleLabels = (line: string): string[] => first(line, singleSetting, 1).filter(namesEnvironment);

/** Most lines have neither a dotted name nor an address. */
const mayHoldOne = (line: string): boolean =>
  /:\/\/|\.[a-z]{2}|\d\.\d|arn:|prod|stag|stg|live|uat|prd|qa|canary/i.test(line);

/** Code puts an address between quotes: without any, and with words alone around it, the line is of a docstring. */
const isSentence = (line: string): boolean =>
  /^\s*(?:[A-Za-z][\w'’-]*[ ,:.]+){0,30}(?:[<([]{0,2}https?:\/\/[^\s"'`=;]{1,500})(?:[\])>.,]{0,3}|[\])>.,]{0,3}\s[\w\s'’,.:()-]{0,300})$/.test(
    line,
  );

/** Hosts, buckets and accounts a line of a file names, each once. `line` is cut already. */
export const hostsIn = (line: string, path: string): HostUse[] => {
  if (isDocument(path) || !line.includes('://')) return hostsOf(line, path);
  const remark = remarkStart(line, path);
  const own = hostsOf(line.slice(0, remark), path);
  const named = new Set(own.map(({ host }) => host));
  const beside = remark < line.length ? hostsOf(line.slice(remark), path) : [];
  return [...own, ...beside.flatMap(({ host }) => (named.has(host) ? [] : [{ host, prose: true }]))];
};

const hostsOf = (line: string, path: string): HostUse[] => {
  if (!mayHoldOne(line)) return [];
  if (applicationIds.test(line) && !line.includes('://'))
    return singleLabels(line).map((host) => ({ host, prose: false }));
  if (vocabulary.test(line) || goModules.test(path) || /\.svg$/i.test(path)) return [];
  const document = isDocument(path);
  const comment = commentStart.test(line) && !document;
  const code = isCode(path);
  const hosts = [
    ...fromUrls(line),
    ...fromClouds(line).map(cleaned),
    ...first(line, remoteShell, 1).filter((host) => host.includes('.') || namesEnvironment(host)),
  ];
  if (!document && !comment) {
    hosts.push(...(code ? fromCode(line, path) : fromSettings(line, path)).filter(isHost));
    hosts.push(...addressesIn(line, path).filter(isHost), ...singleLabels(line));
    if (!code) hosts.push(...fromCode(line, path).filter(isHost));
  }
  const prose =
    document || comment || (code && isSentence(line)) || (manifests.test(path) && described.test(line));
  return [...new Set(hosts.filter((host) => host !== ''))].map((host) => ({ host, prose }));
};
