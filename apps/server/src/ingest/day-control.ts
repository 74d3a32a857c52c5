/**
 * Reported lines without control of the day 当日质控缺失 (henan-2025.lab.7#06). What stands in no line's way is remembered for a minute, so that
 * the reports of a morning ask the database once for each system; where control is missing it is asked each time, until it is there.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, groupBy } from '@fujie/core/kernel';
import type { ControlOnRecord } from '@fujie/core/laboratory';
import {
  comparedAsOf,
  comparedSince,
  controlPeriod,
  lacksControl,
  levelsNeeded,
  systemsOfLine,
  withoutSystem,
} from '@fujie/core/laboratory';
import { resolveJurisdiction } from '@fujie/packs';

import { findComparisons } from '../platform/control/compared.query.ts';
import type { Deps } from '../platform/deps.ts';
import type { AskedSystem } from './day-control.query.ts';
import { findControl } from './day-control.query.ts';
import { Lru } from './lru.ts';
import type { PreparedResult } from './prepared.ts';
import { voidOf } from './prepared.ts';
import { OUT_OF_CONTROL } from './rows.ts';

/** The system that measured it lacks the control of the day. */
export const WITHOUT_CONTROL = 'iqc-missing';

/** No test system is registered for its item, and no comparison covers it. */
export const WITHOUT_SYSTEM = 'iqc-no-system';

const REMEMBERED = 50_000;
const REMEMBERED_MS = 60_000;

interface AskedLine {
  readonly row: PreparedResult;
  /** Its systems, by what is asked of them. */
  readonly keys: readonly string[];
}

interface Asking {
  readonly now: Instant;
  readonly controlByHour: number;
  readonly asked: Map<string, AskedSystem>;
}

export class DayControls {
  readonly #deps: Pick<Deps, 'db' | 'registers' | 'clock' | 'config'>;
  /** When systems had their first control, as it was found; null: never. */
  readonly #begun = new Lru<string, { readonly first: Instant | null; readonly at: Instant }>(REMEMBERED);
  /** When systems were found in control of a period. */
  readonly #controlled = new Lru<string, Instant>(REMEMBERED);
  /** When items without a system were found to be covered by a comparison. */
  readonly #compared = new Lru<string, Instant>(REMEMBERED);

  constructor(deps: Pick<Deps, 'db' | 'registers' | 'clock' | 'config'>) {
    this.#deps = deps;
  }

  /** The rows, with a remark on each that lacks the control of the day of its release, or any control at all. */
  async remarked(institution: string, rows: readonly PreparedResult[]): Promise<readonly PreparedResult[]> {
    return this.#withoutSystem(institution, await this.#withoutControl(institution, rows));
  }

  /** Lines of items for which no system is registered, while others of the institution are, and that no comparison covers. */
  async #withoutSystem(institution: string, rows: readonly PreparedResult[]): Promise<readonly PreparedResult[]> {
    const now = this.#deps.clock.now();
    const snapshot = this.#deps.registers.current();
    const reported = rows.filter(({ status }) => voidOf(status) === null);
    const bare = new Set<PreparedResult>();
    for (const [on, own] of groupBy(reported, (row) => dayOf(releasedAt(row, now)))) {
      const day = on as Day;
      const named = new Set(own.flatMap(({ item }) => item ?? []));
      const items = withoutSystem(snapshot, { institution, items: [...named] }, day);
      if (items.length === 0) continue;
      const compared = await this.#comparedOf(institution, items, day);
      for (const row of own)
        if (row.item !== null && items.includes(row.item) && !compared.has(row.item)) bare.add(row);
    }
    if (bare.size === 0) return rows;
    return rows.map((row) => (bare.has(row) ? { ...row, warnings: [...row.warnings, WITHOUT_SYSTEM] } : row));
  }

  async #comparedOf(institution: string, items: readonly string[], day: Day): Promise<ReadonlySet<string>> {
    const now = this.#deps.clock.now();
    const keyOf = (item: string): string => `${institution}|${item}|${day}`;
    const open = items.filter((item) => !isFresh(this.#compared.get(keyOf(item)), now));
    const covered = new Set(items.filter((item) => !open.includes(item)));
    if (open.length === 0) return covered;
    const made = await findComparisons(this.#deps.db, {
      ...{ institutions: [institution], from: comparedSince(day), to: day },
    });
    const snapshot = this.#deps.registers.current();
    for (const item of open)
      if (comparedAsOf(snapshot, { institution, last: day }, item, made) !== null) {
        this.#compared.set(keyOf(item), now);
        covered.add(item);
      }
    return covered;
  }

  async #withoutControl(institution: string, rows: readonly PreparedResult[]): Promise<readonly PreparedResult[]> {
    const asked = new Map<string, AskedSystem>();
    const now = this.#deps.clock.now();
    const { controlByHour } = resolveJurisdiction(this.#deps.config.jurisdiction, dayOf(now)).parameters;
    const lines = rows.flatMap((row) => this.#linesOf(institution, row, { now, controlByHour, asked }));
    if (lines.length === 0) return rows;
    const found = await this.#find(institution, asked);
    const lacking = new Set(
      lines.flatMap(({ row, keys }) => (lacksControl(keys.flatMap((key) => found.get(key) ?? [])) ? row : [])),
    );
    if (lacking.size === 0) return rows;
    return rows.map((row) => (lacking.has(row) ? { ...row, warnings: [...row.warnings, WITHOUT_CONTROL] } : row));
  }

  #linesOf(institution: string, row: PreparedResult, { now, controlByHour, asked }: Asking): readonly AskedLine[] {
    const { item, device, status } = row;
    // What a rejected run holds back lacks no control.
    if (item === null || voidOf(status) !== null || row.warnings.includes(OUT_OF_CONTROL)) return [];
    const released = releasedAt(row, now);
    const line = { institution, item, device };
    const systems = systemsOfLine(this.#deps.registers.current(), line, dayOf(released));
    if (systems.length === 0) return [];
    const period = controlPeriod(released, controlByHour);
    const keys = systems.map((system) => {
      const key = `${institution}|${system.code}|${String(period.from)}|${String(period.to)}`;
      asked.set(key, { system: system.code, levels: levelsNeeded(system), ...period });
      return key;
    });
    return [{ row, keys }];
  }

  async #find(
    institution: string,
    asked: ReadonlyMap<string, AskedSystem>,
  ): Promise<ReadonlyMap<string, ControlOnRecord>> {
    const now = this.#deps.clock.now();
    const found = new Map<string, ControlOnRecord>();
    const open: [key: string, AskedSystem][] = [];
    for (const [key, system] of asked) {
      const begun = this.#begun.get(`${institution}|${system.system}`);
      if (begun !== undefined && isFresh(begun.at, now) && !hasBegun(begun.first, system))
        found.set(key, { hasBegun: false, isControlled: false });
      else if (isFresh(this.#controlled.get(key), now)) found.set(key, { hasBegun: true, isControlled: true });
      else open.push([key, system]);
    }
    if (open.length === 0) return found;
    const systems = open.map(([, system]) => system);
    const rows = await findControl(this.#deps.db, institution, systems);
    for (const [place, [key, system]] of open.entries()) {
      const { first = null, isControlled = false } = rows[place] ?? {};
      found.set(key, { hasBegun: hasBegun(first, system), isControlled });
      this.#begun.set(`${institution}|${system.system}`, { first, at: now });
      if (isControlled) this.#controlled.set(key, now);
    }
    return found;
  }
}

const isFresh = (at: Instant | undefined, now: Instant): boolean =>
  at !== undefined && Math.abs(now - at) < REMEMBERED_MS;

const releasedAt = ({ reportedAt }: PreparedResult, now: Instant): Instant =>
  Math.min(reportedAt ?? now, now) as Instant;

const hasBegun = (first: Instant | null, { to }: AskedSystem): boolean => first !== null && first < to;
