import type { Evidence } from '../evidence.ts';
import { environmentDoneTo } from './environments.ts';
import { hostsIn } from './hosts.ts';
import { namesEnvironment } from './known-hosts.ts';

export interface OutputUse {
  command: string;
  /** 1-based line of the output. */
  line: number;
  host?: string;
  environment?: string;
}

const longest = 1_000;
const connecting =
  /\b(?:connect\w*|deploy\w*|publish\w*|push\w*|upload\w*|request\w*|migrat\w*|sending|sent|writing|wrote|target\w*|endpoint|listening|GET|POST|PUT|PATCH|DELETE|ECONN\w+|ENOTFOUND|ETIMEDOUT|getaddrinfo|resolv\w+|dial|timeout|timed out|using (?:host|url|server|database|endpoint)|base ?url|host(?:name)?|server|database|broker)\b/i;
const database =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|kafka|nats|mssql|oracle|clickhouse|jdbc:\w+|s3|ldaps?|smtps?|ftp|sftp|ssh):\/\//i;
/** Advice of tools is full of links. */
const advice =
  /\b(?:see|visit|read|more (?:info|information|details)|docs?|documentation|learn more|report|changelog|release notes|fund(?:ing)?|deprecat\w+|support|please|for details|homepage)\b/i;

/** Lines in which a test runner names a test. */
const testName =
  /^\s*(?:[✓✔√✗✘×●○•]|(?:not )?ok \d|PASS|FAIL|=== RUN|--- (?:PASS|FAIL|SKIP)|\[\s*(?:OK|RUN|PASSED|FAILED)|test [\w:]+ \.\.\.|\S+::\S+|\d+\) |# Subtest)/;

/** What the commands show of where they went: connections, requests, deployments. What a setup only downloads is no matter. */
export const outputUses = ({ file }: Evidence): OutputUse[] =>
  (file.verification ?? []).flatMap(({ command, kind, output }) =>
    output.split('\n').flatMap((whole, index): OutputUse[] => {
      const text = whole.slice(0, longest);
      if (testName.test(text)) return [];
      const environment = environmentDoneTo(text);
      const went = database.test(text) || (connecting.test(text) && !advice.test(text));
      const hosts = went
        ? hostsIn(text, 'output.sh').filter(({ host }) => kind === 'command' || namesEnvironment(host))
        : [];
      return [
        ...hosts.map(({ host }) => ({ command, line: index + 1, host })),
        ...(environment === null ? [] : [{ command, line: index + 1, environment }]),
      ];
    }),
  );
