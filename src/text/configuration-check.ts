import { type Configuration, configurationPath } from '../contracts/configuration.ts';
import type { ConfigurationFact } from '../core/facts.ts';
import type { CheckRun } from '../ports/github.ts';
import { bullets, code, line, paragraphs } from './markdown.ts';

const commandLines = (commands: string[]): string =>
  commands.length === 0
    ? 'what the manifest at the base commit declares'
    : commands.map((command) => code(command, 120)).join(', ');

type PhaseChoice = Configuration['agents']['phases']['delegate'];

const phaseLine = (phase: string, choice: PhaseChoice): string => {
  const { agent, model } = choice ?? {};
  const parts = [
    ...(agent === undefined ? [] : [`agent ${code(agent, 60)}`]),
    ...(model === undefined ? [] : [`model ${code(model, 120)}`]),
  ];
  return `In phase ${code(phase, 20)}: ${parts.join(', ') || 'nothing else'}`;
};

const inForce = (configuration: Configuration): string => {
  const { tracker, agents, models, mode, verify } = configuration;
  const label = tracker.label ? ` with the label ${code(tracker.label, 60)}` : '';
  return bullets([
    `Tickets of team ${code(tracker.team, 40)}${label}`,
    `Agent ${code(agents.default, 60)} unless a command names another; allowed: ${Object.entries(
      agents.allowed,
    )
      .map(([name, { model }]) => (model ? `${code(name, 60)} with ${code(model, 120)}` : code(name, 60)))
      .join(', ')}`,
    ...Object.entries(agents.phases).map(([phase, choice]) => phaseLine(phase, choice)),
    ...(models.direct.length === 0
      ? []
      : [
          `⚠️ Past the gateway, with the key in their own hands and nothing counted: ${models.direct.map((name) => code(name, 60)).join(', ')}`,
        ]),
    `Mode ${mode}`,
    `Verified by ${commandLines(verify.commands)}`,
  ]);
};

const broken = (problems: string[]): Pick<CheckRun, 'state' | 'title' | 'summary'> => ({
  state: { status: 'completed', conclusion: 'failure' },
  title: `${configurationPath} cannot be used: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`,
  summary: paragraphs(
    `Until this is corrected, no delegation starts in this repository:`,
    bullets(problems.slice(0, 21).map((problem) => line(problem, 300))),
    'Correct the file on the default branch; this check is written anew with the push.',
  ),
});

const valid = (configuration: Configuration): Pick<CheckRun, 'state' | 'title' | 'summary'> => ({
  state: { status: 'completed', conclusion: 'success' },
  title: `${configurationPath} is valid`,
  summary: inForce(configuration),
});

/** The check on a head of the default branch: can its configuration be used? Null where there is none. */
export const configurationCheck = (fact: ConfigurationFact, headSha: string): CheckRun | null => {
  if (fact.state === 'absent') return null;
  return {
    name: 'throughline / configuration',
    headSha,
    externalId: 'configuration',
    ...(fact.state === 'valid' ? valid(fact.value) : broken(fact.problems)),
  };
};
