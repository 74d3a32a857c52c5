/** Work in a thread of its own, so that nothing that is being decided waits for it. */
import { Worker } from 'node:worker_threads';

/** A job needed more memory or time than it may have. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

export interface ThreadLimits {
  readonly maxMemoryMb: number;
  readonly maxSeconds: number;
  /** How long the thread waits for the next job; 0 for one that may have grown large. */
  readonly idleSeconds: number;
}

/** A thread that runs one job at a time and is kept for the next: most of its time goes into loading what runs. */
export class KeptThread {
  readonly #script: URL;
  readonly #limits: ThreadLimits;
  #last: Promise<unknown> = Promise.resolve();
  #kept: { readonly worker: Worker; idle: NodeJS.Timeout | null } | null = null;

  /** `script` answers each message with one message. */
  constructor(script: URL, limits: ThreadLimits) {
    this.#script = script;
    this.#limits = limits;
  }

  /** What the thread answers, after the jobs before; fails with `TooMuch` or with what the job threw. A job may be given less time than others. */
  run(job: unknown, maxSeconds = this.#limits.maxSeconds): Promise<unknown> {
    const turn = this.#last.then(() => this.#run(job, Math.min(maxSeconds, this.#limits.maxSeconds)));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #run(job: unknown, maxSeconds: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker();
      const fail = (error: Error & { code?: string }): void => {
        end();
        this.#discard(worker);
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TooMuch('memory') : error);
      };
      const done = (answer: unknown): void => {
        end();
        this.#keep(worker);
        resolve(answer);
      };
      const exit = (): void => fail(new Error('the thread ended before its job'));
      const timer = setTimeout(() => fail(new TooMuch('time')), maxSeconds * 1000);
      const end = (): void => {
        clearTimeout(timer);
        worker.off('message', done).off('error', fail).off('exit', exit);
      };
      worker.on('message', done).on('error', fail).on('exit', exit);
      worker.postMessage(job);
    });
  }

  #worker(): Worker {
    if (this.#kept?.idle) clearTimeout(this.#kept.idle);
    this.#kept ??= { worker: this.#start(), idle: null };
    this.#kept.worker.ref();
    return this.#kept.worker;
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.maxMemoryMb },
    });
    // While nobody waits, its end is no failure: the next job starts another.
    const forget = (): void => {
      if (this.#kept?.worker === worker) this.#kept = null;
    };
    return worker.on('error', forget).on('exit', forget);
  }

  #keep(worker: Worker): void {
    const { idleSeconds } = this.#limits;
    if (idleSeconds === 0) {
      this.#discard(worker);
      return;
    }
    worker.unref();
    if (this.#kept !== null) this.#kept.idle = setTimeout(() => this.#discard(worker), idleSeconds * 1000).unref();
  }

  #discard(worker: Worker): void {
    if (this.#kept?.worker === worker) this.#kept = null;
    void worker.terminate();
  }
}

/** Threads of one kind, each with a job at a time: one that takes long leaves the others to whatever comes behind it. */
export class KeptThreads {
  readonly #idle: KeptThread[];
  readonly #waiting: ((thread: KeptThread) => void)[] = [];

  constructor(count: number, script: URL, limits: ThreadLimits) {
    this.#idle = Array.from({ length: count }, () => new KeptThread(script, limits));
  }

  /** What a thread answers, in the order in which jobs come; as of one thread. */
  async run(job: unknown, maxSeconds?: number): Promise<unknown> {
    // The one that was used last is still loaded.
    const thread = this.#idle.pop() ?? (await new Promise<KeptThread>((free) => this.#waiting.push(free)));
    try {
      return await thread.run(job, maxSeconds);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(thread);
      else next(thread);
    }
  }
}
