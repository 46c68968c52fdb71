import { head, tasksFile } from '../support.ts';
import {
  all,
  append,
  edit,
  had,
  judged,
  type LookAlike,
  type Names,
  printed,
  undo,
  write,
} from './delegation.ts';
import { guardedBy, guards } from './guards.ts';
import { committed, reported, task } from './parts.ts';

/** What is fine whatever the language is. */
export const commonLookAlikes = (names: Names): LookAlike[] => [
  ...guards(names).map((sentence): LookAlike => [`work beside "${sentence}"`, guardedBy(sentence)]),
  [
    'a note below a task',
    edit(tasksFile, /^(- \[x\] 1\.5 .*)$/m, '$1\n  - Done: five cases, fences among them'),
  ],
  ['a ticked task for a person', task('[ ] 1.6', '[x] 1.6')],
  ['ticks in capitals', edit(tasksFile, /\[x\]/g, '[X]')],
  [
    'an answer with `./` before its files',
    (one) => ({
      ...one,
      answer: {
        ...(one.answer as object),
        files: Object.keys(one.head)
          .filter((path) => one.head[path] !== one.base[path])
          .map((path) => `./${path}`),
      },
    }),
  ],
  ['one commit for all', committed({ message: 'feat: classify links (per-206)' })],
  [
    'an example of settings',
    all(
      had({ '.env.example': 'LINKS_TOKEN=\n' }),
      write({ 'docs/links.md': '' }),
      undo('docs/links.md'),
      edit('docs/links.md', new RegExp(names.from, 'g'), names.to),
    ),
  ],
  [
    'a link to documentation',
    append('docs/links.md', '\nSee [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986).\n'),
  ],
  ['a local address', append('docs/links.md', '\nOpen http://localhost:3000/links.\n')],
  [
    'an assistant that the repository already speaks of',
    all(
      had({ 'README.md': '# Links\n\nWorks with Claude and others.\n' }),
      append('docs/links.md', '\nClaude reads the list.\n'),
    ),
  ],
  ['a database cursor in prose', append('docs/links.md', '\nThe database cursor stays open meanwhile.\n')],
  [
    'a requirement left to a later section',
    (one) => ({
      ...one,
      judgement: judged(names, (list) =>
        list.map((each, index) =>
          index > 2 ? { ...each, verdict: 'later' as const, evidence: [], sections: ['2'] } : each,
        ),
      ),
    }),
  ],
  ['output that names a test host', printed('GET http://127.0.0.1:4010/links 200\n12 passed\n')],
  ['output that speaks of production', printed('building for production...\n12 passed\n')],
  [
    'a snapshot beside the tests',
    write({
      [`${names.test.split('/').slice(0, -1).join('/')}/__snapshots__/${names.test.split('/').at(-1)}.snap`]:
        'exports[`classes 1`] = `internal`;\n',
    }),
  ],
  [
    'a docs page with line ends of Windows',
    (one) => ({
      ...one,
      base: { ...one.base, 'docs/links.md': (one.base['docs/links.md'] ?? '').replaceAll('\n', '\r\n') },
      head: { ...one.head, 'docs/links.md': (one.head['docs/links.md'] ?? '').replaceAll('\n', '\r\n') },
    }),
  ],
  [
    'tasks.md with line ends of Windows',
    (one) => ({
      ...one,
      base: { ...one.base, [tasksFile]: (one.base[tasksFile] ?? '').replaceAll('\n', '\r\n') },
      head: { ...one.head, [tasksFile]: (one.head[tasksFile] ?? '').replaceAll('\n', '\r\n') },
    }),
  ],
  ['the head as the run wrote it', reported({ head })],
];
