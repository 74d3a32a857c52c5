/** What Ctrl-C does: the first stops everything in order, a second one, a moment later, ends at once. */

interface Shutdown {
  readonly stopAll: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly say: (text: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** A terminal, npm and a script above may tell the same Ctrl-C, within this time. */
const SAME_SIGNAL_WITHIN_MS = 1000;
const EXIT_BY_INTERRUPT = 130;

/** Stops for a signal, or for another reason with a code of its own; what it returns is settled when everything has stopped. */
export function createShutdown({
  stopAll,
  exit,
  say,
  now,
}: Shutdown): (signal: string, code?: number) => Promise<void> {
  let begun: number | undefined;
  return async (signal, code = 0) => {
    if (begun !== undefined) {
      if (now() - begun < SAME_SIGNAL_WITHIN_MS) return;
      say(`${signal}: ending at once; the next start recovers the database (立即结束，下次启动时数据库自行恢复).`);
      exit(EXIT_BY_INTERRUPT);
      return;
    }
    begun = now();
    say(`\n${signal}: stopping; Ctrl-C again ends at once (正在停止，再按 Ctrl-C 立即结束) …`);
    try {
      await stopAll();
      say('Stopped (已停止).');
      exit(code);
    } catch (error) {
      say(`Stopped with a fault (停止时出错): ${error instanceof Error ? error.message : String(error)}`);
      exit(1);
    }
  };
}

/** What was started, as what stops it. */
export type Parts = (() => Promise<void> | void)[];

/** Stops what was started, in the opposite order; what does not stop keeps no other part from stopping. */
export async function stopParts(parts: Parts): Promise<void> {
  const faults: unknown[] = [];
  for (const stop of parts.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}
