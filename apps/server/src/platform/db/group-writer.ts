/**
 * Group commit: what arrives while a write is under way is written together by the next one. Whoever adds a row may wait
 * until it is durable.
 */
export class GroupWriter<T> {
  #waiting: { row: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #running: Promise<void> | undefined;
  readonly #write: (rows: readonly T[]) => Promise<void>;
  readonly #maxRows: number;

  constructor(write: (rows: readonly T[]) => Promise<void>, maxRows = 500) {
    this.#write = write;
    this.#maxRows = maxRows;
  }

  /** Resolves when the row is durable; rejects when its group could not be written. */
  add(row: T): Promise<void> {
    const durable = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
    });
    this.#running ??= this.#run();
    return durable;
  }

  /** Resolves when everything added so far has been written or refused. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#maxRows);
      try {
        await this.#write(group.map((g) => g.row));
        for (const g of group) g.resolve();
      } catch (error) {
        for (const g of group) g.reject(error);
      }
    }
    this.#running = undefined;
  }
}
