import type { OneShot, OneShotKind } from '../../core/effect.ts';
import type { EffectResult, Event } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import type { World } from '../world.ts';

export interface Performing<K extends OneShotKind = OneShotKind> {
  world: World;
  item: Item;
  effect: Extract<OneShot, { kind: K }>;
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
