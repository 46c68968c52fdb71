import { randomBytes } from 'node:crypto';

/** Every value that may not get out, by the place it is planted in. */
export const canaryNames = [
  ...['machine-variable', 'runtime-token', 'app-key', 'socket', 'shared-memory', 'temporary-file'],
  ...[
    'git-credentials',
    'netrc',
    'npmrc',
    'ssh-key',
    'gh-hosts',
    'docker-config',
    'aws-credentials',
    'gitconfig',
  ],
  ...['process-variable', 'process-argument', 'process-memory', 'process-open-file', 'process-directory'],
  ...[
    'kept-worktree',
    'kept-home',
    'neighbour-home',
    'other-repository',
    'terminal',
    'publish-token',
    'checkout-token',
    'model-key',
  ],
] as const;
export type CanaryName = (typeof canaryNames)[number];

export interface Canary {
  name: CanaryName;
  value: string;
  /** Id of the assignment, for tokens; others are there all the time. */
  run?: string;
}

/** No shape of a credential: a scanner that knows shapes must not be what holds it back. */
export const newCanary = (name: string): string =>
  `canary ${name} ${randomBytes(16).toString('hex')}`.replaceAll(' ', '.');

const shifted = (value: Buffer, shift: number): string =>
  Buffer.concat([Buffer.alloc(shift), value])
    .toString('base64')
    .slice(shift === 0 ? 0 : shift + 1, -4);

const formsOf = (value: string): Buffer[] => {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].map((shift) => shifted(bytes, shift));
  const texts = [
    ...[value, [...value].reverse().join(''), encodeURIComponent(value)],
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ...inBase64.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(value, 'utf16le')];
};

const known = new Map<string, Buffer[]>();
const forms = (value: string): Buffer[] => {
  const found = known.get(value) ?? formsOf(value);
  known.set(value, found);
  return found;
};

const withoutBreaks = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1');

/** Tokens of jobs whose steps are no processes, and so are not known to the test. */
const jobToken = /ghs_[A-Za-z0-9]{36}/;

/** The canaries that these bytes hold, plainly or in an encoding somebody would try first. */
export const canariesIn = (bytes: Buffer, canaries: Canary[]): CanaryName[] => {
  const texts = bytes.includes(10) ? [bytes, withoutBreaks(bytes)] : [bytes];
  const out = canaries.filter(({ value }) =>
    forms(value).some((form) => texts.some((text) => text.includes(form))),
  );
  const tokens = texts.some((text) => jobToken.test(text.toString('latin1')))
    ? ['checkout-token' as const]
    : [];
  return [...new Set([...out.map(({ name }) => name), ...tokens])];
};
