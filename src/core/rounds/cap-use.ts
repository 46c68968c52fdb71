/** A cap, and how much of it is used: `caps.rounds`, 3 of 5; `caps.item.tokens`; of `caps.item.cost` in US dollars. */
export interface CapUse {
  setting: string;
  used: number;
  most: number;
}
