import { randomBytes } from 'node:crypto';
import type { CliKind } from '../adapters/agents/cli.ts';
import { agentApis } from '../contracts/models.ts';
import { keySecret } from '../text/caller-workflow.ts';
import { startModel } from './model/model.ts';
import { recordedScript } from './model/recorded-script.ts';
import { scriptedProvider } from './real-agent.ts';
import { folderWithProgram } from './real-program.ts';
import { ownProject, type Stage } from './repository.ts';
import { story } from './story/index.ts';

/** The story's project, played by a real program whose model is a script. */
export interface ScriptedStage extends Stage {
  /** Of the repository: the model's key. */
  secrets: Record<string, string>;
  /** Folder with the program. */
  agents: string;
  /** Ends the model. */
  close: () => Promise<void>;
}

/** Throws, before anything is started, where the program is not there. */
export const scriptedStage = async (options: {
  into: string;
  kind: CliKind;
  env: Readonly<Record<string, string | undefined>>;
  /** Folder with the program, if it is not the one that `npm run agents:fetch` fills. */
  programs?: string;
}): Promise<ScriptedStage> => {
  const { into, kind, env, programs } = options;
  const agents = await folderWithProgram(kind, { path: env.PATH, folder: programs });
  const [api] = agentApis[kind];
  if (api === undefined) throw new Error(`${kind} goes to no model`);
  const key = `sk-${randomBytes(24).toString('hex')}`;
  const model = await startModel({ script: recordedScript(story.recordingsPath), expectKey: key });
  try {
    const stage = await ownProject({ into, agent: { kind, api, url: model.url }, bare: true });
    return { ...stage, secrets: { [keySecret(scriptedProvider)]: key }, agents, close: model.close };
  } catch (error) {
    await model.close();
    throw error;
  }
};
