/** A finding as one review put it: path, title, line, code of that line, and details where there were some. */
export interface Said {
  path: string | null;
  title: string;
  line?: number | null;
  code?: string | null;
  detail?: string;
}

export interface Pair {
  known: Said;
  reported: Said;
  renamed?: [string, string];
}

const at = (path: string | null, line: number | null, code: string | null) => ({ path, line, code });
const pair = (known: Said, reported: Said, renamed?: [string, string]): Pair =>
  renamed === undefined ? { known, reported } : { known, reported, renamed };

const lint = 'full_text = full_text.replace(group(2), fixed, 1)';
const scan = 'def scan_file_for_knowledge(path):';
const argv = 'if "--fix" in sys.argv:';
const auth = 'const user = await db.users.findOne({ email });';
const go = 'rows, err := db.Query(query + name)';
const rust = 'let port: u16 = env::var("PORT").unwrap().parse().unwrap();';
const java = 'private final Map<String, Session> cache = new HashMap<>();';
const c = 'strcpy(buf, argv[1]);';

/** The same defect: reported again after lines moved, in other words, in a renamed file, or from another reviewer. */
export const same: Pair[] = [
  pair(
    { ...at('lint.py', 477, lint), title: '`--fix` could rewrite the link label instead of the target' },
    { ...at('lint.py', 512, lint), title: '--fix may rewrite the label' },
  ),
  pair(
    { ...at('lint.py', 477, lint), title: '`--fix` could rewrite the label' },
    {
      ...at('lint.py', 480, 'text = rewrite(text)'),
      title: '`--fix` may rewrite the link label instead of the target',
    },
  ),
  pair(
    { path: 'lint.py', title: 'could rewrite the label' },
    { path: 'lint.py', title: 'may rewrite the link label instead of the target' },
  ),
  pair(
    {
      ...at('scanner.py', 12, scan),
      title: 'Canonical knowledge links can pass lint but remain broken after sync',
    },
    {
      ...at('scanner.py', 40, scan),
      title: 'Canonical links pass the linter and are still broken after a sync (`scan_file_for_knowledge`)',
    },
  ),
  pair(
    {
      ...at('agent.py', 90, 'prune_partials(root)'),
      title: 'Partial pruning is not atomic with agent wiring',
    },
    {
      ...at('agent.py', 94, 'prune_partials(root)'),
      title: 'Pruning of partials and wiring of agents are not atomic',
    },
  ),
  pair(
    {
      path: 'core/scanner/policy.py',
      title: 'Warehouse link policy in `core/scanner/` rather than `domains/warehouse/`',
    },
    {
      path: 'core/scanner/policy.py',
      title: 'The warehouse link policy lives in core/scanner instead of domains/warehouse',
    },
  ),
  pair(
    { ...at('cli.py', 30, argv), title: '`_print_lint_report` detected `--fix` via `sys.argv`' },
    { ...at('cli.py', 33, argv), title: '_print_lint_report reads sys.argv to detect --fix' },
  ),
  pair(
    { ...at('src/login.ts', 20, auth), title: 'Possible null dereference of `user` when no account matches' },
    {
      ...at('src/login.ts', 28, auth),
      title: '`user` can be undefined here when no account matches the email',
    },
  ),
  pair(
    { ...at('src/login.ts', 20, auth), title: 'Potential null pointer: `user` is never checked' },
    { ...at('src/auth/login.ts', 20, auth), title: 'Potential null pointer, `user` is not checked for null' },
    ['src/login.ts', 'src/auth/login.ts'],
  ),
  pair(
    { ...at('store/query.go', 55, go), title: 'SQL injection through `name`' },
    { ...at('store/query.go', 61, go), title: 'User-controlled `name` allows SQL injection' },
  ),
  pair(
    { ...at('store/query.go', 55, go), title: '`rows` is never closed' },
    { ...at('store/query.go', 55, go), title: 'Missing `rows.Close()`: rows leak' },
  ),
  pair(
    { ...at('src/main.rs', 9, rust), title: 'Panics when PORT is not set' },
    { ...at('src/main.rs', 14, rust), title: 'The server will panic if the `PORT` variable is not set' },
  ),
  pair(
    { ...at('Cache.java', 31, java), title: '`HashMap` is not thread-safe and is shared between requests' },
    { ...at('Cache.java', 29, java), title: 'Shared HashMap is not thread safe' },
  ),
  pair(
    { ...at('main.c', 7, c), title: 'Buffer overflow: argv[1] is copied without a bound' },
    { ...at('main.c', 7, c), title: 'Buffer overflows: `argv[1]` is copied with no bound' },
  ),
  pair(
    { ...at('app/models/user.rb', 3, 'has_many :orders'), title: 'N+1 query when orders are listed' },
    { ...at('app/models/user.rb', 5, 'has_many :orders'), title: 'Listing the orders causes N+1 queries' },
  ),
  pair(
    {
      ...at('Api.cs', 44, 'var result = client.GetAsync(url).Result;'),
      title: 'Blocking on `.Result` can deadlock',
    },
    {
      ...at('Api.cs', 48, 'var result = client.GetAsync(url).Result;'),
      title: '`.Result` blocks the thread and may deadlock',
    },
  ),
  pair(
    { ...at('index.php', 12, 'echo $_GET["q"];'), title: 'Reflected XSS via the q parameter' },
    {
      ...at('index.php', 19, 'echo $_GET["q"];'),
      title: 'XSS: the `q` parameter is echoed without escaping',
    },
  ),
  pair(
    {
      ...at('src/retry.ts', 8, 'while (true) {'),
      title: 'Retries forever when the server keeps answering 503',
    },
    {
      ...at('src/retry.ts', 17, 'while (attempts >= 0) {'),
      title: 'Still retries forever if the server always answers 503',
    },
  ),
  pair(
    { path: 'README.md', title: 'README does not mention the new flag `--strict`' },
    { path: 'README.md', title: 'New flag --strict is not mentioned' },
  ),
  pair(
    { ...at('src/date.ts', 5, 'return new Date(y, m, d);'), title: 'Month is off by one' },
    { ...at('src/date.ts', 6, 'return new Date(y, m, d);'), title: 'Off-by-one in the month' },
  ),
  pair(
    { path: null, title: 'No test covers the migration of old configuration files' },
    { path: null, title: 'The migration of old configuration files is not covered by a test' },
  ),
  pair(
    {
      ...at('src/upload.ts', 70, 'fs.writeFileSync(path.join(dir, name), data);'),
      title: 'Path traversal through the file name',
    },
    {
      ...at('src/upload.ts', 71, 'fs.writeFileSync(path.join(dir, name), data);'),
      title: 'File name allows path traversal out of `dir`',
    },
  ),
  pair(
    { ...at('worker.py', 18, 'except Exception: pass'), title: 'Exceptions are swallowed silently' },
    { ...at('worker.py', 22, 'except Exception: pass'), title: 'Silently swallows every exception' },
  ),
  pair(
    {
      ...at('src/slug.js', 3, 'return text.toLowerCase();'),
      title: '`slugify` does not handle duplicate headings',
    },
    {
      ...at('src/slug.js', 3, 'return text.toLowerCase();'),
      title: 'Duplicate headings are not handled by slugify',
    },
  ),
  pair(
    { ...at('src/slug.js', 3, null), title: 'Duplicate headings get the same anchor' },
    { ...at('src/text/slug.js', 9, null), title: 'Duplicate headings receive the same anchor' },
    ['src/slug.js', 'src/text/slug.js'],
  ),
  pair(
    { ...at('Dockerfile', 4, 'RUN npm install'), title: 'Container runs as root' },
    { ...at('Dockerfile', 1, 'FROM node:20'), title: 'The container still runs as root' },
  ),
  pair(
    { ...at('infra/main.tf', 22, 'cidr_blocks = ["0.0.0.0/0"]'), title: 'SSH is open to the whole internet' },
    {
      ...at('infra/main.tf', 25, 'cidr_blocks = ["0.0.0.0/0"]'),
      title: 'Port 22 (SSH) is open to the internet',
    },
  ),
  pair(
    {
      ...at('src/format.ts', 14, 'const s = n.toFixed(2);'),
      title: 'Behaviour differs for negative amounts',
    },
    {
      ...at('src/format.ts', 16, 'const s = n.toFixed(2);'),
      title: 'Different behavior with negative amounts',
    },
  ),
  pair(
    {
      ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'),
      title: '`useEffect` is missing the dependency `id`',
    },
    {
      ...at('src/hooks.ts', 35, 'useEffect(() => load(id), []);'),
      title: 'Missing `id` in the dependency array of useEffect',
    },
  ),
  pair(
    { ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'), title: 'Stale closure over `id`' },
    {
      ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'),
      title: 'Effect closes over a stale `id` (src/hooks.ts:33)',
    },
  ),
  pair(
    {
      ...at('db/migrate.sql', 2, 'ALTER TABLE users ADD COLUMN age INT NOT NULL;'),
      title: 'Adding a NOT NULL column without default locks the table',
    },
    {
      ...at('db/migrate.sql', 2, 'ALTER TABLE users ADD COLUMN age INT NOT NULL;'),
      title: 'NOT NULL column is added without a default value',
    },
  ),
  pair(
    { path: 'src/webhook.ts', title: 'Signature is compared with `===`, which leaks timing' },
    { path: 'src/webhook.ts', title: 'Timing leak: signatures compared with ===' },
  ),
  pair(
    {
      ...at('src/queue.kt', 12, 'jobs.removeAt(0)'),
      title: 'Job is removed from the queue before it has been processed',
    },
    {
      ...at('src/queue.kt', 20, 'jobs.removeAt(0)'),
      title: 'Removes the job from the queue before processing it',
    },
  ),
  pair(
    { path: 'src/parser.ts', title: 'Parser drops the last token', detail: 'The loop ends one short.' },
    { path: 'src/parser.ts', title: 'The last token is dropped', detail: 'The loop stops too early.' },
  ),
  pair(
    { ...at('web/form.vue', 8, '<input v-model="email">'), title: 'Das Feld `email` wird nicht geprüft' },
    { ...at('web/form.vue', 11, '<input v-model="email">'), title: 'Feld email wird nicht geprüft' },
  ),
  pair(
    { ...at('src/i18n.ts', 8, 'return table[key];'), title: '缺少对空键的检查，会导致崩溃' },
    { ...at('src/i18n.ts', 9, 'return table[key];'), title: '缺少空键的检查，可能导致崩溃' },
  ),
];

/** Two defects: in one file, on one line, of one kind, or in the same words about two files. */
export const different: Pair[] = [
  pair(
    { ...at('src/a.ts', 5, 'load();'), title: 'Promise is not awaited' },
    { ...at('src/b.ts', 5, 'load();'), title: 'Promise is not awaited' },
  ),
  pair(
    { path: 'docs/a.md', title: 'Dead link to the installation guide' },
    { path: 'docs/b.md', title: 'Dead link to the installation guide' },
  ),
  pair(
    { ...at('src/api.ts', 10, 'save(order);'), title: 'Missing await on `save`' },
    { ...at('src/api.ts', 80, 'load(order);'), title: 'Missing await on `load`' },
  ),
  pair(
    { ...at('src/api.ts', 10, 'save(order);'), title: 'Missing await on save' },
    { ...at('src/api.ts', 80, 'load(order);'), title: 'Missing await on load' },
  ),
  pair(
    { ...at('src/login.ts', 20, auth), title: 'Null dereference of `user`' },
    { ...at('src/login.ts', 60, 'return session.id;'), title: 'Null dereference of `session`' },
  ),
  pair(
    { path: 'src/login.ts', title: 'Null dereference of user' },
    { path: 'src/login.ts', title: 'Null dereference of session' },
  ),
  pair(
    {
      ...at('src/routes.ts', 4, "app.get('/user/:id', async (req, res) => {"),
      title: 'Missing rate limiting on the user endpoint',
    },
    {
      ...at('src/routes.ts', 4, "app.get('/user/:id', async (req, res) => {"),
      title: 'Missing authentication on the user endpoint',
    },
  ),
  pair(
    { ...at('store/query.go', 55, go), title: 'SQL injection through `name`' },
    { ...at('store/query.go', 55, go), title: '`rows` is never closed' },
  ),
  pair(
    { ...at('store/query.go', 55, go), title: 'SQL injection in the search' },
    {
      ...at('store/query.go', 90, 'db.Exec("DELETE FROM " + table)'),
      title: 'SQL injection in the clean-up',
    },
  ),
  pair(
    { ...at('lint.py', 477, lint), title: '`--fix` could rewrite the link label instead of the target' },
    { ...at('lint.py', 120, argv), title: '`--fix` is detected via `sys.argv`' },
  ),
  pair(
    { ...at('lint.py', 477, lint), title: '`--fix` could rewrite the link label instead of the target' },
    { ...at('lint.py', 300, 'links = find(text)'), title: '`--fix` ignores reference-style links' },
  ),
  pair(
    {
      ...at('agent.py', 90, 'prune_partials(root)'),
      title: 'Partial pruning is not atomic with agent wiring',
    },
    { ...at('agent.py', 130, 'wire(agent)'), title: 'Agent wiring is not idempotent' },
  ),
  pair(
    { ...at('src/main.rs', 9, rust), title: 'Panics when PORT is not set' },
    {
      ...at('src/main.rs', 30, 'let host = env::var("HOST").unwrap();'),
      title: 'Panics when HOST is not set',
    },
  ),
  pair(
    { ...at('Cache.java', 31, java), title: '`HashMap` is not thread-safe' },
    { ...at('Cache.java', 31, java), title: 'Cache grows without bound, entries are never evicted' },
  ),
  pair(
    { ...at('Cache.java', 31, java), title: 'Cache is never invalidated after logout' },
    { ...at('Cache.java', 58, 'cache.put(key, value);'), title: 'Cache key ignores the tenant' },
  ),
  pair(
    { ...at('main.c', 7, c), title: 'Buffer overflow when the argument is too long' },
    { ...at('main.c', 40, 'free(buf); free(buf);'), title: 'Buffer is freed twice' },
  ),
  pair(
    { ...at('index.php', 12, 'echo $_GET["q"];'), title: 'Reflected XSS via the `q` parameter' },
    { ...at('index.php', 30, 'echo $_GET["page"];'), title: 'Reflected XSS via the `page` parameter' },
  ),
  pair(
    { ...at('src/math.ts', 3, 'const a = 1, b = 2;'), title: 'Unused variable `a`' },
    { ...at('src/math.ts', 3, 'const a = 1, b = 2;'), title: 'Unused variable `b`' },
  ),
  pair(
    {
      ...at('src/math.ts', 3, 'export const mean = (xs) => sum(xs) / xs.length;'),
      title: 'Division by zero for an empty list',
    },
    {
      ...at('src/math.ts', 9, 'export const max = (xs) => xs.sort()[0];'),
      title: 'Sort mutates the list of the caller',
    },
  ),
  pair(
    { path: 'README.md', title: 'README does not mention the new flag `--strict`' },
    { path: 'README.md', title: 'README does not mention the new flag `--quiet`' },
  ),
  pair(
    { path: null, title: 'No test covers the migration' },
    { path: null, title: 'Commit messages do not name the ticket' },
  ),
  pair(
    { path: 'Dockerfile', title: 'Container runs as root' },
    { path: 'Dockerfile', title: 'Base image is not pinned to a digest' },
  ),
  pair(
    { ...at('infra/main.tf', 22, 'cidr_blocks = ["0.0.0.0/0"]'), title: 'SSH is open to the internet' },
    { ...at('infra/main.tf', 60, 'encrypted = false'), title: 'The volume is not encrypted' },
  ),
  pair(
    {
      ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'),
      title: '`useEffect` is missing the dependency `id`',
    },
    {
      ...at('src/hooks.ts', 50, 'useEffect(() => track(page), []);'),
      title: '`useEffect` is missing the dependency `page`',
    },
  ),
  pair(
    {
      ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'),
      title: 'Effect misses the dependency `id`',
    },
    {
      ...at('src/hooks.ts', 33, 'useEffect(() => load(id), []);'),
      title: 'Request is not cancelled when the component unmounts',
    },
  ),
  pair(
    { ...at('worker.py', 18, 'except Exception: pass'), title: 'Exceptions are swallowed silently' },
    { ...at('worker.py', 50, 'time.sleep(60)'), title: 'Worker sleeps while it holds the lock' },
  ),
  pair(
    {
      ...at('Api.cs', 44, 'var result = client.GetAsync(url).Result;'),
      title: 'Blocking on `.Result` can deadlock',
    },
    { ...at('Api.cs', 44, 'var result = client.GetAsync(url).Result;'), title: 'No timeout on the request' },
  ),
  pair(
    { ...at('src/retry.ts', 8, 'while (true) {'), title: 'Retries forever on 503' },
    { ...at('src/retry.ts', 20, 'sleep(delay);'), title: 'Delay has no jitter' },
  ),
  pair(
    {
      ...at('src/upload.ts', 70, 'write(join(dir, name), data);'),
      title: 'Path traversal through the file name',
    },
    { ...at('src/upload.ts', 70, 'write(join(dir, name), data);'), title: 'Upload size is not limited' },
  ),
  pair(
    { ...at('src/webhook.ts', 9, 'if (sig === expected) {'), title: 'Signature comparison leaks timing' },
    {
      ...at('src/webhook.ts', 30, 'handle(event);'),
      title: 'Events are handled twice when they are redelivered',
    },
  ),
  pair(
    { ...at('src/date.ts', 5, 'return new Date(y, m, d);'), title: 'Month is off by one' },
    { ...at('src/date.ts', 40, 'for (let w = 0; w <= weeks; w++)'), title: 'Week loop is off by one' },
  ),
  pair(
    {
      ...at('db/migrate.sql', 2, 'ALTER TABLE users ADD COLUMN age INT NOT NULL;'),
      title: 'Column `age` has no default',
    },
    {
      ...at('db/migrate.sql', 9, 'ALTER TABLE orders ADD COLUMN note TEXT;'),
      title: 'Column `note` has no index',
    },
  ),
  pair(
    { path: 'src/config.ts', title: '`timeout` is read in seconds but documented in milliseconds' },
    { path: 'src/config.ts', title: '`retries` is documented but never read' },
  ),
  pair(
    { ...at('app.py', 3, 'DEBUG = True'), title: 'Debug mode is on in production' },
    { ...at('app.py', 4, 'SECRET_KEY = "abc"'), title: 'Hard-coded secret key' },
  ),
  pair(
    { ...at('old.ts', 3, 'parse(input)'), title: 'Input is parsed twice' },
    { ...at('old.ts', 3, 'parse(input)'), title: 'Input is parsed twice' },
    ['old.ts', 'new.ts'],
  ),
];
