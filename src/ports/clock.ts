/** Time as a dependency, so that decisions and tests do not depend on the machine's. */
export interface Clock {
  now(): Date;
}
