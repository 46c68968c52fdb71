/** Hosts that are nobody's environment: this machine, documentation, registries, names of vocabularies. */
const known = new Set(
  `github.com gitlab.com bitbucket.org codeberg.org gist.github.com raw.githubusercontent.com docs.github.com
  ghcr.io docker.io registry-1.docker.io hub.docker.com docs.docker.com quay.io gcr.io k8s.gcr.io registry.k8s.io mcr.microsoft.com public.ecr.aws
  w3.org schema.org json-schema.org json.schemastore.org schemastore.org spdx.org purl.org schemas.xmlsoap.org schemas.openxmlformats.org
  schemas.microsoft.com schemas.android.com xmlns.com ns.adobe.com sodipodi.sourceforge.net inkscape.org opengis.net spec.openapis.org openapis.org swagger.io
  registry.npmjs.org npmjs.com npmjs.org registry.yarnpkg.com yarnpkg.com pnpm.io jsr.io deno.land nodejs.org
  pypi.org files.pythonhosted.org pythonhosted.org docs.python.org python.org peps.python.org readthedocs.io readthedocs.org
  proxy.golang.org sum.golang.org pkg.go.dev go.dev golang.org google.golang.org gopkg.in go.uber.org k8s.io sigs.k8s.io
  crates.io index.crates.io static.crates.io docs.rs rust-lang.org rubygems.org index.rubygems.org bundler.io packagist.org repo.packagist.org getcomposer.org
  repo.maven.apache.org repo1.maven.org maven.apache.org central.sonatype.com plugins.gradle.org services.gradle.org docs.gradle.org springframework.org
  nuget.org api.nuget.org hex.pm repo.hex.pm pub.dev pub.dartlang.org cocoapods.org registry.terraform.io
  deb.debian.org security.debian.org archive.ubuntu.com security.ubuntu.com dl-cdn.alpinelinux.org
  developer.mozilla.org stackoverflow.com wikipedia.org rfc-editor.org tools.ietf.org datatracker.ietf.org ietf.org unicode.org whatwg.org tc39.es
  apache.org gnu.org opensource.org creativecommons.org choosealicense.com keepachangelog.com semver.org conventionalcommits.org
  typescriptlang.org eslint.org prettier.io biomejs.dev vitest.dev vitejs.dev jestjs.io react.dev reactjs.org learn.microsoft.com docs.microsoft.com
  jitpack.io maven.google.com dl.google.com oss.sonatype.org s01.oss.sonatype.org repo.spring.io repo.clojars.org clojars.org
  cdn.cocoapods.org trunk.cocoapods.org conda.anaconda.org repo.anaconda.com download.pytorch.org esm.sh
  sh.rustup.rs static.rust-lang.org astral.sh get.pnpm.io deb.nodesource.com apt.postgresql.org packages.microsoft.com download.docker.com dl.k8s.io
  charts.bitnami.com charts.helm.sh charts.jetstack.io artifacthub.io docker.elastic.co nvcr.io cgr.dev lscr.io
  linear.app img.shields.io`.split(/\s+/),
);

const reserved =
  /^(?:localhost|local|host\.docker\.internal|gateway\.docker\.internal|kubernetes(?:\.default(?:\.svc)?)?|broadcasthost|ip6-localhost|example(?:\.\w{2,3}(?:\.\w{2})?)?|(?:.+\.)?(?:localhost|test|example|invalid|localdomain|cluster\.local|example\.(?:com|org|net|edu|io|dev|co|app)|k8s\.io|kubernetes\.io|wikipedia\.org|w3\.org|readthedocs\.io|rust-lang\.org|readthedocs\.org|github\.io))$/;
/** What documentation and templates write for a domain of the reader's. */
const standIn =
  /(?:^|[.-])(?:your|my)[-_]?(?:\w+[-_]?)?(?:domain|company|site|host|server|app|org|project|name|bucket|account|website)s?[\w-]*(?:\.|$)|^(?:www\.)?(?:foo|bar|baz|domain|host|hostname|server|website|test|acme-test)\.(?:com|org|net|tld|bar)$|\.tld$|^x+$/;

const octets = (host: string): number[] | null => {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(host)) return null;
  const parts = host.split('.').map(Number);
  return parts.every((part) => part <= 255) ? parts : null;
};

/** True for addresses that lead nowhere outside, or are set aside for documentation. */
const isInsideAddress = ([a = 0, b = 0, c = 0]: number[]): boolean =>
  a === 10 ||
  a === 127 ||
  a === 0 ||
  a >= 224 ||
  (a === 172 && b >= 16 && b <= 31) ||
  (a === 192 && b === 168) ||
  (a === 169 && b === 254) ||
  (a === 100 && b >= 64 && b <= 127) ||
  (a === 192 && b === 0 && c === 2) ||
  (a === 198 && b === 51 && c === 100) ||
  (a === 203 && b === 0 && c === 113);

/** True for a host in small letters that may stand anywhere. */
export const isNobodys = (host: string): boolean => {
  if (known.has(host) || known.has(host.replace(/^www\./, '')) || reserved.test(host) || standIn.test(host))
    return true;
  if (/^\[?(?:::1|::|f[cd][0-9a-f]{2}:.*|fe80:.*|2001:db8:.*)\]?$/.test(host)) return true;
  // A service of the cluster it runs in; its namespace may be an environment.
  if (/^[\w-]+\.[\w-]+\.svc$/.test(host) && !namesEnvironment(host)) return true;
  const address = octets(host);
  return address !== null && isInsideAddress(address);
};

export const isAddress = (host: string): boolean => octets(host) !== null;

const environment =
  /^(?:prod|production|prd|live|staging|stage|stg|uat|preprod|preproduction|qa|canary)\d{0,2}$/;

/** A host that says itself which environment it is of. */
export const namesEnvironment = (host: string): boolean =>
  host.split(/[.\-_:/]/).some((part) => environment.test(part));
