import type { Tree } from '../../world.ts';
import { all, append, edit, had, type LookAlike, move } from '../delegation.ts';
import { commonLookAlikes } from '../look-alikes.ts';
import { names } from './tree.ts';

const { source, test, config, sync, manifest } = names;
const second = 'def test_finds_none():\n    assert scan_links("plain") == []\n';

export const lookAlikes: LookAlike[] = [
  ...commonLookAlikes(names),
  [
    'a database cursor',
    append(
      config,
      '\n\ndef rows(connection):\n    cursor = connection.cursor()\n    return cursor.fetchall()\n',
    ),
  ],
  [
    'a URL in a docstring',
    edit(
      source,
      '"""What a link points to."""',
      '"""What a link points to, see https://spec.commonmark.org/0.31.2/#links."""',
    ),
  ],
  [
    'a test with its body under a new name',
    edit(test, 'test_finds_none', 'test_finds_no_link_in_plain_text'),
  ],
  ['a test moved to the end', all(edit(test, `\n\n${second}`, ''), append(test, `\n\n${second}`))],
  [
    'a test that moved to its own folder',
    all(
      had({
        'tests/test_config.py':
          'from links.config import load_config_sync\n\n\ndef test_reads():\n    assert load_config_sync("a.json")["root"] == "."\n',
      }),
      move('tests/test_config.py', 'tests/unit/test_config.py'),
    ),
  ],
  ['another version of the package itself', edit(manifest, 'version = "0.1.0"', 'version = "0.2.0"')],
  [
    'names in another alphabet',
    append(config, '\n\ndef größe(länge: int) -> int:\n    return länge * 2\n\n\nSCHLÜSSEL = "ключ"\n'),
  ],
  [
    'a function called skip',
    append(source, '\n\ndef skip(links: list[Link], count: int) -> list[Link]:\n    return links[count:]\n'),
  ],
  [
    'a test with skip in its name',
    append(test, '\n\ndef test_skips_nothing():\n    assert len(scan_links("[a](b)")) == 1\n'),
  ],
  [
    'tests of one kind as a table',
    edit(
      test,
      second,
      '@pytest.mark.parametrize("text", ["plain", ""])\ndef test_finds_none(text):\n    assert scan_links(text) == []\n',
    ),
  ],
  ['a token taken from the environment', append(config, '\n\nTOKEN = os.environ["LINKS_TOKEN"]\n')],
  ['a password asked for', append(config, '\n\npassword = getpass("Password: ")\n')],
  ['a host for examples in a test', append(test, '\n\nTARGET = "https://example.com/a"\n')],
  [
    'the environment the code has already',
    append(config, '\n\nFALLBACK = "https://staging.warehouse.example.com/v1"\n'),
  ],
  [
    'another function of the guarded file',
    append(sync, '\n\ndef count(links: list) -> int:\n    return len(links)\n'),
  ],
  ['the guarded function called', append(sync, '\n\nKNOWN = scan_file_for_knowledge("a/b")\n')],
  ['a comment above the guarded function', edit(sync, 'STAGING =', '# For people who try it.\nSTAGING =')],
  [
    'lines with Windows ends',
    (one) => {
      const crlf = (tree: Tree): Tree =>
        Object.fromEntries(
          Object.entries(tree).map(([path, text]) => [
            path,
            path.endsWith('.py') ? text.replaceAll('\n', '\r\n') : text,
          ]),
        );
      return { ...one, base: crlf(one.base), head: crlf(one.head) };
    },
  ],

  [
    'a class around tests',
    edit(
      test,
      second,
      'class TestNone:\n    def test_finds_none(self):\n        assert scan_links("plain") == []\n',
    ),
  ],
  [
    'a check of the environment',
    append(config, '\n\nIS_PRODUCTION = os.environ.get("APP_ENV") == "production"\n'),
  ],
  [
    'a field for a password',
    append(config, '\n\nclass Login(BaseModel):\n    password: SecretStr = Field(min_length=12)\n'),
  ],
  ['a hash in a fixture', append(test, '\n\nCOMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"\n')],
  ['a fixture of pytest', append(test, '\n\n@pytest.fixture\ndef link():\n    return Link("a", "b")\n')],
  [
    'a message beside an assertion',
    edit(test, 'assert scan_links("plain") == []', 'assert scan_links("plain") == [], "none expected"'),
  ],
  ['tools for lint', edit(manifest, '[tool.pytest', '[tool.ruff]\nline-length = 110\n\n[tool.pytest')],
];
