import { type Refused, Unavailable } from '../../ports/errors.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

type Refs = Pick<GithubRepository, 'refSha' | 'createRef' | 'updateRef'>;

/** An empty repository and a reference that another write holds just now both answer 409. */
function conflict(refusal: Refused): never {
  if (/empty/i.test(refusal.message)) throw refusal;
  throw new Unavailable(refusal.message);
}

export function refs({ send, at }: Context): Refs {
  const refSha: Refs['refSha'] = async (ref) => {
    const answer = await send('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...at, ref }).catch(
      when([404, 409], () => null),
    );
    return answer !== null && answer.data.ref === `refs/${ref}` ? answer.data.object.sha : null;
  };

  return {
    refSha,

    async createRef(ref, sha) {
      try {
        await send('POST /repos/{owner}/{repo}/git/refs', { ...at, ref: `refs/${ref}`, sha });
        return 'created';
      } catch (error) {
        // 422 is also GitHub's answer to a name or SHA that it does not take.
        const refusal = when([422], (no) => no)(error);
        if ((await refSha(ref)) !== null) return 'exists';
        throw refusal;
      }
    },

    updateRef: (ref, sha, options) =>
      send('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...at, ref, sha, force: options?.force ?? false })
        .then((): 'updated' => 'updated')
        .catch(
          when([409, 422], (refusal): 'not-fast-forward' => {
            if (refusal.status === 409) return conflict(refusal);
            if (/not a fast[- ]forward/i.test(refusal.message)) return 'not-fast-forward';
            throw refusal;
          }),
        ),
  };
}
