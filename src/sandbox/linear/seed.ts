import { randomBytes, randomUUID } from 'node:crypto';
import type { StateType } from '../../ports/tracker.ts';
import { conflictOnInsert, forbidden, invalidArgument } from './errors.ts';
import { findLabel, findState, findTeam, findUser } from './people.ts';
import type {
  LabelRecord,
  OrganizationRecord,
  ResourceType,
  StateRecord,
  TeamRecord,
  UserRecord,
} from './state.ts';
import type { World } from './world.ts';

interface WorkflowStateSeed {
  name: string;
  type: StateType;
}

/** What a new team of Linear's starts with. */
const defaultStates: readonly WorkflowStateSeed[] = [
  { name: 'Backlog', type: 'backlog' },
  { name: 'Todo', type: 'unstarted' },
  { name: 'In Progress', type: 'started' },
  { name: 'In Review', type: 'started' },
  { name: 'Done', type: 'completed' },
  { name: 'Canceled', type: 'canceled' },
  { name: 'Duplicate', type: 'duplicate' },
];

/** What an administrator sets up. Where no organization is named, the first one is meant. */
export interface Seed {
  createOrganization(options: { name: string; urlKey: string }): OrganizationRecord;
  /** `states` in their order; Linear's own when left out. */
  createTeam(options: {
    key: string;
    name: string;
    organization?: string;
    private?: boolean;
    states?: readonly WorkflowStateSeed[];
  }): TeamRecord;
  addUser(options: {
    name: string;
    email: string;
    organization?: string;
    gitHubUserId?: string;
    guest?: boolean;
    admin?: boolean;
    app?: boolean;
    active?: boolean;
  }): UserRecord;
  /** Needed for guests and private teams only. */
  addMember(team: string, user: string): void;
  /** Without a team, a label of the whole workspace. */
  createLabel(options: { name: string; team?: string; color?: string }): LabelRecord;
  /** `number` and `state` (by name) default to the team's next and its first backlog state. */
  createIssue(options: {
    team: string;
    by: string;
    title: string;
    description?: string;
    number?: number;
    state?: string;
    labels?: readonly string[];
    priority?: number;
  }): { id: string; key: string };
  /** A person's API key, sent bare. Limited to `teams` (keys) when given. Apps have access tokens instead. */
  createApiKey(options: { user: string; access?: 'read' | 'write'; teams?: readonly string[] }): string;
  /** An OAuth access token, sent with `Bearer`. */
  createAccessToken(options: { user: string; access?: 'read' | 'write'; expiresInMs?: number }): string;
  revokeKey(token: string): void;
  /** Signed deliveries to a URL on this machine; without a team, for the whole organization. */
  createWebhook(options: {
    url: string;
    secret?: string;
    team?: string;
    organization?: string;
    resourceTypes?: readonly ResourceType[];
  }): { id: string; secret: string };
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

const secretOf = (prefix: string): string => `${prefix}${randomBytes(20).toString('hex')}`;

export const createSeed = (world: World): Seed => {
  const { state } = world;
  const organizationOf = (name: string | undefined): OrganizationRecord => {
    const found = state.organizations.find((each) => !name || each.id === name || each.urlKey === name);
    if (!found) throw new Error(`The local Linear has no organization ${name ?? ''}: create it first.`);
    return found;
  };
  const keep = <T>(list: T[], record: T): T => {
    list.push(record);
    world.changed();
    return record;
  };

  return {
    createOrganization: (options) => keep(state.organizations, { id: randomUUID(), ...options }),

    createTeam: ({ key, name, organization, states = defaultStates, ...options }) => {
      if (!/^[A-Z][A-Z0-9]{0,6}$/.test(key))
        throw invalidArgument('key must be 1 to 7 capital letters or digits.');
      const organizationId = organizationOf(organization).id;
      if (state.teams.some((each) => each.organizationId === organizationId && each.key === key))
        throw conflictOnInsert('Team', key);
      const team: TeamRecord = {
        id: randomUUID(),
        organizationId,
        key,
        name,
        private: options.private ?? false,
        memberIds: [],
        nextNumber: 1,
      };
      for (const [position, seed] of states.entries()) {
        const record: StateRecord = {
          id: randomUUID(),
          teamId: team.id,
          ...seed,
          position,
          color: '#95a2b3',
        };
        state.states.push(record);
      }
      return keep(state.teams, team);
    },

    addUser: ({ organization, gitHubUserId, guest, admin, app, active, ...named }) =>
      keep(state.users, {
        id: randomUUID(),
        organizationId: organizationOf(organization).id,
        ...named,
        gitHubUserId: gitHubUserId ?? null,
        guest: guest ?? false,
        admin: admin ?? false,
        app: app ?? false,
        active: active ?? true,
      }),

    addMember: (team, user) => {
      const { memberIds } = findTeam(world, team);
      const { id } = findUser(world, user);
      if (!memberIds.includes(id)) memberIds.push(id);
    },

    createLabel: ({ name, team, color }) => {
      const owner = team ? findTeam(world, team) : null;
      return keep(state.labels, {
        id: randomUUID(),
        organizationId: owner?.organizationId ?? organizationOf(undefined).id,
        teamId: owner?.id ?? null,
        name,
        color: color ?? '#bec2c8',
      });
    },

    createIssue: ({ team: teamKey, by, state: stateName, labels, ...draft }) => {
      const team = findTeam(world, teamKey);
      const issue = world.addIssue({
        ...draft,
        team,
        by: findUser(world, by),
        labelIds: (labels ?? []).map((name) => findLabel(world, team, name).id),
        ...(stateName ? { stateId: findState(world, team, stateName).id } : {}),
      });
      return { id: issue.id, key: world.issueKey(issue) };
    },

    createApiKey: ({ user, access = 'write', teams }) => {
      const { id: userId, app } = findUser(world, user);
      if (app) throw forbidden('The user of an app has no API keys; make an access token.');
      return keep(state.keys, {
        token: secretOf('lin_api_'),
        kind: 'api-key',
        userId,
        access,
        teamIds: teams ? teams.map((team) => findTeam(world, team).id) : null,
        expiresAt: null,
      }).token;
    },

    createAccessToken: ({ user, access = 'write', expiresInMs }) =>
      keep(state.keys, {
        token: secretOf('lin_oauth_'),
        kind: 'access-token',
        userId: findUser(world, user).id,
        access,
        teamIds: null,
        expiresAt:
          expiresInMs === undefined ? null : new Date(world.now().getTime() + expiresInMs).toISOString(),
      }).token,

    revokeKey: (token) => {
      state.keys = state.keys.filter((key) => key.token !== token);
    },

    createWebhook: ({ url, secret, team, organization, resourceTypes }) => {
      if (!loopback.has(new URL(url).hostname))
        throw new Error(`The local Linear sends webhooks to this machine only, not to ${url}.`);
      const { id, secret: kept } = keep(state.webhooks, {
        id: randomUUID(),
        organizationId: organizationOf(organization).id,
        teamId: team ? findTeam(world, team).id : null,
        url,
        secret: secret ?? secretOf('lin_wh_'),
        resourceTypes: [...(resourceTypes ?? ['Issue', 'Comment'])],
      });
      return { id, secret: kept };
    },
  };
};
