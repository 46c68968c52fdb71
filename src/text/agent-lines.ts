import type { Attempt, CapOverride, RefusedCalls } from '../core/attempt.ts';
import type { Delegation } from '../core/item.ts';
import { code, inline } from './markdown.ts';

const choiceText = (chosenBy: string): string =>
  // settings and commands stand out; the words between them are ours
  chosenBy
    .split(', model by ')
    .map((part) => code(part, 80))
    .join(', model by ');

/** Rows about agent and models for scope and dispatch block. */
export const agentRows = ({ agent, models }: Delegation): string[][] => [
  ['Agent', code(agent.name)],
  ['Model', agent.model === undefined ? "the agent's own" : code(agent.model)],
  ...(models && models.fallback.length > 0
    ? [['Fallback', models.fallback.map((model) => code(model)).join(', then ')]]
    : []),
  ...(models && models.direct.length > 0
    ? [
        [
          'Gateway',
          `⚠️ none: the agent itself is given the key of ${models.direct.map((name) => code(name)).join(', ')}; nothing is counted or capped`,
        ],
      ]
    : []),
  ...(agent.chosenBy === undefined ? [] : [['Chosen by', choiceText(agent.chosenBy)]]),
];

/** On whose word a cap was gone over. */
export const overrideText = ({ by, at, caps }: CapOverride): string =>
  `Over ${caps.map((cap) => code(cap, 60)).join(', ')} on the word of ${inline(by, 60)}, ${inline(at.slice(0, 16).replace('T', ' '), 20)} UTC, for one run.`;

const most = 20;

const callsLine = (became: [one: string, several: string], { count, first }: RefusedCalls): string[] => {
  if (count === 0) return [];
  const number = count >= most ? `${most} or more` : String(count);
  const what = count === 1 ? `tool call ${became[0]}` : `tool calls ${became[1]}`;
  const more = count > first.length ? ', …' : '';
  return [`${number} ${what}: ${first.map((call) => code(call, 160)).join(', ')}${more}`];
};

/** What the agent tried in vain, one line each; empty when nothing. */
export const refusedCallLines = ({ ran }: Attempt): string[] =>
  ran?.agent
    ? [
        ...callsLine(['was denied', 'were denied'], ran.agent.denied),
        ...callsLine(['made no sense', 'made no sense'], ran.agent.invalid),
      ]
    : [];

/** Kind and version of the CLI; null for programs without one. */
export const versionOf = ({ ran }: Attempt): string | null =>
  ran?.agent?.version ? code(`${ran.agent.kind} ${ran.agent.version}`, 80) : null;

/** `claude-code 2.1.330 with model anthropic/x` as it ran; null for attempts of earlier releases. */
export const ranAs = ({ ran }: Attempt): string | null => {
  if (!ran?.agent) return null;
  const { kind, version, model } = ran.agent;
  return `${code(version === null ? kind : `${kind} ${version}`, 80)}${model === null ? '' : ` with model ${code(model)}`}`;
};
