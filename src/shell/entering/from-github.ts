import type { Source } from '../../core/event.ts';
import { mayRun } from '../../core/permissions.ts';
import { phaseLabel } from '../../core/phase-labels.ts';
import { repositoryTags } from '../../core/repository-tags.ts';
import type { GithubRepository, RepositoryInfo } from '../../ports/github.ts';
import type { Ticket } from '../../ports/tracker.ts';
import {
  type Asked,
  absorbedElsewhere,
  noTicketKey,
  otherRepository,
  ticketElsewhere,
  unknownTicket,
  whichTicket,
} from '../../text/entering.ts';
import { capText } from '../../text/sanitize.ts';
import { githubActor } from '../facts/actor.ts';
import { say } from '../say.ts';
import type { World } from '../world.ts';
import type { Entered, FromGithub } from './asked.ts';
import { whichTicketTag } from './choose-ticket.ts';
import { fileTicket } from './file-ticket.ts';
import { enterItem, takerOf } from './item.ts';
import { type IssueText, meantTicket } from './meant.ts';
import { ticketBoxes } from './ticket-boxes.ts';

/** What a comment may be asked to hold back until its question is answered, characters. */
const mostKept = 4000;

interface OnGithub {
  world: World;
  heard: FromGithub;
  asked: Asked;
  repository: GithubRepository;
  info: RepositoryInfo;
  text: IssueText;
}

/** The issue as it is now: a webhook can be hours old. */
const issueText = async (
  repository: GithubRepository,
  heard: FromGithub,
  info: RepositoryInfo,
): Promise<IssueText> => {
  const issue = await repository.issue(heard.issue);
  if (issue) return { title: issue.title, body: issue.body, url: issue.url };
  const url = `${info.url}/${heard.isPull ? 'pull' : 'issues'}/${heard.issue}`;
  return { title: heard.title, body: heard.issueBody, url };
};

/** The label is used up; `confused`: nothing came of the comment. */
const acknowledge = async (asking: OnGithub, reaction: 'confused' | 'eyes'): Promise<void> => {
  const { repository, heard } = asking;
  if (heard.kind === 'github-comment') await repository.react(heard.commentId, reaction);
  else await repository.removeLabel(heard.issue, heard.label);
};

const tell = async (asking: OnGithub, body: string): Promise<null> => {
  const { world, heard } = asking;
  const home = { on: 'github', issue: heard.issue } as const;
  await say({ world, repository: heard.repository, ticketId: null, home, tag: `reply:${heard.key}`, body });
  await acknowledge(asking, 'confused');
  return null;
};

const ask = async (asking: OnGithub, tickets: Ticket[]): Promise<null> => {
  const { world, heard } = asking;
  const home = { on: 'github', issue: heard.issue } as const;
  const asked =
    heard.kind === 'github-labelled' ? (phaseLabel(heard.label) ?? '') : capText(heard.body, mostKept);
  const body = whichTicket({
    login: heard.actor.login,
    tickets,
    boxes: (candidates) => ticketBoxes({ asked, candidates }),
  });
  await say({ world, repository: heard.repository, ticketId: null, home, tag: whichTicketTag, body });
  await acknowledge(asking, 'eyes');
  return null;
};

const enter = async (asking: OnGithub, ticket: Ticket, filed: boolean): Promise<Entered | null> => {
  const { world, heard, info, text } = asking;
  const taker = await takerOf(world, ticket.id);
  if (taker) return tell(asking, absorbedElsewhere(heard.actor.login, ticket.key, taker));
  const from: Source = { issue: heard.issue, url: text.url, title: text.title, filed };
  return enterItem(world, { ticket, repository: heard.repository, info, from, heard });
};

const file = async (asking: OnGithub, unknown: string[]): Promise<Entered | null> => {
  const { world, heard, asked, info, text } = asking;
  const by = heard.actor.login;
  // a mistyped key is no reason for a second ticket
  if (unknown.length > 0) return tell(asking, unknownTicket(by, unknown, asked));
  if (heard.isPull) return tell(asking, noTicketKey(by, asked));
  const ref = heard.repository;
  const filed = await fileTicket({ world, ref, info, issue: heard.issue, text, by, asked });
  return filed.state === 'filed' ? enter(asking, filed.ticket, true) : tell(asking, filed.body);
};

/** The ticket a GitHub issue means, else one that is filed from it. Strangers are not answered. */
export const createFromGithub = async (
  world: World,
  heard: FromGithub,
  asked: Asked,
): Promise<Entered | null> => {
  const repository = world.github.repository(heard.repository);
  if (!mayRun('write', await githubActor(repository, heard.actor)).allowed) return null;
  const info = await repository.info();
  const text = await issueText(repository, heard, info);
  const asking: OnGithub = { world, heard, asked, repository, info, text };
  const tags = heard.kind === 'github-comment' ? repositoryTags(heard.body) : [];
  if (tags.some((tag) => tag !== heard.repository.fullName.toLowerCase()))
    return tell(asking, otherRepository(heard.actor.login, heard.repository.fullName, asked));
  const meant = await meantTicket(world, heard.repository, text);
  switch (meant.state) {
    case 'one':
      return enter(asking, meant.ticket, false);
    case 'several':
      return ask(asking, meant.tickets);
    case 'elsewhere':
      return tell(asking, ticketElsewhere(heard.actor.login, meant.ticket.key, asked));
    case 'none':
      return file(asking, meant.unknown);
  }
};
