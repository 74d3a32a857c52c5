/** What a change of registers would do to the marks 试算: gained and lost on a day, before anything is published. */
import type { Day } from '../kernel/day.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { listedScopes, markInputFor } from './facts.ts';
import { deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { scopesOf } from './scope-facts.ts';

export interface MarkChange {
  readonly institution: string;
  readonly item: string;
  readonly scope: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Why there is no mark afterwards; empty when there is one. */
  readonly reasons: readonly string[];
}

/** Marks that differ between two states of the registers on one day, in the order of institution, item and scope. */
export function compareMarks(
  before: RegisterSnapshot,
  after: RegisterSnapshot,
  day: Day,
  parameters: RecognitionParameters,
): readonly MarkChange[] {
  const changes: MarkChange[] = [];
  for (const pair of listedPairs(before, after)) {
    const [institution = '', item = ''] = pair.split('|');
    const scopes = new Set([...listedScopes(before, institution, item), ...listedScopes(after, institution, item)]);
    for (const scope of [...scopes].sort()) {
      const was = verdict(before, institution, item, scope, day, parameters);
      const is = verdict(after, institution, item, scope, day, parameters);
      if (was.mark !== is.mark)
        changes.push({ institution, item, scope, before: was.mark, after: is.mark, reasons: is.reasons });
    }
  }
  return changes;
}

function listedPairs(...snapshots: readonly RegisterSnapshot[]): readonly string[] {
  const pairs = new Set<string>();
  for (const snapshot of snapshots) {
    for (const { row } of snapshot.all(registers.recognitionListEntries)) pairs.add(`${row.institution}|${row.item}`);
  }
  return [...pairs].sort();
}

function verdict(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  scope: string,
  day: Day,
  parameters: RecognitionParameters,
): ReturnType<typeof deriveMark> {
  return deriveMark(markInputFor(snapshot, institution, item, scope, day), parameters, scopesOf(snapshot, day));
}
