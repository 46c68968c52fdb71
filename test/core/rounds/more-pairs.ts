/** Path, line, code of the line, title. */
export type Short = [string | null, number | null, string | null, string];

/** The same defect. */
export const sameShort: [Short, Short][] = [
  [
    ['src/cart.ts', 40, 'total += item.price * item.qty;', 'Total ignores the discount'],
    ['src/cart.ts', 44, 'total += item.price * item.qty;', 'The discount is not applied to the total'],
  ],
  [
    ['src/cart.ts', 40, 'total += item.price * item.qty;', 'Floating point money arithmetic'],
    ['src/cart.ts', 42, 'total += item.price * item.qty;', 'Money is computed with floating point numbers'],
  ],
  [
    ['a.py', 10, 'def f(x=[]):', 'Mutable default argument'],
    ['a.py', 12, 'def f(x=[]):', 'Default argument is mutable'],
  ],
  [
    ['a.py', 10, 'open(path)', 'File handle is leaked when parsing fails'],
    ['a.py', 10, 'open(path)', 'Leaks the file handle if the parser throws'],
  ],
  [
    ['srv.go', 8, 'go func() { ch <- work() }()', 'Goroutine leak when the context is cancelled'],
    ['srv.go', 18, 'go func() { ch <- work() }()', 'Goroutine leaks on context cancellation'],
  ],
  [
    ['srv.go', 8, 'mu.Lock()', 'Mutex is not released on the error path'],
    ['srv.go', 9, 'mu.Lock()', 'Lock is never released when an error is returned'],
  ],
  [
    ['x.rs', 8, 'unsafe { *ptr }', 'Dereferences a raw pointer that may dangle'],
    ['x.rs', 8, 'unsafe { *ptr }', 'Possible use of a dangling raw pointer'],
  ],
  [
    ['lib/a.rb', 8, 'params.permit!', 'Mass assignment: all parameters are permitted'],
    ['lib/a.rb', 9, 'params.permit!', '`permit!` allows mass assignment'],
  ],
  [
    [
      'web/a.tsx',
      8,
      '<div dangerouslySetInnerHTML={{ __html: body }} />',
      'Unsanitized HTML is injected via `dangerouslySetInnerHTML`',
    ],
    [
      'web/a.tsx',
      12,
      '<div dangerouslySetInnerHTML={{ __html: body }} />',
      'XSS risk: dangerouslySetInnerHTML with unsanitized body',
    ],
  ],
  [
    ['web/a.tsx', 8, null, 'List items use the index as key'],
    ['web/a.tsx', 12, null, 'Array index is used as key for list items'],
  ],
  [
    ['ci.yml', 3, 'permissions: write-all', 'Workflow grants write-all permissions'],
    ['ci.yml', 5, 'permissions: write-all', 'The workflow has too broad permissions (write-all)'],
  ],
  [
    ['src/t.ts', 3, 'it.only(', 'Focused test `it.only` left behind'],
    ['src/t.ts', 3, 'it.only(', 'it.only was left in the test file'],
  ],
  [
    ['src/c.ts', 3, 'const ttl = 60 * 1000;', 'TTL is in seconds, but milliseconds are passed'],
    ['src/c.ts', 7, 'const ttl = 60;', 'TTL passed in milliseconds where seconds are expected'],
  ],
  [
    ['src/c.ts', 3, 'cache.set(k, v)', 'Cache entries never expire'],
    ['src/c.ts', 3, 'cache.set(k, v)', 'Entries in the cache have no expiry'],
  ],
  [
    ['src/p.ts', 3, 'JSON.parse(body)', '`JSON.parse` of untrusted body may throw'],
    ['src/p.ts', 30, 'JSON.parse(body)', 'Malformed body makes JSON.parse throw'],
  ],
  [
    ['src/p.ts', 3, 'str.match(/(a+)+$/)', 'Regular expression is vulnerable to catastrophic backtracking'],
    ['src/p.ts', 4, 'str.match(/(a+)+$/)', 'Catastrophic backtracking in regex'],
  ],
  [
    ['k8s/d.yaml', 9, 'image: app:latest', 'Image tag `latest` is not reproducible'],
    ['k8s/d.yaml', 9, 'image: app:latest', 'Pin the image, `latest` is not reproducible'],
  ],
  [
    ['A.swift', 9, 'self.onDone = { self.close() }', 'Retain cycle: closure captures self strongly'],
    [
      'A.swift',
      11,
      'self.onDone = { self.close() }',
      'Strong capture of `self` in the closure creates a retain cycle',
    ],
  ],
];
/** Two defects. */
export const differentShort: [Short, Short][] = [
  // the same kind of defect, a line or two further
  [
    ['src/a.ts', 10, 'await db.update(row);', 'Cache is never invalidated after update'],
    ['src/a.ts', 12, 'await db.delete(id);', 'Cache is never invalidated after delete'],
  ],
  [
    ['src/a.ts', 10, 'int w = a * bbbb;', 'Integer overflow when computing width'],
    ['src/a.ts', 12, 'int h = c * dddd;', 'Integer overflow when computing height'],
  ],
  [
    ['src/a.ts', 10, 'mutex.unlock();', 'The lock is released twice'],
    ['src/a.ts', 12, 'await mutex.acquire(key);', 'The lock is never released'],
  ],
  [
    ['src/a.ts', 10, 'stream.close();', 'Stream is closed twice'],
    ['src/a.ts', 12, 'const stream = open(p);', 'Stream is never closed'],
  ],
  [
    ['src/a.ts', 10, 'bus.emit("saved");', 'Event is emitted twice'],
    ['src/a.ts', 12, 'return cached value;', 'Event is never emitted'],
  ],
  [
    ['src/a.ts', 10, 'await mkdir(cacheDir);', 'Race condition when creating the cache directory'],
    ['src/a.ts', 12, 'await rm(cacheDir)', 'Race condition when deleting the cache directory'],
  ],
  [
    ['src/a.ts', 10, 'const h = open(path)', 'File handle is never closed on error'],
    ['src/a.ts', 12, 'return handle.read()', 'File handle is never closed on success'],
  ],
  [
    ['src/a.ts', 10, "import _ from 'lodash';", 'Unused import of lodash'],
    ['src/a.ts', 12, "import moment from 'moment';", 'Unused import of moment'],
  ],
  [
    ['src/a.ts', 10, 'const w = body.width;', 'Missing validation of `width`'],
    ['src/a.ts', 12, 'const h = body.height;', 'Missing validation of `height`'],
  ],
  [
    ['src/a.ts', 10, '<b>{{{ name }}}</b>', '`name` is not escaped before rendering'],
    ['src/a.ts', 12, '<p>{{{ bio }}}</p>', '`bio` is not escaped before rendering'],
  ],
  [
    ['src/a.ts', 10, 'TEST_DB = "abc123"', 'Hardcoded password for the test database'],
    ['src/a.ts', 12, 'PROD_DB = "hunter2"', 'Hardcoded password for the production database'],
  ],
  [
    ['src/a.ts', 10, 'app.get("/invoices")', 'Missing authorization check when reading invoices'],
    ['src/a.ts', 12, 'app.delete("/invoices")', 'Missing authorization check when deleting invoices'],
  ],
  [
    ['src/a.ts', 10, 'quantity: z.number(),', 'Negative quantity is accepted'],
    ['src/a.ts', 12, 'price: z.number(),', 'Negative price is accepted'],
  ],
  [
    ['src/a.ts', 10, 'function logout() {}', 'Session is not invalidated on logout'],
    ['src/a.ts', 12, 'function changePassword()', 'Session is not invalidated on password change'],
  ],
  [
    ['src/a.ts', 10, 'log(access, token)', 'Access token leaks into the log'],
    ['src/a.ts', 12, 'log(refresh, token)', 'Refresh token leaks into the log'],
  ],
  [
    ['src/a.ts', 10, 'file.close();', 'Error from `close` is ignored'],
    ['src/a.ts', 12, 'file.flush();', 'Error from `flush` is ignored'],
  ],
  [
    ['src/cart.ts', 40, 'total += item.price * item.qty;', 'Total ignores the discount'],
    ['src/cart.ts', 40, 'total += item.price * item.qty;', 'Quantity may be negative'],
  ],
  [
    ['src/cart.ts', 40, 'total += a', 'Total ignores the discount'],
    ['src/cart.ts', 90, 'tax = total * rate', 'Tax ignores the discount'],
  ],
  [
    ['src/cart.ts', 40, null, 'Discount is applied before tax'],
    ['src/cart.ts', 90, null, 'Discount is applied twice'],
  ],
  [
    ['a.py', 10, 'def f(x=[]):', 'Mutable default argument in `f`'],
    ['a.py', 50, 'def g(y={}):', 'Mutable default argument in `g`'],
  ],
  [
    ['a.py', 10, 'open(path)', 'File handle is leaked'],
    ['a.py', 10, 'open(path)', 'File is opened without an encoding'],
  ],
  [
    ['srv.go', 8, 'mu.Lock()', 'Mutex is not released on the error path'],
    ['srv.go', 60, 'mu.Lock()', 'Mutex is held during the network call'],
  ],
  [
    ['srv.go', 8, 'return err', 'Error is returned without context'],
    ['srv.go', 30, 'log(err)', 'Error is logged and returned'],
  ],
  [
    ['web/a.tsx', 8, '<div ref={x}>', 'Missing key on list items'],
    ['web/a.tsx', 8, '<div ref={x}>', 'Missing alt text on the images'],
  ],
  [
    ['web/a.tsx', 8, 'onClick={save}', 'Button has no accessible label'],
    ['web/a.tsx', 12, 'onClick={remove}', 'Button has no confirmation'],
  ],
  [
    ['ci.yml', 3, 'permissions: write-all', 'Workflow grants write-all permissions'],
    ['ci.yml', 9, 'uses: x/y@main', 'Workflow uses an unpinned action'],
  ],
  [
    ['src/c.ts', 3, 'cache.set(k, v)', 'Cache entries never expire'],
    ['src/c.ts', 30, 'cache.get(k)', 'Cache misses are not counted'],
  ],
  [
    ['src/p.ts', 3, 'JSON.parse(body)', '`JSON.parse` may throw'],
    ['src/p.ts', 3, 'JSON.parse(body)', 'Body size is not limited'],
  ],
  [
    ['src/u.ts', 3, 'deleteUser(id)', 'Deleting a user leaves their sessions'],
    ['src/u.ts', 30, 'deleteOrg(id)', 'Deleting an organisation leaves its users'],
  ],
  [
    ['src/u.ts', 3, 'createUser(x)', 'Email is not validated on creation'],
    ['src/u.ts', 30, 'updateUser(x)', 'Email is not validated on update'],
  ],
  [
    ['src/u.ts', 3, 'createUser(x)', 'Password is logged in plain text'],
    ['src/u.ts', 30, 'hash(p)', 'Password is hashed with MD5'],
  ],
  [
    ['fix.js', 20, 'text.replace(old, next)', 'Label is rewritten instead of the target'],
    ['fix.js', 20, 'text.replace(old, next)', 'Only the first link of a line is fixed'],
  ],
  [
    ['fix.js', 20, 'a', 'Links in code blocks are rewritten'],
    ['fix.js', 50, 'b', 'Links in comments are not rewritten'],
  ],
  [
    ['A.kt', 9, 'GlobalScope.launch {', 'GlobalScope outlives the activity'],
    ['A.kt', 9, 'GlobalScope.launch {', 'Exceptions in the coroutine are lost'],
  ],
  [
    ['h.c', 9, 'int n = atoi(s);', 'Overflow when the number is too large'],
    ['h.c', 30, 'memcpy(d, s, n);', 'Overflow when the source is longer than the destination'],
  ],
  [
    ['h.c', 9, null, 'Return value of malloc is not checked'],
    ['h.c', 30, null, 'Return value of read is not checked'],
  ],
];
