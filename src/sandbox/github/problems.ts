/** One entry of GitHub's `errors` list. */
export interface ProblemDetail {
  resource: string;
  code: string;
  field?: string;
  message?: string;
}

export interface ProblemOptions {
  errors?: ProblemDetail[];
  /** In their place, where an operation lists plain sentences. */
  sentences?: string[];
  headers?: Record<string, string>;
}

/** An answer GitHub gives instead of doing what was asked: `{message, errors?, documentation_url, status}`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 422 | 429 | 500;
  readonly errors: ProblemDetail[] | undefined;
  readonly sentences: string[] | undefined;
  readonly headers: Record<string, string>;
  constructor(status: Problem['status'], message: string, options: ProblemOptions = {}) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.sentences = options.sentences;
    this.headers = options.headers ?? {};
  }

  body(): Record<string, unknown> {
    const errors = this.errors ?? this.sentences;
    return {
      message: this.message,
      ...(errors ? { errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export const notFound = (message = 'Not Found'): Problem => new Problem(404, message);
export const badCredentials = (message = 'Bad credentials'): Problem => new Problem(401, message);
export const notByIntegration = (): Problem => new Problem(403, 'Resource not accessible by integration');
export const unprocessable = (message: string): Problem => new Problem(422, message);
/** As everything about reviews is refused. */
export const unprocessableEntity = (...sentences: string[]): Problem =>
  new Problem(422, 'Unprocessable Entity', { sentences });
export const validationFailed = (...errors: ProblemDetail[]): Problem =>
  new Problem(422, 'Validation Failed', { errors });
