/** Published lists 互认清单 of a demonstration region: batches, a superseded one, national, city and agreement lists. */
import type { Day } from '@fujie/core/kernel';
import { yearOf } from '@fujie/core/kernel';
import type { RecognitionListEntryRow } from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { CORE_ITEMS, itemsOf, NATIONAL_ITEMS } from './menus.ts';
import type { InstitutionPlan, World } from './world.ts';
import { roleOf } from './world.ts';

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));
const isImmunology = (item: string): boolean =>
  ['immunology', 'molecular', 'microbiology'].includes(itemByCode.get(item)?.category ?? '');

/** Items on no list anywhere: their nature forbids it. */
const UNLISTED = new Set(['XMATCH', 'CULT_BLOOD', 'GLU_POCT']);

/** Whether the province admits an institution to its list (太原 4.1; 四川 2). */
function isAdmitted(world: World, plan: InstitutionPlan): boolean {
  if (plan.kind === 'independent-laboratory') return world.jurisdiction === 'taiyuan';
  return plan.ownership === 'public' && plan.level >= 2;
}

/** Items that the second city lists for itself only, although its hospital could offer them to the province. */
export const CITY_ONLY_ITEMS: readonly string[] = ['B12', 'FOL', 'VITD'];

export interface ListedItem {
  readonly list: string;
  readonly publishedOn: Day;
  readonly plan: InstitutionPlan;
  readonly item: string;
  readonly scope: string;
}

function listDays(today: Day) {
  const year = yearOf(today);
  return {
    national: day(`${String(year - 3)}-03-01`),
    first: day(`${String(year - 3)}-06-20`),
    second: day(`${String(year - 3)}-12-15`),
    current: day(`${String(year - 1)}-06-15`),
  };
}

function listIds(world: World) {
  const p = world.prefix;
  return {
    national: `${p}-CN`,
    first: `${p}-L1`,
    second: `${p}-L2`,
    current: `${p}-L3`,
    city: `${p}-CITY`,
    agreement: `${p}-AGR`,
  };
}

/** Every entry of every list, with the day from which it is published. */
export function listedItems(world: World, today: Day): readonly ListedItem[] {
  const days = listDays(today);
  const ids = listIds(world);
  const rows: ListedItem[] = [];
  const add = (
    list: string,
    publishedOn: Day,
    plan: InstitutionPlan,
    items: readonly string[],
    scope: string,
  ): void => {
    for (const item of items) rows.push({ list, publishedOn, plan, item, scope });
  };
  for (const plan of world.institutions) {
    const role = roleOf(plan);
    const items = itemsOf(plan.menu).filter((item) => !UNLISTED.has(item) && !CITY_ONLY_ITEMS.includes(item));
    if (isAdmitted(world, plan)) {
      if (plan.level === 3) add(ids.first, days.first, plan, CORE_ITEMS, world.province);
      add(ids.second, days.second, plan, items.filter(isImmunology), world.province);
      add(
        ids.current,
        days.current,
        plan,
        items.filter((item) => !isImmunology(item)),
        world.province,
      );
    }
    if (['university', 'central', 'secondCity'].includes(role))
      add(ids.national, days.national, plan, NATIONAL_ITEMS, 'CN');
    if (role === 'secondCity') add(ids.city, days.second, plan, CITY_ONLY_ITEMS, world.secondCity);
    if (role === 'township' && world.jurisdiction === 'sichuan') {
      add(ids.city, days.second, plan, ['WBC', 'HGB', 'PLT', 'ALT', 'GLU', 'CREA'], world.city);
    }
    if (world.agreement !== null && ['university', 'central'].includes(role)) {
      add(ids.agreement, days.second, plan, ['TSH', 'FT4', 'HBA1C_NGSP', 'CEA'], world.agreement.code);
    }
  }
  return rows;
}

/** The lists with their entries. */
export function makeLists(
  world: World,
  today: Day,
): Pick<RegionRegisters, 'recognition-list' | 'recognition-list-entry'> {
  const days = listDays(today);
  const ids = listIds(world);
  const { province } = world;
  const make = (
    code: string,
    titleZh: string,
    publishedOn: Day,
    region: string,
    supersedes: readonly string[] | null,
  ) => ({
    row: { code, titleZh, documentNumber: null, publishedOn, supersedes, region },
    from: publishedOn,
    to: null,
  });
  const entries = listedItems(world, today).map(
    ({ list, publishedOn, plan, item, scope }): TypedEntry<RecognitionListEntryRow> => ({
      row: { list, institution: plan.code, item, scope },
      from: publishedOn,
      to: null,
    }),
  );
  return {
    'recognition-list': [
      make(ids.national, '全国互认项目清单（演示）', days.national, 'CN', null),
      make(ids.first, '互认项目清单第一批（演示）', days.first, province, null),
      make(ids.second, '互认项目清单第二批（演示）', days.second, province, null),
      make(ids.current, '互认项目清单（演示，现行）', days.current, province, [ids.first]),
      make(
        ids.city,
        '市级互认项目清单（演示）',
        days.second,
        world.jurisdiction === 'sichuan' ? province : world.secondCity,
        null,
      ),
      ...(world.agreement === null
        ? []
        : [make(ids.agreement, '川渝互认项目清单（演示）', days.second, world.agreement.code, null)]),
    ],
    'recognition-list-entry': entries,
  };
}
