import { describe, expect, it } from 'vitest';
import { delegate } from '../../src/commands/delegate.ts';

const fromTicket = { name: 'delegate', groups: 'next', agent: null, model: null, fromTicket: true };

describe('/delegate --from-ticket', () => {
  it.each(['--from-ticket', '–from-ticket', '--from-ticket --from-ticket'])('is read from `%s`', (args) => {
    expect(delegate.parse(args)).toEqual({ ok: fromTicket });
  });

  it.each(['--from-ticket --agent cc', '--agent cc --from-ticket'])('goes with an agent: `%s`', (args) => {
    expect(delegate.parse(args)).toEqual({ ok: { ...fromTicket, agent: 'cc' } });
  });

  it.each([
    ['2 --from-ticket', 'there are no sections to name yet'],
    ['--from-ticket all', 'there are no sections to name yet'],
    ['--from-ticket mind the symlinks', 'belongs into the ticket'],
    ['--from-ticket=yes', '`--from-ticket` takes no value'],
    ['--from-tiket', 'Did you mean `--from-ticket`?'],
  ])('refuses `%s`', (args, why) => {
    expect(delegate.parse(args)).toEqual({ problem: expect.stringContaining(why) });
  });

  it('is not there where nobody asked for it', () => {
    expect(delegate.parse('')).toEqual({
      ok: { name: 'delegate', groups: 'next', agent: null, model: null },
    });
  });
});
