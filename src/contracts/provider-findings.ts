import { isLocal, withScheme } from './addresses.ts';
import type { Configuration } from './configuration.ts';
import { quote } from './configuration-document.ts';
import type { Finding } from './configuration-problems.ts';
import { usualVariable, variableProblem } from './variables.ts';

type Provider = Configuration['models']['providers'][string];

/** Headers in which keys are carried: those come from secrets, and the gateway writes them. */
const keyHeaders = ['authorization', 'x-api-key', 'api-key', 'cookie', 'proxy-authorization'];
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Names under which addresses carry credentials; `api-version` is none. */
const secretParameter =
  /key|token|secret|passw|credential|(?:^|[-_.])(?:sig|signature|auth|authorization|pwd)$/i;
/** Names of variables that hold credentials; the one that the key goes into is `variable`. */
const secretVariable = /(?:^|_)(?:API_?KEY|ACCESS_KEY|SECRET|TOKEN|PASSWORD)$|BEARER|SECRET_/;

const inSecret = 'a key belongs into the secret behind `model-keys`';

/** What the gateway adds itself. */
const ownPath = /\/(?:chat\/completions|responses|messages)\/*$/;
const versioned = ['api.anthropic.com', 'api.openai.com'];

/** An address at which the gateway could only be told that nothing is there. */
const pathProblem = (url: URL): string | null => {
  const own = ownPath.exec(url.pathname)?.[0];
  if (own !== undefined) {
    const right = new URL(url);
    right.pathname = url.pathname.slice(0, -own.length);
    return `ends in ${quote(own)}, which the gateway adds itself: write ${quote(right.href.replace(/\/$/, ''))}`;
  }
  if (versioned.includes(url.hostname) && /^\/+$/.test(url.pathname))
    return `lacks its version: write ${quote(`${url.origin}/v1${url.search}`)}`;
  return null;
};

const urlProblem = (text: string, api: Provider['api']): string | null => {
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `is no address of http or https: write ${withScheme(text)}`;
  if (url.protocol === 'http:' && !isLocal(url.hostname))
    return 'would send key and code unencrypted: write `https:`; `http:` is for loopback and private networks';
  if (url.username !== '' || url.password !== '') return `holds a user or password: ${inSecret}`;
  if (url.hash !== '') return 'ends in a `#…`, which no server is told: leave it out';
  const secret = [...url.searchParams.keys()].find((name) => secretParameter.test(name));
  if (secret !== undefined) return `holds ${quote(secret)} in its query: ${inSecret}`;
  return api === 'other' ? null : pathProblem(url);
};

const at = (provider: string, ...keys: string[]): string[] => ['models', 'providers', provider, ...keys];
const finding = (path: string[], problem: string): Finding => ({
  path,
  text: `${quote(path.join('.'))} ${problem}`,
});

const urlFindings = (name: string, { url, api }: Provider): Finding[] => {
  const problem = url === undefined ? null : urlProblem(url, api);
  return problem === null ? [] : [finding(at(name, 'url'), problem)];
};

const headerFindings = (provider: string, { headers }: Provider): Finding[] =>
  Object.entries(headers).flatMap(([name, value]) => {
    const path = at(provider, 'headers', name);
    if (keyHeaders.includes(name.toLowerCase()))
      return [
        finding(
          path,
          `would keep a key in the configuration: it belongs into the secret behind \`model-keys\``,
        ),
      ];
    return headerName.test(name) && headerValue.test(value)
      ? []
      : [finding(path, 'cannot be sent as a header')];
  });

const envProblem = (name: string, key: string): string | null => {
  if (name === key)
    return `is the variable that carries the key: leave it out, it is filled from \`model-keys\``;
  return (
    variableProblem(name) ??
    (secretVariable.test(name)
      ? `would keep a key in the configuration: it belongs into \`model-keys\`, and \`variable: ${name}\` names where it goes`
      : null)
  );
};

const variableFindings = (provider: string, { variable, env }: Provider): Finding[] => {
  const key = variable ?? usualVariable(provider);
  const wrong = variable === undefined ? null : variableProblem(variable);
  const named = wrong === null ? [] : [finding(at(provider, 'variable'), `is ${quote(key)}, which ${wrong}`)];
  return [
    ...named,
    ...Object.keys(env).flatMap((name) => {
      const problem = envProblem(name, key);
      return problem === null ? [] : [finding(at(provider, 'env', name), problem)];
    }),
  ];
};

/** What is wrong with a provider by itself. */
export const providerFindings = (models: Configuration['models']): Finding[] =>
  Object.entries(models.providers).flatMap(([name, provider]) => [
    ...urlFindings(name, provider),
    ...headerFindings(name, provider),
    ...variableFindings(name, provider),
  ]);
