import { goMod, goSum } from '../../lockfile-samples.ts';
import type { Tree } from '../../world.ts';
import { delivered, type Names } from '../delegation.ts';

export const names: Names = {
  source: 'scanner/links.go',
  test: 'scanner/links_test.go',
  config: 'config/config.go',
  main: 'cmd/links/main.go',
  sync: 'sync/sync.go',
  manifest: 'go.mod',
  lock: 'go.sum',
  command: 'go test ./...',
  classify: 'ClassifyLink',
  scan: 'ScanLinks',
  from: 'LoadConfig',
  to: 'ReadSettings',
  guarded: 'ScanFileForKnowledge',
  dependency: 'github.com/bmatcuk/doublestar/v4',
  shown: {
    classes: 'func ClassifyLink',
    internal: 'want: "internal"',
    broken: 'want: "broken"',
    fences: 'withoutFences(text)',
    fenced: 'func TestScanLinksFenced',
  },
};

const required = { 'github.com/google/uuid': 'v1.6.0' };
const more = { ...required, 'github.com/bmatcuk/doublestar/v4': 'v4.7.1' };

const oldTests = `func TestScanLinks(t *testing.T) {
	got := ScanLinks("[a](b.md)")
	if len(got) != 1 || got[0].Target != "b.md" {
		t.Errorf("ScanLinks() = %v", got)
	}
}

func TestScanLinksNone(t *testing.T) {
	if got := ScanLinks("plain"); len(got) != 0 {
		t.Errorf("ScanLinks() = %v", got)
	}
}
`;
const newTests = `
func TestScanLinksFenced(t *testing.T) {
	if got := ScanLinks("~~~\\n[a](b.md)\\n~~~"); len(got) != 0 {
		t.Errorf("ScanLinks() = %v", got)
	}
}

func TestClassifyLink(t *testing.T) {
	tests := []struct{ name, target, want string }{
		{name: "own", target: "docs/a.md", want: "internal"},
		{name: "gone", target: "gone.md", want: "broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ClassifyLink(Link{Target: tt.target}, []string{"docs/**"}); got != tt.want {
				t.Errorf("ClassifyLink() = %v, want %v", got, tt.want)
			}
		})
	}
}
`;
const testHead = 'package scanner\n\nimport "testing"\n\n';

const base: Tree = {
  'README.md': '# Links\n\nLists the links of a warehouse.\n',
  'CONTRIBUTING.md': 'Run `go test ./...` first.\n',
  '.gitignore': '/bin/\n.env\n',
  'docs/links.md': '# Links\n\nCall `LoadConfig(path)` first, then `ScanLinks`.\n',
  'go.mod': goMod(required),
  'go.sum': goSum(required),
  [names.source]: `package scanner

import "regexp"

var pattern = regexp.MustCompile(\`\\[([^\\]]*)\\]\\(([^)]*)\\)\`)

// Link is what a text points to.
type Link struct {
	Text   string
	Target string
}

// ScanLinks finds every link of a text, in its order.
func ScanLinks(text string) []Link {
	var links []Link
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		links = append(links, Link{Text: match[1], Target: match[2]})
	}
	return links
}
`,
  [names.test]: testHead + oldTests,
  [names.config]: `package config

import (
	"encoding/json"
	"os"
)

// Settings of the scanner.
type Settings struct {
	Root string
	API  string
}

// LoadConfig reads the settings.
func LoadConfig(path string) (Settings, error) {
	return LoadConfigSync(path)
}

// LoadConfigSync reads them at once.
func LoadConfigSync(path string) (Settings, error) {
	var settings Settings
	data, err := os.ReadFile(path)
	if err != nil {
		return settings, err
	}
	return settings, json.Unmarshal(data, &settings)
}
`,
  [names.main]: `package main

import (
	"log"
	"os"

	"github.com/acme/widgets/config"
	"github.com/acme/widgets/scanner"
	"github.com/acme/widgets/sync"
)

func main() {
	settings, err := config.LoadConfig("links.json")
	if len(os.Args) > 1 {
		settings, err = config.LoadConfigSync(os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
	sync.Publish(settings.API, scanner.ScanLinks(settings.Root))
}
`,
  [names.sync]: `package sync

import (
	"net/http"
	"strings"

	"github.com/acme/widgets/config"
	"github.com/acme/widgets/scanner"
	"github.com/google/uuid"
)

// Staging is where people try it.
const Staging = "https://staging.warehouse.example.com/v1"

// ScanFileForKnowledge splits a path.
func ScanFileForKnowledge(path string) []string {
	parts := strings.Split(path, "/")
	return parts
}

// Publish sends links.
func Publish(api string, links []scanner.Link) error {
	settings, err := config.LoadConfig("links.json")
	if err != nil {
		return err
	}
	_, err = http.Post(api+"/links/"+uuid.NewString(), settings.Root, nil)
	return err
}
`,
};

const renamed = (path: string): string => (base[path] ?? '').replace(/\bLoadConfig\b/g, 'ReadSettings');

const head: Tree = {
  ...Object.fromEntries(
    [names.config, names.main, names.sync, 'docs/links.md'].map((path) => [path, renamed(path)]),
  ),
  'go.mod': goMod(more),
  'go.sum': goSum(more),
  [names.source]: `${(base[names.source] ?? '')
    .replace(
      'import "regexp"',
      'import (\n\t"regexp"\n\t"strings"\n\n\t"github.com/bmatcuk/doublestar/v4"\n)',
    )
    .replace('in its order.', 'in its order; those in fenced code are none.')
    .replace('Submatch(text, -1)', 'Submatch(withoutFences(text), -1)')
    .replace('// Link is', 'var fences = regexp.MustCompile(`(?ms)^~~~.*?^~~~`)\n\n// Link is')}
func withoutFences(text string) string {
	return fences.ReplaceAllString(text, "")
}

// ClassifyLink says what a link points to.
func ClassifyLink(link Link, own []string) string {
	if strings.HasPrefix(link.Target, "http") {
		return "external"
	}
	for _, glob := range own {
		if ok, _ := doublestar.Match(glob, link.Target); ok {
			return "internal"
		}
	}
	return "broken"
}
`,
  [names.test]: testHead + oldTests + newTests,
};

export const good = delivered(names, { base, head });
