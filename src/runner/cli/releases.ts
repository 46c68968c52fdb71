import type { CliKind } from '../../adapters/agents/cli.ts';
import type { CliRelease } from '../../contracts/assignment.ts';

/** `<platform>-<architecture>` as Node names them. */
export const platforms = ['linux-x64', 'linux-arm64'] as const;
export type Platform = (typeof platforms)[number];

/** A package on npm that holds a CLI's program for one platform. */
export interface CliPackage {
  name: string;
  /** As the registry names it; a release is called by what precedes the platform. */
  version: string;
  integrity: string;
  /** `treeDigest` of the folder that holds nothing but it, unpacked in `package`; null where none is pinned. */
  tree: string | null;
  /** Path of the program in the package. */
  program: string;
}

type PinnedRelease = CliRelease & { tree: string };

interface Published {
  name: (platform: Platform) => string;
  version: (release: string, platform: Platform) => string;
  program: (platform: Platform) => string;
  releases: Record<Platform, PinnedRelease>;
}

const codexTarget = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
};

/** The releases that this one of Throughline was tried with. */
const published: Record<CliKind, Published> = {
  opencode: {
    name: (platform) => `opencode-${platform}`,
    version: (release) => release,
    program: () => 'bin/opencode',
    releases: {
      'linux-x64': {
        version: '1.18.33',
        integrity:
          'sha512-q/t/3p2CTxOT9y2kvjesb/LZab2+1eqlhhWA02Be6mjTtmYtNBcBsrI5yDo4Fw7ZSPBW2oyMIGMNRqiKQjiAWw==',
        tree: 'a10eb788135dd9bf22daea5e4b74d3c9e0c15caf99ef70c78c107075879e2360',
      },
      // The newest that npm has for both platforms.
      'linux-arm64': {
        version: '1.18.18',
        integrity:
          'sha512-e8D3g0qJEIzawEg2+ygW3vkZjAYL2ssyAx4GbihjwXwZFvlZZy5zRWWzdz5KLBoHSTl0FB73vNtnNeXONyHpVQ==',
        tree: '8daa6f05e2a5e3381ff3a27826fc61307d65d30c63f306a56a8f01493b7af4df',
      },
    },
  },
  'claude-code': {
    name: (platform) => `@anthropic-ai/claude-code-${platform}`,
    version: (release) => release,
    program: () => 'claude',
    releases: {
      'linux-x64': {
        version: '2.1.330',
        integrity:
          'sha512-9Gn+V7DtJ8M1nztP9CeDVl9g3RtrepI7rOFTyPRRnZe8D6zebIHKmC7OvBauucuAP0X0k85SDN/LPVZyjsGezQ==',
        tree: '1fb8cd721895ead5c672aab4f9ef40fc170a0434e051c4166971a5f506ea525a',
      },
      'linux-arm64': {
        version: '2.1.330',
        integrity:
          'sha512-V4yanAY5EA5UpwwRPtjSfqDbNqAlUJeVn3NYZw2AgmRHjdpSsLtHAzbxRXfkAnbjwTXzE0uedjQxUY02ARPcsA==',
        tree: '1b2ea9e758f5b0efa8380f6901b8039bd743b1a66cc31021a32819d5c1b55c44',
      },
    },
  },
  codex: {
    name: () => '@openai/codex',
    version: (release, platform) => (release.endsWith(platform) ? release : `${release}-${platform}`),
    program: (platform) => `vendor/${codexTarget[platform]}/bin/codex`,
    releases: {
      'linux-x64': {
        version: '0.169.0',
        integrity:
          'sha512-o05NyAOCDygSPRo1yinzxvkRSdmsZyBD9E7mbpmjRanSfM8lypqWtQgEo4XfNkwhuCR2aFu8mlGOsQGFXVbVww==',
        tree: 'a3c0d289a5f20bf60f6a1eacd8323684062b406c740544bdc6d89a5c4b3cbdc4',
      },
      'linux-arm64': {
        version: '0.169.0',
        integrity:
          'sha512-NZ/DaQUpcQmxmqee7Z9uC1rzw3GhSbooawcaTe1LN5Yk+WlinUKGdTXJgClRT/9ogQEEM9TWxYzvxPfj5G/xFg==',
        tree: '485ca50c3e2525fe6eff9d475a51f69e1c38ebf6c71e4acc7b5637eca86adb0c',
      },
    },
  },
};

/** The package to install; null on a platform for which there is none. `release` instead of the pinned one. */
export const cliPackage = (
  kind: CliKind,
  { platform, release }: { platform: string; release: CliRelease | null },
): CliPackage | null => {
  const known = platforms.find((one) => one === platform);
  if (known === undefined) return null;
  const { name, version, program, releases } = published[kind];
  const chosen = release ?? releases[known];
  return {
    name: name(known),
    version: version(chosen.version, known),
    integrity: chosen.integrity,
    tree: release === null ? releases[known].tree : null,
    program: program(known),
  };
};
