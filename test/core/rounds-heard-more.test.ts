import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { acknowledge, asked, head, other, type Told, tell, triaged, word } from './rounds/told.ts';
import { configuration } from './support.ts';

const titles = (told: Told) => told.item().findings?.map(({ title }) => title);
const ack = (why: string) =>
  ({ name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why }) as const;
describe('what another reviewer says of a head that it was heard on', () => {
  const more = head('d', { word: word(['Docs lag behind', 'Passwords are logged']) });
  const midTriage = (): Told => {
    const told = tell(other);
    told.merged(1, head('d'));
    told.is(head('d', { word: word(['Docs lag behind']) }));
    told.hears('pull-reviewed');
    return told;
  };

  it('is taken up before the hand-over, where it came while the first word was answered', () => {
    const told = midTriage();
    told.is(more);
    told.hears('pull-reviewed');
    const outcome = told.ends(triaged(acknowledge('F1')));
    expect(titles(told)).toEqual(['Docs lag behind', 'Passwords are logged']);
    expect([told.item().stage.name, told.round()?.findings, asked(outcome)]).toEqual([
      'polishing',
      ['F2'],
      ['triage'],
    ]);
    told.ends(triaged(acknowledge('F2')));
    expect([told.item().stage.name, told.item().rounds?.length]).toEqual(['handed-over', 2]);
  });

  it('begins no round where it is nothing new', () => {
    const told = midTriage();
    told.hears('pull-reviewed');
    told.ends(triaged(acknowledge('F1')));
    expect([told.item().stage.name, told.item().rounds?.length]).toEqual(['handed-over', 1]);
  });

  it('waits for the end of a pause', () => {
    const told = midTriage();
    told.is(more);
    told.says({ name: 'pause' });
    told.ends(triaged(acknowledge('F1')));
    expect(told.item().rounds).toHaveLength(1);
    told.says({ name: 'resume' });
    expect(told.round()?.findings).toEqual(['F2']);
  });

  describe('where caps.rounds is used up', () => {
    const once = configurationSchema.parse({
      ...configuration,
      rounds: { reviewer: { login: 'opencode-review[bot]', reads: 'markdown' } },
      caps: { rounds: 1 },
    });
    const stopped = (): Told => {
      const told = tell(once);
      told.merged(1, head('d', { word: word([]) }));
      expect(told.item().stage.name).toBe('handed-over');
      told.is(head('d', { word: word(['A leak']) }));
      told.hears('pull-reviewed');
      return told;
    };

    it('stops with it open, and asks nobody', () => {
      const told = stopped();
      expect(told.item().stage).toMatchObject({ name: 'blocked', cause: 'caps', caps: ['caps.rounds'] });
      expect([titles(told), told.round()?.findings]).toEqual([['A leak'], ['F1']]);
      expect(told.round()?.triages).toEqual([]);
    });

    it('goes on by the word of a person, on the record', () => {
      const told = stopped();
      expect(asked(told.says({ name: 'confirm' }))).toEqual(['triage']);
      expect(told.round()?.override).toMatchObject({ by: 'ada', caps: ['caps.rounds'] });
      told.ends(triaged(acknowledge('F1')));
      expect(told.item().stage.name).toBe('handed-over');
    });

    it('stays there when it is asked for again, until the cap is raised', () => {
      const told = stopped();
      expect(asked(told.says({ name: 'retry' }))).toEqual([]);
      expect(told.item().stage).toMatchObject({ name: 'blocked', caps: ['caps.rounds'] });
      const raised = { state: 'valid', value: { ...once, caps: { ...once.caps, rounds: 2 } } } as const;
      expect(asked(told.says({ name: 'retry' }, { configuration: raised }))).toEqual(['triage']);
    });

    it('is answered by a person without a run', () => {
      const told = stopped();
      expect(asked(told.says(ack('It is a test double.')))).toEqual([]);
      expect([told.item().stage.name, told.item().findings?.[0]?.answer?.kind]).toEqual([
        'handed-over',
        'acknowledged',
      ]);
    });
  });

  describe('where the head is documentation only', () => {
    const docs = (titles: string[] | null) =>
      head('d', titles === null ? {} : { word: word(titles) }, { changed: ['README.md'] });

    it.each([
      ['already', docs(['README pipes a stranger into sh'])],
      ['later', docs(null)],
    ])('is answered, said %s', (_, first) => {
      const told = tell(other);
      told.merged(1, first);
      told.is(docs(['README pipes a stranger into sh']));
      told.hears('pull-reviewed');
      expect([told.item().stage.name, titles(told)]).toEqual([
        'polishing',
        ['README pipes a stranger into sh'],
      ]);
      expect(told.item().rounds?.map(({ state }) => state.name)).toEqual(['skipped', 'triaging']);
    });

    it.each([
      ['nothing', null],
      ['that there is nothing', []],
    ])('is waited for by nobody: %s', (_, said) => {
      const told = tell(other);
      told.merged(1, docs(said));
      told.hears('pull-reviewed');
      expect([told.item().stage.name, told.item().rounds?.length]).toEqual(['handed-over', 1]);
    });
  });
});
