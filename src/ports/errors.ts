/** The outside system said no and will say no again (most 4xx). `remedy` is for a person. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly remedy: string;
  constructor(message: string, options: { status: number; remedy: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.status = options.status;
    this.remedy = options.remedy;
  }
}

/** A limit was hit; nothing may be sent before `until`. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly until: Date;
  constructor(message: string, options: { until: Date; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.until = options.until;
  }
}

/** Timeout, connection failure or 5xx: worth another try; the request may or may not have taken effect. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
