/** What stands between a machine and the boundary. */
export type Gap =
  | { lacks: 'linux'; platform: NodeJS.Platform }
  | { lacks: 'tools'; names: string[] }
  | { lacks: 'sudo' }
  /** `why` is what sudo said. */
  | { lacks: 'permission'; why: string }
  | { lacks: 'user-numbers' }
  /** `why` is what went wrong when it was tried. */
  | { lacks: 'namespaces'; why: string };

const platforms: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' };

/** One sentence for a person: what is missing and how to get it. */
export const gapSentence = (gap: Gap): string => {
  switch (gap.lacks) {
    case 'linux':
      return `This runner is on ${platforms[gap.platform] ?? gap.platform}, which has no such namespaces: use one on Linux, e.g. \`runs-on: ubuntu-latest\`.`;
    case 'tools': {
      const names = gap.names.map((name) => `\`${name}\``).join(', ');
      return `This runner lacks ${names}: install util-linux and coreutils, e.g. \`apt-get install util-linux coreutils\`.`;
    }
    case 'sudo':
      return 'This runner is neither root nor has it `sudo`: run it as a user with passwordless sudo, as GitHub-hosted runners do.';
    case 'permission':
      return `This runner's user may not use sudo without a password (${quoted(gap.why)}): give it passwordless sudo, i.e. \`NOPASSWD: ALL\` in /etc/sudoers.d.`;
    case 'user-numbers':
      return 'This runner has no user number to spare: run it where the user numbers up to 65536 are mapped, which small rootless containers do not do.';
    case 'namespaces':
      return `This machine refuses a second user in namespaces of its own (${quoted(gap.why)}): use a virtual machine, e.g. \`runs-on: ubuntu-latest\`, or start the runner's container with \`--privileged\`.`;
  }
};

/** The sentence stays one line, whatever a tool said. */
const quoted = (why: string): string => why.trim().replace(/\s+/g, ' ').slice(0, 200);
