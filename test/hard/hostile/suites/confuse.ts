import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurationText } from '../../../journeys/project.ts';
import { begin, commentsOn, type Journey, startJourney, tickBox, wait } from '../../../journeys/support.ts';
import { type Confusing, confusing, judging, tricks } from '../cases/confuse.ts';
import { twoAtATime } from '../support/two-at-a-time.ts';
import type { Suite } from './suite.ts';

/** An agent that does as it is told by the orders of its change. */
const agentCommand = (control: string): string => `
change=$(sed -n 's|.*openspec/changes/\\([a-z-]*\\)/tasks.md.*|\\1|p' "$PROMPT_FILE" | head -n 1)
for name in "$change" judging tricks; do
  node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then((text) => process.stdout.write(text))' '${control}'"/$name" >"$TMPDIR/$name"
done
KEY=$(grep -o 'PER-[0-9]*' "$PROMPT_FILE" | head -n 1)
[ "$ACCESS" = read ] && order=judging || order=$change
. "$TMPDIR/$order"`;

const configuration = (control: string): string =>
  configurationText(control, {
    agents: {
      default: 'hostile',
      allowed: { hostile: { kind: 'command', command: agentCommand(control) } },
    },
    runner: { labels: ['self-hosted'], isolation: 'required' },
  });

interface Told {
  pull: number;
  stage: string;
  /** Bodies of the App's comments on the pull request. */
  bodies: string[];
}

/** Text as Markdown reads it: what stands in code is code, what a backslash stands before is a letter. */
const withoutCode = (body: string): string =>
  body
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1$/gm, '')
    .replace(/(?<!\\)(`+)[^\n]*?\1/g, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '');

/** What an agent's words may never become in a comment of ours. */
const alive: [string, RegExp][] = [
  ['a mention', /(?<![\w`])@(?:grace|acme)/],
  ['a closing word', /\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?):?\s+(?:\S*#777|PER-777|https:\/\/linear)/i],
  ['a mark of ours', /<!--[^>]*HOSTILE/],
  ['a box', /^\s*- \[[ x]\][^\n]*HOSTILE/m],
  ['a picture', /!\[[^\]]*\]\([^)]*HOSTILE|<img/],
  ['a tag', /<\/?(?:script|td|table)\b/],
  // Bidirectional marks; of control characters only the ends of lines and tabs are left.
  ['hidden characters', /[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/u],
];
const aliveIn = (body: string): string[] => {
  const text = withoutCode(body);
  return alive.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
};
/** Marks are looked for by text, code or not. */
const marksIn = (body: string): string[] => body.match(/<!--[^>]*-->/g) ?? [];

export const confuses: Suite = ({ tally }) => {
  describe('an agent that means the App', () => {
    let journey: Journey;
    const all = new Map<Confusing, Told>();
    const play = async (one: Confusing): Promise<void> => {
      journey.order(one.change, one.script);
      const pull = await begin(journey, one.change, '1');
      const status = await journey.ticket(one.change).shows(/Stage: \*\*(?:deciding|blocked)\*\*/);
      // the status is written before the findings block
      const bodies = await wait(journey.local, `all that is to be said of ${one.change}`, () => {
        const said = commentsOn(journey.local, pull).map(({ body }) => body);
        return one.cases.every(([, says]) => says.test(said.join('\n'))) ? said : null;
      });
      all.set(one, { pull, stage: /Stage: \*\*(\w+)\*\*/.exec(status)?.[1] ?? '', bodies });
    };
    beforeAll(async () => {
      journey = await startJourney({
        tickets: [...confusing.map(({ change }) => change), 'at-last'],
        configuration,
      });
      journey.order('tricks', tricks);
      journey.order('judging', judging);
      await twoAtATime(confusing, play);
    }, 600_000);
    afterAll(() => journey?.stop());

    it.each(confusing)('$change', (one) => {
      const told = all.get(one);
      const text = told?.bodies.join('\n') ?? '';
      tally.add('confuse the App', { cases: one.cases.length, agent: one.cases.length });
      expect(told?.stage).toBe(one.ends);
      for (const [name, says] of one.cases) expect(text, name).toMatch(says);
      const posted = [...(told?.bodies ?? []), ...journey.ticket(one.change).told()];
      expect(posted.flatMap(aliveIn)).toEqual([]);
      for (const mark of posted.flatMap(marksIn)) expect(mark).not.toContain('HOSTILE');
    });

    it('ran none of their names, closed nothing and ticked nothing', async () => {
      const { github, folder, repository } = journey.local;
      const found = await execa('find', [
        folder,
        '-name',
        'worktree',
        '-prune',
        '-o',
        '-name',
        'HOSTILE',
        '-print',
      ]);
      expect(found.stdout).toBe('');
      expect(existsSync(join(process.cwd(), 'HOSTILE'))).toBe(false);
      const threads = github.threads(repository);
      expect(threads.map(({ state }) => state)).toEqual(threads.map(() => 'open'));
      const ticked = threads.flatMap(({ number }) =>
        commentsOn(journey.local, number).filter(({ body }) => /^[\s>]*[-*+] \[x\]/m.test(withoutCode(body))),
      );
      expect(ticked).toEqual([]);
    });

    it('leaves an App that carries the next ticket through', async () => {
      expect(journey.local.app().child.process.exitCode).toBeNull();
      journey.order('at-last', "node scripts/agent.mjs 'http://127.0.0.1:1'");
      const pull = await begin(journey, 'at-last', '1');
      await tickBox(journey.local, { number: pull, command: 'accept' });
      expect(await journey.ticket('at-last').shows('confirm the scope')).toContain('accepted');
    });
  });
};
