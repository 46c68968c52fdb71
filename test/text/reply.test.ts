import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { Reply } from '../../src/core/reply.ts';
import { noTicketKey, placeText, unknownTicket } from '../../src/text/entering.ts';
import { replyText } from '../../src/text/reply.ts';
import { grillingWith, node } from '../core/planning-support.ts';
import { deciding, hostile, item, ownHtml, rendered, sha } from './support.ts';

const bad = hostile.join(' ');
const to = 'ada';

/** One of each kind; the compiler keeps the list whole. */
const every = (words: string): { [K in Reply['kind']]: Extract<Reply, { kind: K }> } => ({
  'not-permitted': { kind: 'not-permitted', to: words, command: 'accept', why: words, remedy: words },
  stale: { kind: 'stale', to: words, command: 'accept', current: 'd1a1' },
  'wrong-stage': { kind: 'wrong-stage', to: words, command: 'label', stage: 'planned', why: words },
  unreadable: { kind: 'unreadable', to: words, problem: words },
  'unknown-sections': { kind: 'unknown-sections', to: words, asked: [words], known: ['2'], why: words },
  'unknown-model': {
    kind: 'unknown-model',
    to: words,
    asked: words,
    agent: 'oc',
    why: words,
    known: ['openai/gpt'],
    providers: ['openai'],
  },
  recorded: { kind: 'recorded', to: words, filed: true },
  'follow-up-priority': { kind: 'follow-up-priority', to: words, title: words },
  'follow-up-filed': { kind: 'follow-up-filed', to: words, title: words, key: null, url: null },
  'demand-undecided': { kind: 'demand-undecided', to: 'ada', findings: ['F1'] },
  'not-updated': { kind: 'not-updated', to: words, why: 'conflict', base: words, paths: [words] },
  'update-refused': { kind: 'update-refused', to: words, detail: words, remedy: words },
  'follow-up-needless': {
    kind: 'follow-up-needless',
    ...{ to: words, finding: 'F1', key: 'PER-9', url: 'https://linear.app/a/issue/PER-9' },
  },
  'follow-up-refused': {
    kind: 'follow-up-refused',
    to: words,
    finding: null,
    title: words,
    detail: words,
    remedy: words,
  },
  'triage-refused': { kind: 'triage-refused', to: words, why: `${words}.` },
  absorbed: {
    kind: 'absorbed',
    to: words,
    key: words,
    title: words,
    url: 'https://linear.app/a/issue/PER-9',
  },
  'absorb-refused': { kind: 'absorb-refused', to: words, asked: words, why: { why: 'taken-in', by: words } },
  'unknown-agent': { kind: 'unknown-agent', to: words, asked: words, allowed: ['oc'] },
  'change-missing': { kind: 'change-missing', to: words },
  'changes-several': { kind: 'changes-several', to: words, ids: [words, 'b'] },
  'change-empty': { kind: 'change-empty', to: words, id: words },
  'configuration-absent': { kind: 'configuration-absent', to: words },
  'configuration-broken': { kind: 'configuration-broken', to: words, problems: [words] },
  'facts-refused': { kind: 'facts-refused', to: words, detail: words, remedy: words },
  help: { kind: 'help', to: words },
  status: { kind: 'status', to: words },
  prompt: { kind: 'prompt', to: words, assignmentId: '3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10', runUrl: null },
  blocked: { kind: 'blocked', to: words },
  'needs-decision': { kind: 'needs-decision', to: words, why: words },
  'unfinished-merge': { kind: 'unfinished-merge', to: words, open: [words] },
  'merge-answered': { kind: 'merge-answered', by: words, with: 'continue' },
  'handed-over': { kind: 'handed-over', to: words },
  'rounds-stopped': {
    ...{ kind: 'rounds-stopped', to: words, caps: [] },
    reached: [{ setting: 'caps.rounds', used: 3, most: 3 }],
  },
  'pull-opened': { kind: 'pull-opened', url: 'https://github.com/octo/links/pull/7', number: 7 },
  done: { kind: 'done', mergeSha: sha('d'), url: 'https://github.com/octo/links/pull/7' },
  rejected: { kind: 'rejected', to: words },
  cancelled: { kind: 'cancelled', by: words },
  'unknown-direction': { kind: 'unknown-direction', to: words, asked: 7, shown: 2 },
  'no-answer': { kind: 'no-answer', to: words, why: { reason: 'vague', node: 'anchors' } },
  'read-back': { kind: 'read-back', to: words, node: 'anchors', answer: words },
  decisions: { kind: 'decisions' },
  retargeted: { kind: 'retargeted', to: words, from: words, base: words, by: words },
  rewritten: {
    kind: 'rewritten',
    to: words,
    rewritten: { from: sha('a'), to: sha('b'), by: words, lost: [1, 2] },
  },
  'branch-deleted': { kind: 'branch-deleted', to: words, sha: sha('a'), by: words },
});
const replies = (words: string): Reply[] => Object.values(every(words));
const text = (reply: Reply, of = { ...item(), ...grillingWith([node('anchors'), node('labels')]) }): string =>
  replyText(reply, of);

describe('replyText', () => {
  it.each(replies('ada').map((reply) => [reply.kind, reply] as const))(
    '%s is short and ends with a sentence',
    (kind, reply) => {
      const words = text(reply);
      expect(words.length).toBeLessThan(kind === 'configuration-absent' ? 6000 : 2500);
      expect(words.trim()).toMatch(/[.!]$|```$/);
    },
  );

  it.each(replies(bad).map((reply) => [reply.kind, reply] as const))('%s defuses strangers', (_, reply) => {
    const words = text(reply);
    const shown = rendered(words);
    for (const html of shown.html) expect(html).toMatch(ownHtml);
    expect(shown.html.join('')).not.toMatch(/d1a1|throughline/);
    expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
    expect(shown.images).toBe(0);
    expect(words).not.toContain('ghp_');
  });

  it('words the refusals', () => {
    const all = every(to);
    const { item: waiting } = deciding();
    expect(
      text({
        ...all['not-permitted'],
        why: 'it needs the write role, and yours is read',
        remedy: 'ask somebody with write access',
      }),
    ).toMatchInlineSnapshot(
      `"ada: \`/accept\` was not run: it needs the write role, and yours is read. What would work: ask somebody with write access."`,
    );
    expect(text({ ...all.stale }, waiting)).toMatchInlineSnapshot(
      `"ada: \`/accept\` does not answer what is asked now, so nothing was done. Asked now: attempt 1 of delegation 1 (section 1). Waits for ada: accept, iterate or reject in the findings block."`,
    );
    expect(
      text({ ...all['wrong-stage'], command: 'accept', why: 'no review waits for a decision' }),
    ).toMatchInlineSnapshot(
      `"ada: \`/accept\` did nothing: no review waits for a decision. Valid now (planned): \`/confirm [option]\`, \`/delegate [sections | next | all | --from-ticket] [--agent NAME] [--model NAME]\`, \`/drop <sections> <why>\`, \`/follow-up [title] --priority <urgent|high|medium|low>\`, \`/update\`, \`/merged <sha>\`, \`/mode copilot|auto\`, \`/absorb <ticket>\`, \`/pause\`, \`/cancel\`, \`/prompt\`, \`/status\`, \`/help\`."`,
    );
    expect(text({ ...all.unreadable, problem: 'Did you mean `/confirm`?' })).toMatchInlineSnapshot(
      `"ada: nothing was run. Did you mean \`/confirm\`? \`/help\` lists what is valid now."`,
    );
    expect(
      text({ ...all['unknown-sections'], asked: ['9'], known: ['2', '3'], why: 'not open in tasks.md' }),
    ).toMatchInlineSnapshot(
      `"ada: section 9: not open in tasks.md. Open are sections 2-3: name one of them."`,
    );
    expect(text({ ...all['unknown-agent'], asked: 'gpt' })).toMatchInlineSnapshot(
      `"ada: the configuration allows no agent \`gpt\`. Allowed: \`oc\`. Name one of them, or add it under \`agents.allowed\` in \`.github/throughline.yml\`."`,
    );
  });

  it('words what is possible instead of an agent or model', () => {
    const all = every(to);
    const why = '`anthropic` speaks another protocol';
    expect(text({ ...all['unknown-model'], asked: 'anthropic/opus', why })).toMatchInlineSnapshot(
      `"ada: agent \`oc\` cannot be given the model \`anthropic/opus\`: \`anthropic\` speaks another protocol. The configuration names \`openai/gpt\`. Possible is any \`<provider>/<model>\` of \`openai\`."`,
    );
    expect(text({ ...all['unknown-agent'], asked: 'oc', several: ['fast', 'slow'] })).toMatchInlineSnapshot(
      `"ada: \`oc\` is short for one agent of that kind, and there are several: \`fast\`, \`slow\`. Name the one you mean."`,
    );
  });

  it('words what people have to know', () => {
    const all = every(to);
    expect(text(all['handed-over'])).toMatchInlineSnapshot(
      `
      "### Handed over: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      No reviewer is configured: every section is accepted or dropped, and **nobody has reviewed [pull request #7](https://github.com/octo/links/pull/7) as a whole**.

      **Yours now:** review it, and merge it in GitHub’s UI when you are satisfied; Throughline never merges it. [PER-206](https://linear.app/x/issue/PER-206) is Done once it is merged. To have it reviewed first, name a reviewer under \`rounds.reviewer\` in \`.github/throughline.yml\`: the next push is reviewed.

      For ada."
    `,
    );
    expect(text(all.done)).toContain('### Done: [PER-206]');
    expect(text(all.done)).toContain(`(\`${sha('d')}\`).`);
    expect(text(all.cancelled)).toMatchInlineSnapshot(
      `"Cancelled by ada. Nothing was deleted and the ticket is left to people. \`/delegate\` takes it up again."`,
    );
    expect(text(all.prompt)).toMatchInlineSnapshot(`
      "ada: the prompt is written by the run and comes back with its result.

      To read it:

      \`\`\`
      git fetch origin refs/throughline/assignments/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10 && git show FETCH_HEAD:prompt.md
      \`\`\`"
    `);
    expect(
      text(
        { ...all['unfinished-merge'], open: ['3. Autofix'] },
        item({ decision: { id: 'unfinished-merge-7', asks: 'unfinished-merge', since: '' } }),
      ),
    ).toMatchInlineSnapshot(`
      "ada: the pull request was merged while sections are open. The ticket waits until you say what becomes of them:

      - 3. Autofix

      - [ ] **Drop them** — the ticket is done with this merge <!-- box:drop-rest:unfinished-merge-7 -->
      - [ ] **Go on** — they get a second pull request <!-- box:continue:unfinished-merge-7 -->

      To drop some and go on with the rest: \`/drop <sections> <why>\`."
    `);
    expect(text(all['change-missing'])).toMatchInlineSnapshot(
      `"ada: no OpenSpec change names [PER-206](https://linear.app/x/issue/PER-206). \`/explore\` has it planned; \`/delegate --from-ticket\` has the tasks written from the ticket alone; or write the change yourself (\`openspec/changes/<id>/\`, its proposal naming PER-206), push it to \`main\`, then write \`/delegate\`."`,
    );
  });

  it('offers a configuration that is valid, by a link with the text filled in', () => {
    const words = text(every(to)['configuration-absent']);
    const url = /\]\((https:\/\/github\.com\/octo\/links\/new\/main\?[^)]+)\)/.exec(words)?.[1] ?? '';
    const query = new URL(url).searchParams;
    expect(query.get('filename')).toBe('.github/throughline.yml');
    const parsed = configurationSchema.parse(parse(query.get('value') ?? ''));
    expect(parsed.tracker.team).toBe('PER');
    expect(words).toContain('team: PER');
  });

  it('lists the problems of a broken configuration', () => {
    const words = text({
      ...every(to)['configuration-broken'],
      problems: ['`agents.defualt` is unknown: did you mean `default`?', 'x'],
    });
    expect(words).toContain('- `agents.defualt` is unknown');
    expect(words).toContain('\n- x\n');
  });
});

describe('answers where there is no item', () => {
  const asked = { by: 'command', name: 'delegate' } as const;

  it('say what to do', () => {
    expect(noTicketKey(to, asked)).toMatchInlineSnapshot(
      `"ada: this pull request names no ticket. Put the ticket's key (like \`PER-206\`) into the title or the description, then write \`/delegate\` again."`,
    );
    expect(unknownTicket(to, ['PER-999'], { by: 'label', name: 'phase:explore' })).toMatchInlineSnapshot(
      `"ada: the tracker knows no ticket \`PER-999\`. Correct the key in the title or the description, or see that Throughline's Linear key belongs to that workspace, then set the label \`phase:explore\` again. To have a new ticket filed, name none."`,
    );
    expect(placeText({ place: { state: 'none' }, team: 'PER', asked })).toMatchInlineSnapshot(
      `"No repository takes tickets of team \`PER\`. Set \`tracker.team\` to \`PER\` in \`.github/throughline.yml\` on the default branch of the repository that is meant, see that the App is installed there, then write \`/delegate\` again."`,
    );
    const several = { state: 'several', takers: ['octo/a', 'octo/b'] } as const;
    expect(
      placeText({ place: { ...several, takers: [...several.takers] }, team: 'PER', asked }),
    ).toMatchInlineSnapshot(`
      "Several repositories take tickets like this one. Reply with the line of the one that is meant:

      - \`/delegate [repo=octo/a]\`
      - \`/delegate [repo=octo/b]\`

      To be asked no more: write \`[repo=owner/name]\` into the description, or give each repository a \`tracker.label\` of its own."
    `);
  });
});
