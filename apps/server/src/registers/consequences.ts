/** What a change of a register brings with it: who may not be listed, whom it leaves out, which suspensions it opens or ends. */
import type { Day } from '@fujie/core/kernel';
import type { Change, SheetProblem } from '@fujie/core/registers';
import {
  agreements,
  blindSamples,
  buildSnapshot,
  checkRows,
  eqaOutcomes,
  eqaRounds,
  institutions,
  loopParameters,
  planImport,
  qcOrganisations,
  recognitionListEntries,
  recognitionLists,
  regions,
  suspensions,
  workdays,
} from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Notice, ParametersOn } from './admission.ts';
import { judgeAdmission } from './admission.ts';
import { futureMonths } from './future-months.ts';
import type { LoopsOn } from './loop-figures.ts';
import { unfitFigures } from './loop-figures.ts';
import type { EntriesByRegister } from './snapshots.query.ts';
import { readRegisters } from './snapshots.query.ts';
import type { KnownRows } from './territory.ts';
import { openRevision, readVersions, supersede, writeChanges } from './store.query.ts';
import type { SuspensionsToChange } from './suspend.ts';
import { SUSPENDING, suspensionsToChange } from './suspend.ts';

/** The day and the rules by which a change is judged. */
export interface Judging {
  readonly today: Day;
  readonly parametersOn: ParametersOn;
  readonly loopsOn: LoopsOn;
}

/** What one register will hold that it does not hold yet, and the versions that will hold no longer. */
export interface Proposal {
  readonly register: string;
  readonly changes: readonly Change[];
  readonly withdrawn?: { readonly key: string; readonly from: Day };
}

export interface Consequences {
  readonly problems: readonly SheetProblem[];
  readonly notices: readonly Notice[];
  readonly suspensions: SuspensionsToChange | null;
}

const NONE: Consequences = { problems: [], notices: [], suspensions: null };
const PLACES = [regions.id, agreements.id, institutions.id, qcOrganisations.id, eqaRounds.id, eqaOutcomes.id];
const LISTS = [recognitionLists.id, recognitionListEntries.id];

/** Judges a change before it is written, on the registers as they will stand. */
export async function judgeConsequences(
  tx: Queryable,
  proposal: Proposal,
  { today, parametersOn, loopsOn }: Judging,
  known: KnownRows,
): Promise<Consequences> {
  if (proposal.register === loopParameters.id)
    return { ...NONE, problems: unfitFigures(proposal.changes, loopsOn, today) };
  const ahead = futureMonths(proposal.register, proposal.changes, today);
  if (ahead !== null) return { ...NONE, problems: ahead };
  if (proposal.register === recognitionListEntries.id) {
    if (!proposal.changes.some((change) => change.kind === 'add')) return NONE;
    const entries = { ...(await readRegisters(tx, [...PLACES, ...LISTS])) };
    for (const [register, rows] of known) {
      const held = entries[register] ?? [];
      const added = [...rows].map(([key, row]) => ({
        key,
        version: 0,
        from: row['publishedOn'] as Day,
        to: null,
        row,
      }));
      entries[register] = [...held.filter((entry) => !rows.has(entry.key)), ...added];
    }
    const after = buildSnapshot(withProposal(entries, proposal), 0);
    return { ...judgeAdmission(proposal.changes, after, parametersOn), suspensions: null };
  }
  if (!SUSPENDING.includes(proposal.register)) return NONE;
  const due = await suspensionsDue(tx, { today, parametersOn }, proposal);
  return { problems: [], notices: due.notices, suspensions: due };
}

/** What becomes of the suspensions on a day, with what is proposed. */
export async function suspensionsDue(
  tx: Queryable,
  { today, parametersOn }: Pick<Judging, 'today' | 'parametersOn'>,
  proposal?: Proposal,
): Promise<SuspensionsToChange> {
  const entries = await readRegisters(tx, [...PLACES, ...LISTS, blindSamples.id, suspensions.id, workdays.id]);
  const after = proposal === undefined ? entries : withProposal(entries, proposal);
  return suspensionsToChange(after, today, parametersOn(today));
}

function withProposal(entries: EntriesByRegister, { register, changes, withdrawn }: Proposal): EntriesByRegister {
  const replaced = new Set(
    changes.filter((change) => change.kind === 'correct').map(({ key, entry }) => `${key}|${entry.from}`),
  );
  if (withdrawn !== undefined) replaced.add(`${withdrawn.key}|${withdrawn.from}`);
  const kept = (entries[register] ?? []).filter(({ key, from }) => !replaced.has(`${key}|${from}`));
  const added = changes.map(({ key, entry: { from, to, row } }) => ({ key, version: 0, from, to, row }));
  return { ...entries, [register]: [...kept, ...added] };
}

/** Writes the suspensions that a change calls for, each act a revision of its own in the same transaction. */
export async function writeSuspensions(
  tx: Queryable,
  { withdrawn, rows }: SuspensionsToChange,
  by: string,
  note: string,
): Promise<void> {
  const write = (action: 'put' | 'withdraw', entries: number): Promise<number> =>
    openRevision(tx, { register: suspensions.id, action, entries, by, note });
  if (withdrawn.length > 0) {
    const codes = withdrawn.map(({ key }) => key);
    const isWithdrawn = new Set(withdrawn.map(({ key, from }) => `${key}|${from}`));
    const stored = await readVersions(tx, suspensions.id, codes);
    const ids = stored.filter(({ key, from }) => isWithdrawn.has(`${key}|${from}`)).map(({ id }) => id);
    await supersede(tx, ids, await write('withdraw', ids.length));
  }
  if (rows.length === 0) return;
  const { entries } = checkRows(suspensions, rows);
  const stored = await readVersions(
    tx,
    suspensions.id,
    entries.map(({ row }) => String(row['code'])),
  );
  const { changes } = planImport(suspensions, entries, stored);
  await writeChanges(tx, suspensions.id, changes, await write('put', changes.length), by);
}
