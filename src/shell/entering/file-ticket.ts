import type { RepositoryInfo, RepositoryRef } from '../../ports/github.ts';
import type { Ticket } from '../../ports/tracker.ts';
import { type Asked, cannotFile, filedDescription, filedTitle } from '../../text/entering.ts';
import { withBudget } from '../budget.ts';
import { configurationOf } from '../configuration.ts';
import { ownUuid } from '../say.ts';
import type { World } from '../world.ts';
import { checkClaims } from './claims.ts';
import type { IssueText } from './meant.ts';

export interface Filing {
  world: World;
  ref: RepositoryRef;
  info: RepositoryInfo;
  issue: number;
  text: IssueText;
  by: string;
  asked: Asked;
}

/** The ticket of a GitHub issue has this id and no other: whoever files it a second time finds the first. */
export const filedTicketId = (info: RepositoryInfo, issue: number): string =>
  ownUuid('ticket', `github:${info.id}`, String(issue));

const headOf = async ({ world, ref, info }: Filing): Promise<string | null> =>
  world.github.repository(ref).refSha(`heads/${info.defaultBranch}`);

/** Checks what the issue claims, and files a ticket of it in the repository's team; else what a person has to do first. */
export const fileTicket = async (
  filing: Filing,
): Promise<{ state: 'filed'; ticket: Ticket } | { state: 'refused'; body: string }> => {
  const { world, ref, info, issue, text, by, asked } = filing;
  const refuse = (why: Parameters<typeof cannotFile>[0]['why']) =>
    ({ state: 'refused', body: cannotFile({ login: by, asked, repository: info, why }) }) as const;
  const configuration = await configurationOf(world, ref);
  if (configuration.state === 'absent') return refuse({ is: 'no-configuration' });
  if (configuration.state === 'broken') return refuse({ is: 'broken', problems: configuration.problems });
  const key = configuration.value.tracker.team;
  const team = await world.tracker.team(key);
  if (!team) return refuse({ is: 'no-team', key });
  const sha = await headOf(filing);
  const claims = sha
    ? await checkClaims({
        repository: world.github.repository(ref),
        sha,
        text: `${text.title}\n${text.body}`,
      })
    : null;
  const ticket = {
    id: filedTicketId(info, issue),
    teamId: team.id,
    title: filedTitle({ title: text.title, issue, fullName: info.fullName }),
    description: filedDescription({ text, issue, by, repository: info, claims }),
    priority: 0 as const,
  };
  world.failpoint('before:create-ticket');
  const filed = await withBudget(world, { kind: 'linear' }, () => world.tracker.createTicket(ticket));
  world.failpoint('after:create-ticket');
  return { state: 'filed', ticket: filed };
};
