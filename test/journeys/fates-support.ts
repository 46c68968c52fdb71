import { begin, type Journey, type TicketView, tickBox, wait } from './support.ts';

/** All that is asked for is accepted; the merge is left. */
export const handedOver = async (
  journey: Journey,
  change: string,
): Promise<{ pull: number; ticket: TicketView }> => {
  const ticket = journey.ticket(change);
  const pull = await begin(journey, change, '1-3');
  await tickBox(journey.local, { number: pull, command: 'accept', decision: 'd1a1' });
  await ticket.shows('handed over');
  return { pull, ticket };
};

export const lastWord = ({ local }: Journey, ticket: TicketView): Promise<string> =>
  wait(local, 'the last word on the ticket', () => ticket.told().find((said) => said.startsWith('### Done')));
