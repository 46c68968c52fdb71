import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { createRef, deleteRef, type RefWriter, updateRef } from '../domain/refs.ts';
import { objectType } from '../git/objects.ts';
import { listRefs, refSha } from '../git/refs.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, onRepository, param } from '../http/call.ts';
import { notFound } from '../problems.ts';
import { refShape } from '../shapes/git.ts';

const newRef = z.object({ ref: z.string(), sha: z.string() });
const movedRef = z.object({ sha: z.string(), force: z.boolean().optional() });

async function refAnswer({ world, repository }: Call, name: string) {
  const sha = await refSha(repository.gitDir, name);
  if (sha === null) throw notFound();
  const type = (await objectType(repository.gitDir, sha)) ?? 'commit';
  return refShape(world, repository, { name, type, sha });
}

const writer = (call: Call): RefWriter => ({ principal: call.principal, actor: call.actor() });
const refParam = (call: Call): string => `refs/${param(call.c, 'ref')}`;

export function gitRefRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('contents');
  const write = needWrite('write', 'contents');
  const base = '/repos/:owner/:repo/git';

  hono.get(
    `${base}/ref/:ref{.+}`,
    onRepository(api, read, async (call) => call.c.json(await refAnswer(call, refParam(call)))),
  );
  hono.get(
    `${base}/matching-refs/:ref{.+}`,
    onRepository(api, read, async (call) => {
      const names = [...(await listRefs(call.repository.gitDir)).keys()].filter((name) =>
        name.startsWith(refParam(call)),
      );
      return call.c.json(await Promise.all(names.map((name) => refAnswer(call, name))));
    }),
  );
  hono.post(
    `${base}/refs`,
    onRepository(api, write, async (call) => {
      const { ref, sha } = await readBody(call.c, newRef);
      await createRef(world, call.repository, { ref, sha, by: writer(call) });
      return call.c.json(await refAnswer(call, ref), 201);
    }),
  );
  hono.patch(
    `${base}/refs/:ref{.+}`,
    onRepository(api, write, async (call) => {
      const { sha, force } = await readBody(call.c, movedRef);
      await updateRef(world, call.repository, {
        ref: refParam(call),
        sha,
        force: force ?? false,
        by: writer(call),
      });
      return call.c.json(await refAnswer(call, refParam(call)));
    }),
  );
  hono.delete(
    `${base}/refs/:ref{.+}`,
    onRepository(api, write, async (call) => {
      await deleteRef(world, call.repository, { ref: refParam(call), by: writer(call) });
      return call.c.body(null, 204);
    }),
  );
}
