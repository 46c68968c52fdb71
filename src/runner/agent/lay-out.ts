import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AgentRequest } from '../../ports/agent.ts';
import type { Folders } from '../folders.ts';
import { removeFolder } from '../remove.ts';

export type LaidOut = Pick<AgentRequest, 'promptPath' | 'schemaPath' | 'answerPath'>;

/** JSON Schema of an answer, as the prompt shows it and the agent finds it in a file. */
export const schemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' });

/** Puts prompt and contract where the agent finds them, and clears away what stands where its answer is to be. */
export const layOut = async (
  { exchange }: Folders,
  { prompt, schema }: { prompt: string; schema: z.ZodType },
): Promise<LaidOut> => {
  const paths = {
    promptPath: join(exchange, 'prompt.md'),
    schemaPath: join(exchange, 'answer.schema.json'),
    answerPath: join(exchange, 'answer.json'),
  };
  // An agent that had the folder before may have left links here.
  for (const path of Object.values(paths)) await removeFolder(path);
  await writeFile(paths.promptPath, prompt);
  await writeFile(paths.schemaPath, `${JSON.stringify(schemaOf(schema), null, 2)}\n`);
  return paths;
};
