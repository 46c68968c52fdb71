/** Sizes of one statement: PGlite runs on the event loop, so a longer one would stall everything else. */
interface GroupLimits {
  rows: number;
  bytes: number;
}

interface Waiting<Row, Answer> {
  row: Row;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface GroupedInsertOptions<Row, Answer> {
  limits: GroupLimits;
  bytes: (row: Row) => number;
  /** One statement; answers in the order of the rows, once they are committed. */
  insert: (rows: Row[]) => Promise<Answer[]>;
  /** Would the rows fare better one by one? Not when the database is away. */
  worthSplitting: (error: unknown) => boolean;
}

/**
 * Callers at the same time share one statement: while one is under way the next group gathers, so a group
 * is as large as the load and a single caller waits for nobody. A row that cannot be stored fails alone.
 */
export class GroupedInsert<Row, Answer> {
  readonly #options: GroupedInsertOptions<Row, Answer>;
  #waiting: Waiting<Row, Answer>[] = [];
  #running = false;

  constructor(options: GroupedInsertOptions<Row, Answer>) {
    this.#options = options;
  }

  add(row: Row): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) await this.#insert(this.#nextGroup());
    this.#running = false;
  }

  /** At least one row, however large it is. */
  #nextGroup(): Waiting<Row, Answer>[] {
    const { limits, bytes } = this.#options;
    let size = 0;
    let count = 0;
    for (const { row } of this.#waiting) {
      size += bytes(row);
      if (count > 0 && (count >= limits.rows || size > limits.bytes)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #insert(group: Waiting<Row, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.insert(group.map(({ row }) => row));
      group.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('An inserted row got no answer.'));
        else resolve(answer);
      });
    } catch (error) {
      if (group.length > 1 && this.#options.worthSplitting(error)) {
        for (const one of group) await this.#insert([one]);
      } else {
        for (const { reject } of group) reject(error);
      }
    }
  }
}
