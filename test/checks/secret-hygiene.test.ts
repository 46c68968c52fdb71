import { describe, expect, it } from 'vitest';
import { secretHygiene } from '../../src/checks/secret-hygiene.ts';
import { secretsAdded } from '../../src/secrets/added.ts';
import { makeSamples } from '../secrets/samples.ts';
import { type Delivery, deliver } from './world.ts';

const registry = { 'secret-hygiene': secretHygiene };
const samples = makeSamples();
const of = (name: string): string => samples[name] ?? '';
const key = of('a private key');

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: workflows and settings as they are written
const judge = async (delivery: Delivery) => {
  const evidence = deliver(delivery, registry);
  const secrets = await secretsAdded({ texts: evidence.texts, commits: evidence.range.commits });
  return secretHygiene.run({ ...evidence, secrets });
};

const adding = (path: string, text: string): Delivery => ({
  base: { 'a.txt': 'a\n' },
  head: { 'a.txt': 'a\n', [path]: text },
});

describe('a credential that entered the diff', () => {
  it.each<[string, Delivery, string]>([
    [
      'a token in TypeScript',
      {
        base: { 'src/a.ts': 'let a;\n' },
        head: { 'src/a.ts': `let a;\nconst t = '${of('a GitHub token')}';\n` },
      },
      'src/a.ts:2',
    ],
    [
      'a key in Python',
      adding('app/settings.py', `import os\n\nAWS = "${of('an AWS key')}"\n`),
      'app/settings.py:3',
    ],
    ['a key in Go', adding('main.go', `package main\n\nconst key = "${of('an OpenAI key')}"\n`), 'main.go:3'],
    [
      'a key of Stripe in Ruby',
      adding(
        'config/initializers/stripe.rb',
        `Stripe.api_key = "${['sk', '_live_', '51H8aB3kLmN0pQrStUvWxYz12'].join('')}"\n`,
      ),
      'stripe.rb:1',
    ],
    [
      'a password in Java',
      adding('src/main/java/Db.java', 'class Db {\n  String password = "Gr33n-Kettle!9";\n}\n'),
      'Db.java:2',
    ],
    [
      'a secret in PHP',
      adding('config/app.php', "<?php return ['client_secret' => '9fK2mQ7xLp0sVb4TzR8w'];\n"),
      'config/app.php:1',
    ],
    [
      'a connection string in YAML',
      adding('config/db.yml', `url: ${of('a connection string')}\n`),
      'config/db.yml:1',
    ],
    ['a private key', adding('deploy/id.txt', `${key}\n`), 'deploy/id.txt:1'],
    [
      'the body of a key put between the lines that were there',
      {
        base: { 'k.pem': '-----BEGIN RSA PRIVATE KEY-----\nhere\n-----END RSA PRIVATE KEY-----\n' },
        head: { 'k.pem': `${key}\n` },
      },
      'k.pem:1',
    ],
    [
      'a token in a test',
      adding('test/api.test.js', `const t = '${of('an npm token')}';\n`),
      'test/api.test.js:1',
    ],
    [
      'a token in the message of a commit',
      { ...adding('b.txt', 'b\n'), commits: [{ message: `PER-206: use ${of('a Slack token')}` }] },
      'commit ccccccc',
    ],
    ['.env', adding('.env', 'PORT=3000\nSMTP_LOGIN=kettle-green-42\n'), '.env:2'],
    [
      '.env of a service',
      adding('services/api/.env.production', 'DATABASE_URL=mysql://db.acme.io/app\n'),
      '.env.production:1',
    ],
    ['id_rsa', adding('keys/id_rsa', 'abc\n'), 'keys/id_rsa'],
    ['a key store', adding('android/app/release.jks', 'binary\n'), 'release.jks'],
    [
      '.npmrc',
      adding('.npmrc', '//npm.acme.io/:_authToken=4f1d8c3e-9b1a-4a3f-8c1d-2e3f4a5b6c7d\n'),
      '.npmrc:1',
    ],
    ['.netrc', adding('.netrc', 'machine api.acme.io login bot password gr33nkettle\n'), '.netrc:1'],
    [
      'a kubeconfig',
      adding('deploy/kubeconfig', `users:\n- name: a\n  user:\n    token: ${'k8sT0ken'.repeat(4)}\n`),
      'deploy/kubeconfig:4',
    ],
    [
      'credentials of a cloud',
      adding('gcp/credentials.json', '{\n  "refresh_token": "1//0gKettleGreen"\n}\n'),
      'credentials.json:2',
    ],
    ['the state of Terraform', adding('infra/terraform.tfstate', '{}\n'), 'terraform.tfstate'],
    [
      "the key of Rails' credentials",
      adding('config/master.key', '0f1e2d3c4b5a69788796a5b4c3d2e1f0\n'),
      'config/master.key',
    ],
    [
      'a renamed example',
      {
        base: { '.env.example': 'API=\n' },
        head: { '.env': 'API=kettle-green-42\n' },
        renames: { '.env.example': '.env' },
      },
      '.env:1',
    ],
  ])('%s', async (_, delivery, place) => {
    const { verdict, evidence } = await judge(delivery);
    expect(evidence.join('\n')).toContain(place);
    expect(verdict).toBe('fail');
    expect(evidence.join('\n')).toContain('Revoke and rotate');
    for (const sample of Object.values(samples)) expect(evidence.join('\n')).not.toContain(sample);
  });
});

describe('what only looks like one', () => {
  it.each<[string, Delivery]>([
    ['an example of the environment', adding('.env.example', 'API_KEY=\nSTRIPE_KEY=sk_live_your_key_here\n')],
    ['a template', adding('config/.env.sample', 'PASSWORD=changeme\n')],
    [
      'values for everybody',
      adding('.env', 'NODE_ENV=development\nPORT=3000\nVITE_API_URL=/api\nDEBUG=true\n'),
    ],
    ['a module called env', adding('src/.env.d.ts', 'declare const x: string;\n')],
    [
      'a public key',
      adding(
        'keys/jwt.pem',
        '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\n-----END PUBLIC KEY-----\n',
      ),
    ],
    [
      'a certificate',
      adding(
        'certs/ca.pem',
        '-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\n-----END CERTIFICATE-----\n',
      ),
    ],
    ['an SSH public key', adding('keys/id_rsa.pub', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 a@b\n')],
    [
      'documentation of AWS',
      adding('docs/aws.md', ['AWS_ACCESS_KEY_ID=AKI', 'AIOSFODNN7EXAMPLE\n'].join('')),
    ],
    [
      'code that looks for keys',
      adding(
        'src/pem.ts',
        "export const isKey = (text: string) => text.startsWith('-----BEGIN RSA PRIVATE KEY-----');\nexport const other = 1;\n",
      ),
    ],
    [
      'code that looks for keys in Go',
      adding(
        'pem.go',
        'package pem\n\nvar begin = []byte("-----BEGIN PRIVATE KEY-----")\nvar end = []byte("-----END PRIVATE KEY-----")\n',
      ),
    ],
    [
      'a key that is obviously none',
      adding(
        'test/fixtures/key.txt',
        '-----BEGIN RSA PRIVATE KEY-----\nfake\n-----END RSA PRIVATE KEY-----\n',
      ),
    ],
    [
      'variables',
      adding(
        'src/a.py',
        'import os\nAPI_KEY = os.environ["API_KEY"]\ntoken = f"Bearer {token}"\npassword = getpass("Password: ")\n',
      ),
    ],
    [
      'process.env',
      adding(
        'src/a.js',
        "const token = process.env.TOKEN;\nconst apiKey = config.get('services.stripe.apiKey');\n",
      ),
    ],
    [
      'a workflow',
      adding('ci/deploy.yml', 'env:\n  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n  password: "${DB_PASSWORD}"\n'),
    ],
    [
      '.npmrc with a variable',
      adding('.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nsave-exact=true\n'),
    ],
    [
      'integrity hashes',
      adding('package-lock.json', `{"integrity": "sha512-${'Zm9vYmFyQUJD'.repeat(7)}=="}\n`),
    ],
    [
      'a SHA and a UUID',
      adding(
        'src/a.rs',
        'const SHA: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";\nconst ID: &str = "3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10";\n',
      ),
    ],
    [
      'values of a test',
      adding(
        'spec/login_spec.rb',
        "user = create(:user, password: 'Passw0rd!')\nheaders['X-Api-Key'] = 'test-api-key-1234567890'\n",
      ),
    ],
    [
      'a name of a setting',
      adding(
        'src/keys.ts',
        "export const passwordField = 'user-password-1';\nconst secret = 'kubernetes.io/service-account-token';\n",
      ),
    ],
    [
      'a local database',
      adding('docker-compose.yml', 'DATABASE_URL: postgres://postgres:postgres@db:5432/app\n'),
    ],
    [
      'placeholders',
      adding(
        'README.md',
        'curl -H "Authorization: Bearer <token>"\nexport GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n',
      ),
    ],
    [
      'a line that moved within its file',
      {
        base: { 'a.py': `t = "${of('a Google key')}"\nx = 1\ny = 2\n` },
        head: { 'a.py': `x = 1\ny = 2\nt = "${of('a Google key')}"\n` },
      },
    ],
    [
      'one whose name changed',
      {
        base: { 'a.py': `t = "${of('a Google key')}"\n` },
        head: { 'a.py': `token = "${of('a Google key')}"  # old\n` },
      },
    ],
    [
      'one that went to another file',
      {
        base: { 'a.py': `t = "${of('a Linear key')}"\nx = 1\n` },
        head: { 'a.py': 'x = 1\n', 'b.py': `t = "${of('a Linear key')}"\n` },
      },
    ],
    ['a certificate of a test', adding('testdata/client.p12', 'binary\n')],
    [
      'a file that was there',
      { base: { '.env': 'LOGIN=kettle-green\n' }, head: { '.env': 'LOGIN=kettle-green\nOTHER=kettle\n' } },
    ],
  ])('%s', async (_, delivery) => {
    const { verdict, evidence } = await judge(delivery);
    expect({ verdict, evidence: verdict === 'pass' ? [] : evidence }).toEqual({
      verdict: 'pass',
      evidence: [],
    });
  });

  it('asks a person where only the name speaks', async () => {
    const { verdict, flags } = await judge(adding('testdata/client.p12', 'binary\n'));
    expect(verdict).toBe('pass');
    expect(flags?.join()).toContain('testdata/client.p12');
  });
});

it('says how many more there are', async () => {
  const token = of('a GitHub token');
  const { evidence } = await judge(
    adding('a.js', Array.from({ length: 50 }, (_, index) => `f(${index}, '${token}')\n`).join('')),
  );
  expect(evidence.join('\n')).toContain('and 30 more findings');
  expect(evidence.length).toBeLessThan(30);
});

it('has nothing to say where nothing was added', () => {
  const evidence = deliver({ base: {}, head: {}, commits: [] }, registry);
  expect(secretHygiene.run(evidence).verdict).toBe('n/a');
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
