/**
 * Whose entries an actor may write 维护范围: an institution its own; a centre or an authority what its region contains, by
 * every region, institution, organiser and list that the row names; what holds for all regions at once (items, panels,
 * mappings, the calendar) from province level on. Source: recognition decision, section 1 (owner of each registry);
 * national-2022.art.7#01 (a centre answers for its own region).
 */
import type { AnyRegister } from '@fujie/core/kernel';
import type { Scopes } from '@fujie/core/recognition';
import { createScopes } from '@fujie/core/recognition';
import type { SheetProblem } from '@fujie/core/registers';
import { agreements, cellProblem, REGISTERS } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import { mayWriteEntry } from '../platform/auth/register-writers.ts';
import type { Queryable } from '../platform/db/database.ts';
import { readVersions } from './store.query.ts';

type Row = Readonly<Record<string, unknown>>;

/** A row to be written, or the stored one that a row of the sheet would replace. */
export interface Claimed {
  readonly number: number;
  readonly row: Row;
}

/** Rows by key that the transaction will hold although the store does not yet. */
export type KnownRows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** A column and the regions in which what it names lies. */
interface Place {
  readonly column: string;
  readonly regions: readonly string[];
}

const BOUND_TO_REGION: readonly string[] = ['qc-centre', 'commission'];
const COUNTRY_OR_PROVINCE = /^(CN|\d{2})$/;
/** A city's consortium names the province whose measures hold for it: that is no claim on the province. */
const NO_CLAIM: Readonly<Record<string, readonly string[]>> = { consortium: ['province'] };
const PLACED: readonly string[] = ['region', 'institution', 'qc-organisation', 'recognition-list', 'consortium'];

/** Every row that the actor may not write, in the column that shows why. */
export async function foreignEntries(
  tx: Queryable,
  actor: Actor,
  register: AnyRegister,
  claimed: readonly Claimed[],
  known: KnownRows = new Map(),
): Promise<readonly SheetProblem[]> {
  const own = claimed
    .filter(({ row }) => !mayWriteEntry(actor, row))
    .map(({ number, row }) =>
      row['institution'] === actor.institution ? otherDepartment(register, number) : otherInstitution(register, number),
    );
  const problems = BOUND_TO_REGION.includes(actor.role)
    ? [...own, ...(await outsideRegion(tx, actor.region, register, claimed, known))]
    : own;
  const said = new Set<string>();
  return problems.filter(({ path, message }) => !said.has(path + message) && said.add(path + message));
}

async function outsideRegion(
  tx: Queryable,
  region: string | null,
  register: AnyRegister,
  claimed: readonly Claimed[],
  known: KnownRows,
): Promise<readonly SheetProblem[]> {
  const [key = 'from'] = register.key;
  if (region === null) return claimed.map(({ number }) => noRegion(register, number, key));
  if (placedColumns(register).length === 0) {
    return COUNTRY_OR_PROVINCE.test(region)
      ? []
      : claimed.map(({ number }) => onlyProvince(register, number, key, region));
  }
  const scopes = await scopesIn(tx, region);
  const places = await placesOf(
    tx,
    register,
    claimed.map(({ row }) => row),
    known,
  );
  return claimed.flatMap(({ number }, i) =>
    (places[i] ?? []).flatMap(({ column, regions }) => {
      const outside = regions.filter((place) => !scopes.contains(region, place));
      return outside.length === 0 ? [] : [otherRegion(register, number, column, outside, region)];
    }),
  );
}

/** Only who stands for an agreement needs to know its members. */
async function scopesIn(tx: Queryable, region: string): Promise<Scopes> {
  const versions = region.startsWith('AGR:') ? await readVersions(tx, agreements.id, [region]) : [];
  return createScopes(versions.map(({ key, row }) => ({ code: key, prefix: key, members: codesOf(row['members']) })));
}

function placedColumns(register: AnyRegister): readonly string[] {
  return Object.entries(register.columns)
    .filter(([id, { kind, refersTo = '' }]) => {
      if (NO_CLAIM[register.id]?.includes(id) === true) return false;
      return kind === 'scope' || PLACED.includes(refersTo);
    })
    .map(([id]) => id);
}

/** The places of each row. What names nothing that is registered has none: that is a fault of its own. */
async function placesOf(
  tx: Queryable,
  register: AnyRegister,
  rows: readonly Row[],
  known: KnownRows,
  columns: readonly string[] = placedColumns(register),
): Promise<readonly (readonly Place[])[]> {
  const places = rows.map((): Place[] => []);
  for (const column of columns) {
    const named = rows.map((row) => codesOf(row[column]));
    const target = REGISTERS.find(({ id }) => id === register.columns[column]?.refersTo);
    const regionsOf =
      target === undefined || target.id === 'region'
        ? null
        : await regionsByKey(tx, target, new Set(named.flat()), known);
    named.forEach((codes, i) => {
      const regions = regionsOf === null ? codes : codes.flatMap((code) => regionsOf.get(code) ?? []);
      places[i]?.push({ column, regions: [...new Set(regions)] });
    });
  }
  return places;
}

/** The regions of the entries of another register, as their latest versions say. */
async function regionsByKey(
  tx: Queryable,
  register: AnyRegister,
  keys: ReadonlySet<string>,
  known: KnownRows,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const stored = await readVersions(tx, register.id, [...keys]);
  const rows = new Map<string, Row>([
    ...stored.map(({ key, row }) => [key, row] as const),
    ...(known.get(register.id) ?? []),
  ]);
  const found = [...keys].filter((key) => rows.has(key));
  const columns = placedColumns(register).filter((column) => register.columns[column]?.refersTo !== register.id);
  const places = await placesOf(
    tx,
    register,
    found.map((key) => rows.get(key) ?? {}),
    known,
    columns,
  );
  return new Map(found.map((key, i) => [key, (places[i] ?? []).flatMap(({ regions }) => regions)]));
}

function codesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

function otherInstitution(register: AnyRegister, number: number): SheetProblem {
  const column = 'institution' in register.columns ? 'institution' : (register.key[0] ?? 'from');
  return cellProblem(register, number, column, {
    code: 'other-institution',
    reason: { en: 'belongs to another institution', zh: '属于其他机构' },
    remedy: { en: 'write only entries of your own institution', zh: '只能填写本机构的条目' },
  });
}

function otherDepartment(register: AnyRegister, number: number): SheetProblem {
  return cellProblem(register, number, 'department', {
    code: 'other-department',
    reason: { en: 'belongs to another department', zh: '属于其他科室' },
    remedy: { en: 'write only entries of your own department', zh: '只能填写本科室的条目' },
  });
}

function otherRegion(
  register: AnyRegister,
  number: number,
  column: string,
  outside: readonly string[],
  region: string,
): SheetProblem {
  const names = outside.join(', ');
  return cellProblem(register, number, column, {
    code: 'other-region',
    reason: {
      en: `belongs to \`${names}\`, outside your region \`${region}\``,
      zh: `属于“${names}”，不在您负责的地区“${region}”内`,
    },
    remedy: { en: 'leave it to the authority or centre of that region', zh: '请由该地区的主管部门或质控中心维护' },
  });
}

function onlyProvince(register: AnyRegister, number: number, column: string, region: string): SheetProblem {
  return cellProblem(register, number, column, {
    code: 'below-province',
    reason: {
      en: `holds for every region, and yours (\`${region}\`) is below province level`,
      zh: `适用于所有地区，而您负责的地区“${region}”在省级以下`,
    },
    remedy: { en: 'ask the province, or the administrator of the platform', zh: '请联系省级单位或平台管理员' },
  });
}

function noRegion(register: AnyRegister, number: number, column: string): SheetProblem {
  return cellProblem(register, number, column, {
    code: 'no-region',
    reason: { en: 'your account covers no region', zh: '您的账号没有负责的地区' },
    remedy: { en: 'have the administrator enter its region', zh: '请管理员为账号登记地区' },
  });
}
