/** What is read of a database, for tests that bound it. */
import type { Database, Queryable } from '../src/platform/db/database.ts';

/** A database that counts the rows that it gives. */
export function counting(db: Database): { readonly db: Database; readonly rows: () => number } {
  let rows = 0;
  const counted = (tx: Queryable): Queryable => ({
    prepared: (name, text, values) => tx.prepared(name, text, values),
    query: async <T extends object>(statement: Parameters<Queryable['query']>[0]) => {
      const found = await tx.query<T>(statement);
      rows += found.length;
      return found;
    },
  });
  const tx = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => db.tx((inner) => work(counted(inner)));
  return { db: { ...db, ...counted(db), tx }, rows: () => rows };
}
