/**
 * Puts on record what may come in floods 合并登记: the first at once, what is like it within the hour as one entry with its count.
 * So whoever makes noise fills no audit, and nothing goes uncounted.
 */
import type { Deps } from '../deps.ts';
import type { AuditEntry } from './audit.query.ts';

const EVERY_MS = 3_600_000;
/** Kinds that are counted apart at a time; of more, the counts so far are put on record early. */
const MOST_KINDS = 10_000;

interface Tally {
  /** Puts an entry on record, or counts it with those of its kind. */
  note(kind: string, entry: AuditEntry): Promise<void>;
  /** Puts on record what was only counted so far. */
  close(): Promise<void>;
}

interface Counted {
  readonly timer: NodeJS.Timeout;
  last: AuditEntry;
  count: number;
}

export function createTally({ audit, log }: Pick<Deps, 'audit' | 'log'>): Tally {
  const kinds = new Map<string, Counted>();
  const tell = async (kind: string): Promise<void> => {
    const known = kinds.get(kind);
    if (known === undefined) return;
    clearTimeout(known.timer);
    kinds.delete(kind);
    const { last, count } = known;
    if (count > 0) await audit.record({ ...last, detail: { ...last.detail, count } });
  };
  const close = async (): Promise<void> => {
    await Promise.all([...kinds.keys()].map(tell));
  };
  return {
    async note(kind, entry) {
      const known = kinds.get(kind);
      if (known !== undefined) {
        known.last = entry;
        known.count += 1;
        return;
      }
      if (kinds.size >= MOST_KINDS) await close();
      const late = (): void => {
        tell(kind).catch((error: unknown) => {
          log.error({ err: error, kind }, 'what was counted could not be put on record');
        });
      };
      kinds.set(kind, { timer: setTimeout(late, EVERY_MS).unref(), last: entry, count: 0 });
      await audit.record(entry);
    },
    close,
  };
}
