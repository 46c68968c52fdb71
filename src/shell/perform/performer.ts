import type { OneShot, OneShotKind } from '../../core/effect.ts';
import type { EffectResult, Event } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import type { World } from '../world.ts';

/** For a write that must not be repeated, because nothing on the other side would stop the second. */
export interface Once {
  /** An earlier try may have sent it: it can only be looked for. */
  maybeSent: boolean;
  /** Notes durably that it is about to be sent. False: somebody else did meanwhile, and nothing may be sent. */
  begin(): Promise<boolean>;
  /** The other side refused it for now, so that a later try may send it. */
  notSent(): void;
}

export interface Performing<K extends OneShotKind = OneShotKind> {
  world: World;
  item: Item;
  effect: Extract<OneShot, { kind: K }>;
  once: Once;
}

/** Carries out one one-shot, looking for its mark first; what it returns comes back as events. */
export type Performer<K extends OneShotKind> = (performing: Performing<K>) => Promise<EffectResult[]>;

/** Effect results as events: Throughline's own, at the time of what caused them. */
export const resultEvent = (options: { result: EffectResult; key: string; at: string }): Event => ({
  ...options.result,
  key: options.key,
  at: options.at,
  actor: { surface: 'throughline', id: 'throughline', login: 'throughline' },
});
