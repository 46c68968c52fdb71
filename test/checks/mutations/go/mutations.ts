import { awsKey, commonMutations, githubToken } from '../common.ts';
import { all, append, edit, had, type Mutation, remove, undo, write } from '../delegation.ts';
import { names } from './tree.ts';

const { source, test, config, main, sync, manifest, lock } = names;
const second = /\nfunc TestScanLinksNone[\s\S]*?\n}\n/;
const none = 'if got := ScanLinks("plain"); len(got) != 0 {\n\t\tt.Errorf("ScanLinks() = %v", got)\n\t}\n';

export const mutations: Mutation[] = [
  ...commonMutations(names, edit(names.sync, '\treturn parts\n', '\treturn parts[1:]\n')),
  [
    'the function under another name',
    ['acceptance-grep'],
    all(edit(source, /ClassifyLink/g, 'Classify'), edit(test, /ClassifyLink/g, 'Classify')),
  ],
  ['the function in the test alone', ['acceptance-grep'], edit(source, /\/\/ ClassifyLink says[\s\S]*$/, '')],
  [
    'the rename not done',
    ['acceptance-grep'],
    all(undo(config), undo(main), undo(sync), undo('docs/links.md')),
  ],
  [
    'a rename inside a longer name',
    ['substring-collision'],
    edit(main, 'LoadConfigSync', 'ReadSettingsSync'),
  ],
  ['a rename that left a call', ['substring-collision'], undo(main)],
  [
    'a rename inside a word',
    ['diff-sanity', 'substring-collision'],
    all(
      had({ 'ids/ids.go': 'package ids\n\nconst id = 1\nconst width = id + 1\nconst valid = id > 0\n' }),
      edit('ids/ids.go', /id(?!s)/g, 'uid'),
    ),
  ],
  ['an assistant named in a comment', ['branding-leaks'], append(source, '\n// Written by Claude Code.\n')],
  [
    'a model named in a message',
    ['branding-leaks'],
    edit(main, 'log.Fatal(err)', 'log.Fatal("ask ChatGPT: ", err)'),
  ],
  [
    'a dependency without its lock',
    ['lockfile-regeneration'],
    edit(
      manifest,
      '\tgithub.com/google/uuid v1.6.0\n',
      '\tgithub.com/google/uuid v1.6.0\n\tgithub.com/pkg/errors v0.9.1\n',
    ),
  ],
  ['another version than the lock has', ['lockfile-regeneration'], edit(manifest, 'v4.7.1', 'v4.8.0')],
  [
    'another hash for what was there',
    ['lockfile-regeneration'],
    edit(lock, /(google\/uuid v1\.6\.0 h1:)\S+/, '$1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='),
  ],
  ['the lock gone', ['acceptance-grep', 'lockfile-regeneration'], remove(lock)],
  [
    'a real host in code',
    ['endpoint-echo'],
    edit(sync, 'https://staging.warehouse.example.com/v1', 'https://api.warehouse-live.com/v1'),
  ],
  [
    'the real environment in code',
    ['endpoint-echo'],
    append(config, '\nfunc init() {\n\tos.Setenv("APP_ENV", "production")\n}\n'),
  ],
  ['the guarded body', ['forbidden-identifiers'], edit(sync, '\treturn parts\n', '\treturn parts[1:]\n')],
  [
    'the guarded function gone',
    ['forbidden-identifiers'],
    edit(sync, /\/\/ ScanFileForKnowledge[\s\S]*?\n}\n\n/, ''),
  ],
  [
    'the guarded function with another result',
    ['forbidden-identifiers'],
    edit(sync, '(path string) []string', '(path string) ([]string, error)'),
  ],
  ['a skipped test', ['test-integrity'], edit(test, none, `t.Skip("flaky")\n\t${none}`)],
  ['a test removed', [], edit(test, second, '')],
  ['a test without its assertion', ['test-integrity'], edit(test, none, 'ScanLinks("plain")\n')],
  [
    'a test that nothing runs',
    ['test-integrity'],
    edit(test, 'func TestScanLinksNone', 'func scanLinksNone'),
  ],
  [
    'a test that no build has',
    ['test-integrity'],
    edit(test, 'package scanner', '//go:build never\n\npackage scanner'),
  ],
  ['all tests deleted', ['acceptance-grep', 'spec-conformance', 'test-integrity'], remove(test)],
  ['a key in code', ['secret-hygiene'], append(config, `\nconst key = "${awsKey}"\n`)],
  ['a token in a test', ['secret-hygiene'], append(test, `\nconst token = "${githubToken}"\n`)],
  ['a password in code', ['secret-hygiene'], append(config, '\nconst password = "Gr33n-Kettle!9"\n')],
  ['a binary of the build', ['diff-sanity'], write({ 'bin/links': 'ELF\n' })],

  [
    'a test that logs in place of failing',
    ['test-integrity'],
    edit(test, none, none.replace('t.Errorf', 't.Logf')),
  ],
  ['a test that ends before it asserts', ['test-integrity'], edit(test, none, `return\n\t${none}`)],
  [
    'a test in a comment',
    ['test-integrity'],
    (one) => ({
      ...one,
      head: { ...one.head, [test]: (one.head[test] ?? '').replace(second, (text) => `\n/*${text}*/\n`) },
    }),
  ],
  [
    'a string of a connection',
    ['endpoint-echo', 'secret-hygiene'],
    append(
      config,
      `\nconst url = "${['postgres', '://app:kT9vR2xQ7mZp4W@db.internal:5432/links'].join('')}"\n`,
    ),
  ],
  [
    'a module from a fork',
    ['lockfile-regeneration'],
    append(manifest, '\nreplace github.com/google/uuid => github.com/someone/uuid v1.6.1\n'),
  ],
];
