import { describe, expect, it } from 'vitest';
import { endpointEcho } from '../../src/checks/endpoint-echo.ts';
import { evidenceFile, raw, tasksFile } from './support.ts';
import { type Delivery, deliver } from './world.ts';

const registry = { 'endpoint-echo': endpointEcho };
const judge = (delivery: Delivery) => endpointEcho.run(deliver(delivery, registry));
const adding = (path: string, ...lines: string[]): Delivery => ({
  base: { [path]: 'first\n' },
  head: { [path]: `first\n${lines.join('\n')}\n` },
});
const printing = (output: string, kind: 'command' | 'setup' = 'command'): Delivery => ({
  base: {},
  head: {},
  raw: {
    file: evidenceFile({
      verification: [
        { command: 'npm test', kind, passed: true, exitCode: 0, timedOut: false, durationMs: 1, output },
      ],
    }),
  },
});

describe('a host or environment that nothing allows', () => {
  it.each<[string, string, string]>([
    ['src/api.ts', "const api = 'https://api.prod.acme.com/v1';", 'api.prod.acme.com'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code as it is written
    ['src/api.ts', 'fetch(`https://${region}.db.acme.io/x`);', 'db.acme.io'],
    ['src/api.ts', "const host = 'db.prod.internal';", 'db.prod.internal'],
    ['src/api.js', "axios.create({ baseURL: 'http://prod-gateway:8080' })", 'prod-gateway'],
    ['app/settings.py', "DATABASES = {'HOST': 'db.acme-prod.net'}", 'db.acme-prod.net'],
    ['app/settings.py', 'URL = "postgres://app@db.prod.internal:5432/x"', 'db.prod.internal'],
    ['app/s3.py', 's3.upload("s3://acme-prod-backups/x")', 'acme-prod-backups'],
    ['main.go', '\tclient := redis.NewClient(&redis.Options{Addr: "cache.acme.io:6379"})', 'cache.acme.io'],
    ['main.go', '\tconn, err := amqp.Dial("amqp://guest@mq.acme.corp/")', 'mq.acme.corp'],
    ['src/main.rs', 'let ip = "52.94.236.248";', '52.94.236.248'],
    ['src/A.java', 'String url = "jdbc:mysql://db.live.acme.com:3306/app";', 'db.live.acme.com'],
    [
      'src/application.properties',
      'spring.datasource.url=jdbc:postgresql://pg.acme.cloud/app',
      'pg.acme.cloud',
    ],
    ['config/app.yml', 'host: db.staging.acme.com', 'db.staging.acme.com'],
    ['config/app.yml', 'brokers: k1.acme.net:9092,k2.acme.net:9092', 'k1.acme.net'],
    ['deploy/.env', 'DB_HOST=db.prod.acme.com', 'db.prod.acme.com'],
    ['infra/main.tf', '  bucket_arn = "arn:aws:s3:::acme-live-data"', 'acme-live-data'],
    ['infra/main.tf', 'role = "arn:aws:iam::123456789012:role/deployer"', '123456789012'],
    ['infra/main.tf', 'url = "https://sqs.eu-west-1.amazonaws.com/1/x"', 'sqs.eu-west-1.amazonaws.com'],
    ['scripts/deploy.sh', 'ssh deploy@web1.acme.com uptime', 'web1.acme.com'],
    ['scripts/deploy.sh', 'psql -h db.acme.internal -U app', 'db.acme.internal'],
    ['scripts/deploy.sh', 'kubectl -n prod apply -f .', 'prod'],
    ['scripts/deploy.sh', 'terraform workspace select production', 'production'],
    ['scripts/deploy.sh', 'deploy --env staging', 'staging'],
    ['scripts/deploy.sh', 'kubectl --context=prod-eu get pods', 'prod-eu'],
    ['scripts/deploy.sh', 'vercel deploy --prod', 'production'],
    ['Dockerfile', 'ENV RAILS_ENV=production', 'production'],
    ['package.json', '"deploy": "NODE_ENV=production node deploy.js"', 'production'],
    ['docker-compose.yml', '      APP_ENV: uat', 'uat'],
    ['ci/release.yml', '    environment: production', 'production'],
    ['src/config.rb', "config.environment = 'live'", 'live'],
    ['A.cs', 'options.Environment = "Production";', 'production'],
    ['config.php', "putenv('APP_ENV=prod');", 'prod'],
    ['config.php', "'host' => 'mysql.acme.de',", 'mysql.acme.de'],
    ['src/env.py', 'os.environ["DEPLOY_ENV"] = "prod"', 'prod'],
    ['test/live.test.ts', "const api = 'https://api.prod.acme.com';", 'api.prod.acme.com'],
    ['package.json', '"api": "https://api.acme.com"', 'api.acme.com'],
    ['chart/values.yaml', 'host: acme.dev', 'acme.dev'],
    ['docker-compose.yml', '    image: registry.acme.com/app:1.2', 'registry.acme.com'],
    ['Dockerfile', 'FROM --platform=linux/amd64 registry.acme.io:5000/base:1', 'registry.acme.io'],
    ['src/api.ts', "const api = 'https://api.acme.com'; // see https://docs.acme.com", 'api.acme.com'],
    ['src/api.py', '    get(f"https://api.acme.com/{x}#top # 1")', 'api.acme.com'],
    ['scripts/a.sh', 'curl -X POST -- https://api.acme.com/x # post', 'api.acme.com'],
    ['src/a.tsx', '<a href="https://acme.com/pricing">Pricing</a>', 'acme.com'],
    ['k8s/a.yaml', '  value: http://users.production.svc:8080', 'users.production.svc'],
    ['main.go', 'var env Env = "production"', 'production'],
  ])('%s: %s', (path, line, name) => {
    const { verdict, evidence, places } = judge(adding(path, line));
    expect(evidence[0]).toContain(`\`${name}\``);
    expect(evidence[0]).toContain(`\`${path}:2\``);
    expect(verdict).toBe('fail');
    expect(places?.[0]).toMatchObject({ path, line: 2 });
  });

  it.each([
    'Connecting to db.prod.acme.com:5432',
    'POST https://api.acme.com/v1/orders 201',
    'Error: getaddrinfo ENOTFOUND queue.acme.internal',
    'Using postgres://app:***@db.live.acme.com/app',
    'Deploying to production',
    'Migrations applied to staging database',
    'Environment: production',
    'connected to the live cluster',
  ])('in the output of a command: %s', (line) => {
    const { verdict, evidence } = judge(printing(`ok 1\n${line}\nok 2`));
    expect(verdict).toBe('fail');
    expect(evidence[0]).toContain('line 2');
  });
});

describe('what is none, or may be named', () => {
  it.each<[string, string]>([
    ['src/api.ts', "const api = 'http://localhost:3000';"],
    ['src/api.ts', "const ip = '127.0.0.1'; const other = '[::1]'; const any = '0.0.0.0';"],
    ['src/api.ts', "fetch('https://api.example.com/x'); fetch('https://a.test/x')"],
    ['src/api.ts', "import { a } from './foo.bar.js'; foo.bar(); user.name.io();"],
    ['src/api.ts', "const file = 'index.test.ts'; const key = 'settings.app.title';"],
    ['src/api.ts', "import io from 'socket.io'; t('errors.network.info')"],
    ['src/api.ts', "const v = '1.2.3'; const range = '>=1.2.3 <2'; const four = { version: '1.2.3.4' };"],
    ['src/api.ts', '// see https://blog.acme.com/why'],
    ['src/api.ts', "if (process.env.NODE_ENV === 'production') minify();"],
    ['src/api.ts', "const environment = 'test'; const stage = 'development';"],
    ['src/api.ts', "const live = true; const staging = area('staging'); stage.live();"],
    ['src/api.ts', 'const production = produce(production);'],
    ['src/date.py', 'd = "2024.01.02"; t = "12.30"'],
    ['src/api.py', 'from acme.prod.settings import env'],
    ['src/api.py', 'ALLOWED = ["10.0.0.5", "192.168.1.1", "172.16.3.4", "203.0.113.9"]'],
    ['src/A.java', 'import com.acme.prod.Config;'],
    ['src/A.java', 'String name = "com.acme.internal";'],
    ['src/application.properties', 'logging.level.org.springframework=INFO'],
    ['src/application.properties', 'driver=com.mysql.cj.jdbc.Driver'],
    ['main.go', '\t"github.com/acme/widgets"'],
    ['main.go', '\t"gitlab.acme.io/team/lib"'],
    ['go.mod', '\tgo.acme.io/lib v1.2.3'],
    ['src/lib.rs', 'use std::env; // https://docs.rs/x'],
    ['a.css', '.card.io { color: red; } .a.com { }'],
    ['a.svg', '<path d="M1.2.3.4 12.5.6.7"/>'],
    ['pom.xml', '<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:acme="http://ns.acme.com/x">'],
    ['schema.json', '"$schema": "https://schemas.acme.com/x.json",'],
    ['package.json', '"homepage": "https://acme.dev/widgets",'],
    ['package.json', '"version": "1.2.3", "author": "Ada <ada@acme.com>"'],
    ['README.md', 'See [the guide](https://guide.acme.com/start) or mail ops@acme.com.'],
    ['docs/a.md', 'The production environment is described elsewhere.'],
    ['k8s/a.yaml', 'apiVersion: networking.acme.io/v1'],
    ['k8s/a.yaml', '    nginx.ingress.kubernetes.io/rewrite-target: /'],
    ['package-lock.json', '"resolved": "https://npm.acme.com/x.tgz",'],
    ['config.yml', 'email: ops@acme.com'],
    ['config.yml', 'stage: build'],
    ['pyproject.toml', 'version = "3.2.0.dev"'],
    ['.github/ISSUE_TEMPLATE/bug.yaml', '      url: https://docs.acme.com/help'],
    ['config.yml', 'image: node:20.11.1-alpine'],
    ['test/api.test.ts', "nock('https://api.acme.com').get('/');"],
    ['test/env.test.py', 'monkeypatch.setenv("APP_ENV", "production")'],
    ['.github/x.yml', 'uses: actions/checkout@v4'],
    ['src/mail.rb', "mail(to: 'team@acme.com')"],
    ['vendor/x/a.js', "fetch('https://api.prod.acme.com')"],
    ['src/a.tsx', "'data-stage': stage, environment: production,"],
    ['src/theater.ts', "const backstage = 'live music';"],
    ['src/a.ts', "const url = 'https://your-domain.com/hook';"],
    ['Makefile', 'build: deps.io\n\tnpm ci --production && ng build --prod'],
    ['src/a.ts', 'const ok = list.filter((env) => env.live);'],
    ['src/a.kt', 'val env = production()'],
    ['src/a.py', 'PRAGMA = 1  # see https://sqlite.org/pragma.html'],
    ['src/a.ts', 'const x = 1; // https://caniuse.com/x'],
    ['src/a.py', '    See https://blog.acme.com/why for the reasons.'],
    ['src/a.py', '    https://blog.acme.com/2020/why'],
    ['src/a.rs', '//! Bindings to <https://libgit2.net>.'],
    ['db/1.sql', 'SELECT 1; -- see https://wiki.postgresql.org/x'],
    ['k8s/a.yaml', '  value: http://users.default.svc:8080'],
    ['src/gpx.py', 'register_namespace("", "http://www.topografix.com/GPX/1/1")'],
    ['src/gpx.ts', "const GPX_NS = 'http://www.topografix.com/GPX/1/1';"],
    ['onto.ttl', '@prefix gn: <http://www.geonames.org/ontology#> .'],
    ['build.gradle', "    maven { url 'https://jitpack.io' }"],
    ['build.gradle.kts', '    implementation("org.opensearch.plugin:x-content:2.11.1.0")'],
    ['app/build.gradle', '    applicationId "fr.acme.app"'],
    ['docker-compose.yml', '    image: opensearchproject/opensearch:2.11.1.0'],
    ['docker-compose.yml', '    image: ghcr.io/acme/api:latest'],
    ['Dockerfile', 'FROM gcr.io/distroless/static:nonroot'],
    ['scripts/build.sh', 'docker build --target production -t app .'],
    ['src/types.ts', "type Env = 'staging' | 'production' | 'dev';"],
    ['src/types.ts', "  stage: 'staging' | 'production';"],
    ['src/env.go', '\tEnvProduction Env = "production"'],
    ['k8s/a.yaml', '  namespace: live-chat'],
  ])('%s: %s', (path, line) => {
    const result = judge(adding(path, line));
    expect(result.verdict === 'pass' ? [] : result.evidence).toEqual([]);
  });

  it.each([
    'vite v5.0.0 building for production...',
    'Creating an optimized production build',
    'npm http fetch GET 200 https://registry.npmjs.org/x',
    'DeprecationWarning: see https://docs.acme.com/x',
    'connected to live reload server',
    'Server listening on http://127.0.0.1:3000',
    'ok 3 - deploying to production is refused',
    '  ✓ connecting to db.prod.acme.com fails (3 ms)',
    'tests/test_a.py::test_migrated_to_production PASSED',
    '  deploys to production when asked',
    '  12 passing',
  ])('in the output of a command: %s', (line) => {
    const result = judge(printing(line));
    expect(result.verdict === 'pass' ? [] : result.evidence).toEqual([]);
  });

  const line = "const api = 'https://api.prod.acme.com/v1';";
  const code = adding('src/api.ts', line);
  const with_ = (path: string, text: string): Delivery => ({
    ...code,
    base: { ...code.base, [path]: text },
    head: { ...code.head, [path]: text },
  });
  const review = (changes: object) => ({
    ...code,
    raw: { configuration: { ...raw().configuration, review: { ...raw().configuration.review, ...changes } } },
  });

  it.each<[string, Delivery, 'pass' | 'fail']>([
    ['a host of the base', with_('config/hosts.yml', 'api: api.prod.acme.com\n'), 'pass'],
    [
      'not a longer one',
      with_('config/hosts.yml', 'api: my-api.prod.acme.com and api.prod.acme.com.au\n'),
      'fail',
    ],
    [
      'one the tasks name',
      { ...code, base: { ...code.base, [tasksFile]: '## 1. X\n\n- [ ] 1.1 Call `api.prod.acme.com`\n' } },
      'pass',
    ],
    [
      'not one the tasks forbid',
      {
        ...code,
        base: { ...code.base, [tasksFile]: '## 1. X\n\n- [ ] 1.1 Never call `api.prod.acme.com`\n' },
      },
      'fail',
    ],
    [
      'one of the proposal',
      {
        ...code,
        base: {
          ...code.base,
          'openspec/changes/gate-links/proposal.md': 'Calls https://api.prod.acme.com/v1\n',
        },
      },
      'pass',
    ],
    ['a configured one', review({ hosts: ['api.prod.acme.com'] }), 'pass'],
    ['one of a configured glob', review({ hosts: ['*.acme.com'] }), 'pass'],
    ['not one of another glob', review({ hosts: ['*.acme.org'] }), 'fail'],
  ])('%s', (_, delivery, verdict) => expect(judge(delivery).verdict).toBe(verdict));

  it.each<[string, Delivery, 'pass' | 'fail']>([
    [
      'an environment the base sets',
      {
        base: { Dockerfile: 'ENV NODE_ENV=production\n' },
        head: { Dockerfile: 'ENV NODE_ENV=production\n', 'run.sh': 'NODE_ENV=production node .\n' },
      },
      'pass',
    ],
    [
      'not one the base only asks for',
      {
        base: { 'a.js': "if (process.env.NODE_ENV === 'production') f();\n" },
        head: {
          'a.js': "if (process.env.NODE_ENV === 'production') f();\n",
          'run.sh': 'NODE_ENV=production node .\n',
        },
      },
      'fail',
    ],
    [
      'one the tasks name',
      {
        base: { [tasksFile]: '## 1. X\n\n- [ ] 1.1 Deploy to `staging`\n' },
        head: { 'run.sh': 'deploy --env staging\n' },
      },
      'pass',
    ],
    [
      'not where they speak of something else',
      {
        base: { [tasksFile]: '## 1. X\n\n- [ ] 1.1 Write production-ready code\n' },
        head: { 'run.sh': 'deploy --env production\n' },
      },
      'fail',
    ],
  ])('%s', (_, delivery, verdict) => expect(judge(delivery).verdict).toBe(verdict));

  it('what only moved', () => {
    const { verdict } = judge({
      base: { 'a.ts': `${line}\nconst x = 1;\n` },
      head: { 'a.ts': 'const x = 1;\n', 'b.ts': `${line}\n` },
    });
    expect(verdict).toBe('pass');
  });
});

it('asks a person when a place is turned to another host that the base knows', () => {
  const other = { 'hosts.yml': 'live: db.live.acme.com\n' };
  const { verdict, flags } = judge({
    base: { ...other, 'app.yml': 'host: db.dev.acme.com\n' },
    head: { ...other, 'app.yml': 'host: db.live.acme.com\n' },
  });
  expect(verdict).toBe('pass');
  expect(flags?.join()).toContain('`app.yml:1` went to `db.dev.acme.com` and now goes to `db.live.acme.com`');
});

it('asks a person when a place is turned to this machine', () => {
  const turn = (path: string) =>
    judge({
      base: { [path]: "const api = 'https://api.acme.com';\n" },
      head: { [path]: "const api = 'http://localhost:3000';\n" },
    }).flags?.join();
  expect(turn('src/api.ts')).toContain('now goes to `localhost`');
  expect(turn('test/api.test.ts')).toBeUndefined();
});

it('asks a person when the base could not be looked through', () => {
  const given = deliver(adding('src/api.ts', "const api = 'https://api.prod.acme.com/v1';"), registry);
  const { verdict, flags } = endpointEcho.run({
    ...given,
    found: { ...given.found, base: { hits: [], complete: false } },
  });
  expect(verdict).toBe('pass');
  expect(flags?.join()).toContain('api.prod.acme.com');
});

it('takes no longer for what machines wrote', () => {
  const long = `const x = "${'a.b-c.com:'.repeat(100_000)}";`;
  const many = Array.from({ length: 20_000 }, (_, index) => `env.prod-${index} = "${'x'.repeat(900)}"`);
  expect(judge(adding('src/a.ts', long, ...many)).verdict).toBe('pass');
});
