import { describe, expect, it } from 'vitest';
import { assignedIn } from '../../src/secrets/assigned.ts';

const password = 'Gr33n-Kettle!9';
const key = '9fK2mQ7xLp0sVb4TzR8wYc3N';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: settings as they are written
describe('a value that only its name gives away', () => {
  it.each<[string, string]>([
    ['src/application.properties', `spring.datasource.password=${password}`],
    ['docker-compose.yml', `      POSTGRES_PASSWORD: ${password}`],
    ['docker-compose.yml', `      - MYSQL_ROOT_PASSWORD=${password}`],
    ['Dockerfile', `ENV API_KEY=${key}`],
    ['scripts/a.sh', `PGPASSWORD=${password} psql -h db`],
    ['scripts/a.sh', `sshpass -p '${password}' ssh x`],
    ['scripts/a.sh', `curl -u 'admin:${password}' https://x.test`],
    ['conf/app.ini', `password = ${password}`],
    ['conf/app.yml', `  url: jdbc:postgresql://db/app?user=a&password=Gr33nKettle9`],
    ['k8s/secret.yaml', `  password: ${base64(password)}`],
    ['ansible/a.yml', `ansible_ssh_pass: ${password}`],
    ['settings.py', "SECRET_KEY = 'x7$k2(9q@w*e4%z!h5n^m8&b3_v6+c1)d0'"],
    ['settings.py', `os.environ.setdefault("SECRET_KEY", "${key}")`],
    ['appsettings.json', `"Default": "Server=db;User Id=sa;Password=${password};"`],
    ['app.py', `connect("dbname=app user=app password=${password} host=db")`],
    ['Web.config', `<add key="ApiKey" value="${key}"/>`],
    ['pom.xml', `<password>${password}</password>`],
    ['app.py', `headers = {"Authorization": "Basic ${base64(`deploy:${password}`)}"}`],
    ['app.py', `headers = {"Authorization": "Bearer ${key}"}`],
    ['a.ipynb', `    "api_key = \\"${key}\\"\\n",`],
    ['a.ts', `const apiKey: string = '${key}';`],
    ['a.ts', `const key = process.env.API_KEY || '${key}';`],
    ['a.ts', `{ auth: { user: 'bot', pass: '${password}' } }`],
    ['a.py', `API_KEY = os.getenv("API_KEY", "${key}")`],
    ['a.rs', `const API_KEY: &str = "${key}";`],
    ['a.c', `#define API_KEY "${key}"`],
    ['a.ex', `config :app, secret_key_base: "${key}"`],
    ['a.erl', `{password, "${password}"}`],
    ['a.php', `putenv('API_KEY=${key}');`],
    ['a.java', `ds.setPassword("${password}");`],
    ['a.rb', "Datadog.api_key = '77e9abc56700f961283e0c30d7b639c0'"],
    ['1.sql', `CREATE USER app WITH PASSWORD '${password}';`],
    ['1.sql', `CREATE USER 'app'@'%' IDENTIFIED BY '${password}';`],
  ])('in %s: %s', (path, line) => expect(assignedIn(line, path)).not.toEqual([]));

  it.each<[string, string]>([
    ['docker-compose.yml', '      MYSQL_ROOT_PASSWORD: root'],
    ['docker-compose.yml', '      SA_PASSWORD: Your_password123'],
    ['docker-compose.yml', '      ADMIN_PASSWORD: Admin123!'],
    ['docker-compose.yml', '      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?err}'],
    ['src/application.yml', '    api-key: ${API_KEY:#{null}}'],
    ['k8s/a.yaml', '  clientSecret: orders-client-v2-20240601'],
    ['k8s/a.yaml', `  password: ${base64('postgres')}`],
    ['k8s/sealed.yaml', `    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq${'aB3d'.repeat(40)}`],
    ['a.yml', 'db_password: "{{ vault_db_password }}"'],
    ['a.yml', `password: ENC[AES256_GCM,data:${key},type:str]`],
    ['locales/de.yml', '  password: Passwort-Nr.1'],
    ['pom.xml', '<password>${env.NEXUS_PASSWORD}</password>'],
    ['nuget.config', '<add key="ClearTextPassword" value="%NUGET_TOKEN%" />'],
    ['a.tf', '  password = var.db_password'],
    ['scripts/a.sh', 'PASSWORD=$(openssl rand -base64 32)'],
    ['scripts/a.sh', 'DB_PASSWORD=$DB_PASS_1'],
    ['Makefile', 'API_KEY := $(API_KEY_2)'],
    ['a.ts', "t('auth.password', 'Min-8-Zeichen-1!');"],
    ['a.ts', "tokens: { secret: 'icons/eye-off-24x24-outlined.svg' }"],
    ['a.ts', 'router.push("/reset?token=" + token + "&password=" + newPassword2);'],
    ['a.ts', 'headers.Authorization = `Bearer ${token}`;'],
    ['a.http', 'Authorization: Basic dXNlcjpwYXNzd29yZA=='],
    ['a.kt', 'Regex("(?i)(password|secret)=([^&]{8,})").replace(url, "$1=***")'],
    ['1.sql', "CREATE USER x IDENTIFIED BY '${PW}';"],
    ['a.ini', 'password_file = /run/secrets/db1'],
  ])('is none in %s: %s', (path, line) => expect(assignedIn(line, path)).toEqual([]));
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above

it('takes no longer for what machines wrote', () => {
  const long = 'password=a,"api_key","x=curl -u '.repeat(40_000);
  expect(assignedIn(long, 'a.yml').length).toBeLessThan(100);
});
