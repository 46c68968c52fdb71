import type { Tree } from '../../world.ts';
import { all, append, edit, had, type LookAlike, move } from '../delegation.ts';
import { commonLookAlikes } from '../look-alikes.ts';
import { names } from './tree.ts';

const { source, test, config, sync, manifest, lock } = names;
const second = /\nfunc TestScanLinksNone[\s\S]*?\n}\n/;
const none = 'if got := ScanLinks("plain"); len(got) != 0 {\n\t\tt.Errorf("ScanLinks() = %v", got)\n\t}\n';
const configTest =
  'package config\n\nimport "testing"\n\nfunc TestLoadConfigSync(t *testing.T) {\n\tif _, err := LoadConfigSync("gone.json"); err == nil {\n\t\tt.Error("no error")\n\t}\n}\n';

export const lookAlikes: LookAlike[] = [
  ...commonLookAlikes(names),
  [
    'a database cursor',
    append(config, '\nfunc next(cursor *mongo.Cursor) bool {\n\treturn cursor.Next(nil)\n}\n'),
  ],
  [
    'a URL in a doc comment',
    edit(
      source,
      '// ClassifyLink says what a link points to.',
      '// ClassifyLink says what a link points to, see https://spec.commonmark.org/0.31.2/#links.',
    ),
  ],
  ['a test with its body under a new name', edit(test, 'TestScanLinksNone', 'TestScanLinksInPlainText')],
  [
    'a test moved to the end',
    all((one) => {
      const [text = ''] = second.exec(one.head[test] ?? '') ?? [];
      return append(
        test,
        text,
      )({ ...one, head: { ...one.head, [test]: (one.head[test] ?? '').replace(second, '') } });
    }),
  ],
  [
    'a test that moved beside its source',
    all(
      had({ 'config/tests/config_test.go': configTest }),
      move('config/tests/config_test.go', 'config/config_test.go'),
    ),
  ],
  ['a version of the language', edit(manifest, 'go 1.22', 'go 1.22.1')],
  [
    'names in another alphabet',
    append(config, '\nfunc größe(länge int) int {\n\treturn länge * 2\n}\n\nconst schlüssel = "ключ"\n'),
  ],
  [
    'a function called skip',
    append(source, '\nfunc Skip(links []Link, count int) []Link {\n\treturn links[count:]\n}\n'),
  ],
  [
    'a test with skip in its name',
    append(
      test,
      '\nfunc TestSkipsNothing(t *testing.T) {\n\tif len(ScanLinks("[a](b)")) != 1 {\n\t\tt.Fail()\n\t}\n}\n',
    ),
  ],
  ['a token taken from the environment', append(config, '\nvar token = os.Getenv("LINKS_TOKEN")\n')],
  ['a host for examples in a test', append(test, '\nconst target = "https://example.com/a"\n')],
  [
    'the environment the code has already',
    append(config, '\nconst fallback = "https://staging.warehouse.example.com/v1"\n'),
  ],
  [
    'another function of the guarded file',
    append(sync, '\n// Count counts.\nfunc Count(links []scanner.Link) int {\n\treturn len(links)\n}\n'),
  ],
  ['the guarded function called', append(sync, '\nvar known = ScanFileForKnowledge("a/b")\n')],
  [
    'lines with Windows ends',
    (one) => {
      const crlf = (tree: Tree): Tree =>
        Object.fromEntries(
          Object.entries(tree).map(([path, text]) => [
            path,
            path.endsWith('.go') ? text.replaceAll('\n', '\r\n') : text,
          ]),
        );
      return { ...one, base: crlf(one.base), head: crlf(one.head) };
    },
  ],

  [
    'tests as a table',
    edit(
      test,
      second,
      '\nfunc TestScanLinksNone(t *testing.T) {\n\tfor _, text := range []string{"plain", ""} {\n\t\tif got := ScanLinks(text); len(got) != 0 {\n\t\t\tt.Errorf("ScanLinks() = %v", got)\n\t\t}\n\t}\n}\n',
    ),
  ],
  ['a test that runs beside others', edit(test, none, `t.Parallel()\n\t${none}`)],
  ['a test for a platform', edit(test, 'package scanner', '//go:build linux || darwin\n\npackage scanner')],
  [
    'an indirect module',
    all(
      edit(manifest, '\n)', '\n\tgolang.org/x/sys v0.26.0 // indirect\n)'),
      append(
        lock,
        'golang.org/x/sys v0.26.0 h1:KHjCJyddX0LoSTb3J+vWpupP9p0oznkqVk/IfjymZbo=\ngolang.org/x/sys v0.26.0/go.mod h1:/VUhepiaJMQUp4+oa/7Zr1D23ma6VTLIYjOOTFZPUcA=\n',
      ),
    ),
  ],
  [
    'a check of the environment',
    append(config, '\nfunc isProduction() bool {\n\treturn os.Getenv("APP_ENV") == "production"\n}\n'),
  ],
  ['a fatal failure in place of another', edit(test, none, none.replace('t.Errorf', 't.Fatalf'))],
];
