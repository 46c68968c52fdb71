import { z } from 'zod';
import type { StepRoom } from '../execute/room.ts';

const artifactSchema = z.object({
  id: z.number(),
  attempt: z.number(),
  name: z.string(),
  size: z.number(),
  digest: z.string(),
});
const listSchema = z.object({ artifacts: z.array(artifactSchema) });
type ListedArtifact = z.output<typeof artifactSchema>;

/** The run's artifacts, over HTTP with the runtime token, as any process of the job could have them. */
export function resultsClient({ room, signal }: StepRoom) {
  const base = `${room.world.baseUrl}/_results/artifacts`;
  const headers = { authorization: `Bearer ${room.runtimeToken}` };
  const at = (name: string, query: Record<string, string> = {}): string =>
    `${base}/${encodeURIComponent(name)}?${new URLSearchParams(query)}`;

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(url, { ...init, headers, signal });
    if (answer.ok) return answer;
    throw new Error(
      `Received non-retryable error: Failed request: (${answer.status}) ${await answer.text()}`,
    );
  }

  return {
    async list(): Promise<ListedArtifact[]> {
      return listSchema.parse(await (await ask(base)).json()).artifacts;
    },
    async create(
      name: string,
      options: { content: Buffer; digest: string; days: number },
    ): Promise<ListedArtifact> {
      const { content, digest, days } = options;
      const url = at(name, { digest, 'retention-days': String(days) });
      return artifactSchema.parse(
        await (await ask(url, { method: 'PUT', body: new Uint8Array(content) })).json(),
      );
    },
    async get(name: string): Promise<Buffer> {
      return Buffer.from(await (await ask(at(name))).arrayBuffer());
    },
    async remove(name: string): Promise<void> {
      await ask(at(name), { method: 'DELETE' });
    },
  };
}
