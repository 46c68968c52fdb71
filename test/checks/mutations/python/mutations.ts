import { awsKey, commonMutations, githubToken } from '../common.ts';
import { all, append, edit, had, type Mutation, remove, undo, write } from '../delegation.ts';
import { names } from './tree.ts';

const { source, test, config, main, sync, manifest, lock } = names;
const second = 'def test_finds_none():\n    assert scan_links("plain") == []\n';

export const mutations: Mutation[] = [
  ...commonMutations(
    names,
    edit(names.sync, 'for part in parts if part]', 'for part in parts if part.strip()]'),
  ),
  [
    'the function under another name',
    ['acceptance-grep'],
    all(edit(source, 'classify_link', 'classify'), edit(test, /classify_link/g, 'classify')),
  ],
  [
    'a function in a comment alone',
    ['acceptance-grep'],
    edit(source, /def classify_link[\s\S]*$/, '# TODO: classify_link\n'),
  ],
  [
    'the rename not done',
    ['acceptance-grep'],
    all(undo(config), undo(main), undo(sync), undo('docs/links.md')),
  ],
  [
    'a rename inside a longer name',
    ['substring-collision'],
    edit(main, /load_config_sync/g, 'read_settings_sync'),
  ],
  [
    'a rename that left a call',
    ['substring-collision'],
    edit(sync, 'await read_settings(', 'await load_config('),
  ],
  ['a rename that left an import', ['substring-collision'], undo(main)],
  [
    'a rename inside a word',
    ['diff-sanity', 'substring-collision'],
    all(
      had({ 'links/tags.py': 'def cat(x):\n    return concat(x)\n\n\ncat(1)\nlocate = cat(2)\n' }),
      edit('links/tags.py', /cat/g, 'dog'),
    ),
  ],
  ['an assistant named in a comment', ['branding-leaks'], append(source, '\n# Written by Claude Code.\n')],
  [
    'an assistant as author',
    ['branding-leaks'],
    edit(config, 'import json', '__author__ = "GitHub Copilot"\nimport json'),
  ],
  [
    'a dependency without its lock',
    ['lockfile-regeneration'],
    edit(manifest, 'httpx = "^0.27.0"', 'httpx = "^0.27.0"\nrich = "^13.0"'),
  ],
  [
    'a lock without a hash',
    ['lockfile-regeneration'],
    edit(lock, /(name = "pathspec"[\s\S]*?)files = \[[\s\S]*?\n\]\n/, '$1'),
  ],
  ['a lock of another version', ['lockfile-regeneration'], edit(lock, '0.12.1', '0.9.0')],
  [
    'a lock of another package manager',
    ['diff-sanity', 'lockfile-regeneration'],
    write({ 'uv.lock': 'version = 1\n' }),
  ],
  [
    'a real host in code',
    ['endpoint-echo'],
    edit(sync, 'https://staging.warehouse.example.com/v1', 'https://api.warehouse-live.com/v1'),
  ],
  [
    'the real environment in code',
    ['endpoint-echo'],
    append(config, '\n\nos.environ["APP_ENV"] = "production"\n'),
  ],
  [
    'the guarded body',
    ['forbidden-identifiers'],
    edit(sync, 'for part in parts if part]', 'for part in parts if part.strip()]'),
  ],
  [
    'the guarded function gone',
    ['forbidden-identifiers'],
    edit(sync, /def scan_file_for_knowledge[\s\S]*?\n\n\n/, ''),
  ],
  [
    'the guarded function with another parameter',
    ['forbidden-identifiers'],
    edit(sync, 'knowledge(path: str)', 'knowledge(path: str, deep: bool = False)'),
  ],
  [
    'the guarded function behind a decorator',
    ['forbidden-identifiers'],
    edit(sync, 'def scan_file_for_knowledge', '@cache\ndef scan_file_for_knowledge'),
  ],
  ['a skipped test', ['test-integrity'], edit(test, second, `@pytest.mark.skip\n${second}`)],
  ['a test that may fail', ['test-integrity'], edit(test, second, `@pytest.mark.xfail\n${second}`)],
  ['a test removed', ['test-integrity'], edit(test, `\n\n${second}`, '')],
  [
    'a test without its assertion',
    ['test-integrity'],
    edit(test, 'assert scan_links("plain") == []', 'scan_links("plain")'),
  ],
  [
    'a test that nothing collects',
    ['test-integrity'],
    edit(test, 'def test_finds_none', 'def check_finds_none'),
  ],
  ['all tests deleted', ['acceptance-grep', 'spec-conformance', 'test-integrity'], remove(test)],
  ['a lower threshold', ['test-integrity'], edit(manifest, 'fail_under = 90', 'fail_under = 40')],
  [
    'tests left out',
    ['test-integrity'],
    edit(
      manifest,
      'testpaths = ["tests"]',
      'testpaths = ["tests"]\naddopts = "--ignore=tests/test_scanner.py"',
    ),
  ],
  ['a key in code', ['secret-hygiene'], append(config, `\n\nKEY = "${awsKey}"\n`)],
  ['a token in a test', ['secret-hygiene'], append(test, `\n\nTOKEN = "${githubToken}"\n`)],
  ['a password in code', ['secret-hygiene'], append(config, '\n\nPASSWORD = "Gr33n-Kettle!9"\n')],

  [
    'an assertion that holds for anything',
    [],
    edit(test, 'assert scan_links("plain") == []', 'assert scan_links("plain") is not None'),
  ],
  [
    'a test that ends before it asserts',
    ['test-integrity'],
    edit(test, '    assert scan_links("plain")', '    return\n    assert scan_links("plain")'),
  ],
  [
    'a test that swallows its failure',
    ['test-integrity'],
    edit(
      test,
      '    assert scan_links("plain") == []',
      '    try:\n        assert scan_links("plain") == []\n    except AssertionError:\n        pass',
    ),
  ],
  [
    'a test in a comment',
    ['test-integrity'],
    edit(test, second, '# def test_finds_none():\n#     assert scan_links("plain") == []\n'),
  ],
  [
    'an assertion of a constant',
    ['test-integrity'],
    edit(test, 'assert scan_links("plain") == []', 'assert True'),
  ],
  [
    'a string of a connection',
    ['endpoint-echo', 'secret-hygiene'],
    append(config, `\n\nURL = "${['postgres', '://app:kT9vR2xQ7mZp4W@db.internal:5432/links'].join('')}"\n`),
  ],
];
