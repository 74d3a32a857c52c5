import { isDataFault } from './database.ts';

/**
 * One call for many: what arrives while calls are under way is put together into the next one. Alone it goes at once, so
 * that grouping costs nothing when little happens and saves round trips and commits when much does.
 */
export interface GroupLimits {
  /** Most rows of one call. */
  readonly rows?: number;
  /** Most calls under way at once. */
  readonly calls?: number;
}

/** Reads that many wait for: several at once, and none so large that a short one waits long behind it. */
export const READS: GroupLimits = { rows: 32, calls: 2 };

interface Waiting<T, R> {
  readonly row: T;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

export class Grouped<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #running = 0;
  readonly #idle: (() => void)[] = [];
  readonly #call: (rows: readonly T[]) => Promise<readonly R[]>;
  readonly #maxRows: number;
  readonly #maxCalls: number;

  /** `call` answers each row of its group, in their order, or fails for all of them; a fault of data makes it called for each alone. */
  constructor(call: (rows: readonly T[]) => Promise<readonly R[]>, limits: GroupLimits = {}) {
    this.#call = call;
    this.#maxRows = limits.rows ?? 500;
    this.#maxCalls = limits.calls ?? 1;
  }

  /** The answer to one row; rejects when its group failed. */
  add(row: T): Promise<R> {
    const answer = new Promise<R>((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
    });
    if (this.#running < this.#maxCalls) {
      this.#running += 1;
      void this.#run();
    }
    return answer;
  }

  /** Resolves when everything added so far has been answered or refused. */
  async drain(): Promise<void> {
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    // What is added in the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#maxRows);
      try {
        const answers = await this.#call(group.map((g) => g.row));
        group.forEach((g, i) => {
          g.resolve(answers[i] as R);
        });
      } catch (error) {
        // What one row holds must not be the misfortune of those that happened to come with it.
        if (group.length > 1 && isDataFault(error)) await this.#runApart(group);
        else for (const g of group) g.reject(error);
      }
    }
    this.#running -= 1;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #runApart(group: readonly Waiting<T, R>[]): Promise<void> {
    for (const { row, resolve, reject } of group) {
      try {
        const [answer] = await this.#call([row]);
        resolve(answer as R);
      } catch (error) {
        reject(error);
      }
    }
  }
}

/** Groups calls on each database by itself, so that a function keeps the form `find(db, what)`. */
export function groupedBy<D extends object, T, R>(
  call: (db: D, rows: readonly T[]) => Promise<readonly R[]>,
  limits: GroupLimits = {},
): (db: D, row: T) => Promise<R> {
  const groups = new WeakMap<D, Grouped<T, R>>();
  return (db, row) => {
    let group = groups.get(db);
    if (group === undefined) groups.set(db, (group = new Grouped((rows: readonly T[]) => call(db, rows), limits)));
    return group.add(row);
  };
}
