/** What the laboratories of a demonstration region work with 实验室资源: authorised staff, lots of reagents, licences, reported counts. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { runItems } from '@fujie/core/laboratory';
import type {
  InstrumentRow,
  LaboratoryCountRow,
  LicensedSubjectRow,
  LotRecallRow,
  PractitionerRow,
  ReagentLotRow,
  ReagentUseRow,
  StaffAuthorisationRow,
} from '@fujie/core/registers';
import { ITEM_GROUPS } from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { completeMonths } from './calendar.ts';
import { CONTROLLED_SYSTEMS } from './controlled-systems.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since, snapshotOf } from './entries.ts';
import type { Random } from './random.ts';
import { WORLD_START } from './region-places.ts';
import type { InstitutionPlan, InstitutionRole, World } from './world.ts';
import { roleOf } from './world.ts';

type Resources = Pick<
  RegionRegisters,
  'staff-authorisation' | 'reagent-lot' | 'reagent-use' | 'lot-recall' | 'licensed-subject' | 'laboratory-count'
>;

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

export function makeResources(
  world: World,
  random: Random,
  today: Day,
  known: Pick<RegionRegisters, 'instrument' | 'practitioner' | 'item'>,
): Resources {
  return {
    'staff-authorisation': since(WORLD_START, staffOf(world, today, known)),
    ...reagentsOf(world, today),
    'lot-recall': since(addDays(today, -NOTICED_BEFORE_DAYS), recallsOf(world, today)),
    'licensed-subject': since(WORLD_START, licencesOf(world, today, known)),
    'laboratory-count': countsOf(world, random, today),
  };
}

/** Of the technicians of a city hospital one has training that ends soon, and one an authorisation that has ended; who is alone tested on for days after it had. */
function staffOf(
  world: World,
  today: Day,
  { instrument, practitioner }: Pick<RegionRegisters, 'instrument' | 'practitioner'>,
): StaffAuthorisationRow[] {
  return world.institutions.flatMap((plan) => {
    const groups = groupsOf(instrument, plan);
    return technicians(practitioner, plan).flatMap(({ code, institution }, person) =>
      groups.map((group, place): StaffAuthorisationRow => {
        const trainedOn = addDays(today, -330 + 7 * person);
        const isEnded = person === 2 && place === 0;
        const isForgotten = roleOf(plan) === 'district' && group === 'haematology';
        const authorisedOn = addDays(trainedOn, 5);
        return {
          ...{ institution, practitioner: code, group, work: person === 1 ? 'test' : 'both' },
          ...{ qualification: `检验技师（演示）${code}`, qualifiedUntil: null, trainedOn },
          trainingUntil: addDays(today, person === 1 ? 6 : 240 + 10 * place),
          ...{
            authorisedOn,
            authorisedUntil: isEnded || isForgotten ? addDays(today, -4) : addDays(authorisedOn, 730),
          },
          authorisedBy: '检验科主任',
        };
      }),
    );
  });
}

function technicians(rows: RegionRegisters['practitioner'], plan: InstitutionPlan): readonly PractitionerRow[] {
  return rows.flatMap(({ row }) => (row.institution === plan.code && row.role === 'technician' ? [row] : []));
}

function groupsOf(rows: readonly TypedEntry<InstrumentRow>[], plan: InstitutionPlan): StaffAuthorisationRow['group'][] {
  const items = rows.flatMap(({ row }) => (row.institution === plan.code ? row.items : []));
  const categories = new Set<string>(items.map((code) => itemByCode.get(code)?.category ?? ''));
  return ITEM_GROUPS.filter((group) => categories.has(group));
}

const CHANGED_BEFORE_DAYS = 18;
const LOTS = ['2601', '2602'] as const;

/** Reagent and calibrator of each system with a chart; the lots changed some weeks ago, one is used beyond its day of expiry. */
function reagentsOf(world: World, today: Day): Pick<Resources, 'reagent-lot' | 'reagent-use'> {
  const lots = new Map<string, TypedEntry<ReagentLotRow>>();
  const uses: TypedEntry<ReagentUseRow>[] = [];
  const changed = addDays(today, -CHANGED_BEFORE_DAYS);
  for (const { role, instrument, item } of CONTROLLED_SYSTEMS) {
    const institution = world.code(role);
    const name = itemByCode.get(item)?.nameZh ?? item;
    const products = [
      [`R-${item}`, 'reagent', `${name}试剂盒`],
      [`C-${instrument.split('-')[0] ?? ''}`, 'calibrator', '复合校准品'],
    ] as const;
    for (const [product, kind, nameZh] of products)
      for (const [index, lot] of LOTS.entries()) {
        const receivedOn = addDays(today, index === 0 ? -150 : -40);
        const isExpired = role === 'district' && item === 'ALT' && kind === 'reagent' && index === 1;
        const expiresOn = addDays(today, index === 0 ? 10 : isExpired ? -2 : 200);
        const row: ReagentLotRow = {
          ...{ institution, product, lot, kind, nameZh, registration: `演示械注准 ${product}`, supplier: '演示厂家' },
          ...{ receivedOn, acceptedOn: addDays(receivedOn, 1), expiresOn, openDays: kind === 'reagent' ? 60 : null },
        };
        lots.set(`${institution}|${product}|${lot}`, { row, from: receivedOn, to: null });
        const from = index === 0 ? addDays(today, -120) : changed;
        const use = { institution, system: `${item}@${instrument}`, product, lot, openedOn: from };
        uses.push({ row: use, from, to: index === 0 ? changed : null });
      }
  }
  return { 'reagent-lot': [...lots.values()], 'reagent-use': uses };
}

const NOTICED_BEFORE_DAYS = 2;
const RECALLED_FROM_DAYS = 50;

/** The lot of glucose that the city hospital used before its last change was recalled: what it measured is to be looked through. */
function recallsOf(world: World, today: Day): LotRecallRow[] {
  return [
    {
      ...{ institution: world.code('central'), product: 'R-GLU', lot: LOTS[0] },
      ...{ notice: '演示厂家召回函 2026-08', reason: '高值段结果偏低，超出说明书允许范围（演示）' },
      noticedOn: addDays(today, -NOTICED_BEFORE_DAYS),
      ...{ usedFrom: addDays(today, -RECALLED_FROM_DAYS), usedTo: addDays(today, -CHANGED_BEFORE_DAYS - 1) },
    },
  ];
}

/** A hospital whose licence names the immunological items and leaves out two that it runs. */
const INCOMPLETE: InstitutionRole = 'district';
const LEFT_OUT = 2;
const IMMUNOLOGY = '30.04';

function licencesOf(
  world: World,
  today: Day,
  { instrument, item }: Pick<RegionRegisters, 'instrument' | 'item'>,
): LicensedSubjectRow[] {
  const snapshot = snapshotOf({ instrument, item });
  return world.institutions.flatMap((plan) => {
    const run = runItems(snapshot, plan.code, today);
    return [...new Set(run.map(({ subject }) => subject))].sort().map((subject) => {
      const isListed = roleOf(plan) === INCOMPLETE && subject === IMMUNOLOGY;
      const items = run.filter((one) => one.subject === subject).map((one) => one.item);
      return {
        ...{ institution: plan.code, subject: subject as LicensedSubjectRow['subject'] },
        items: isListed ? items.slice(0, -LEFT_OUT) : null,
        ...{ registration: `演示登记 ${plan.code}`, approvedOn: WORLD_START },
      };
    });
  });
}

/** Indicators of specimens, and how often per thousand. */
const COUNTED: readonly (readonly [LaboratoryCountRow['indicator'], number])[] = [
  ['CL-01', 0.4],
  ['CL-02', 0.3],
  ['CL-03', 0.6],
  ['CL-04', 18],
  ['CL-05', 0.9],
  ['CL-06', 2.1],
];
const COUNTED_MONTHS = 3;

function countsOf(world: World, random: Random, today: Day): TypedEntry<LaboratoryCountRow>[] {
  return (['central', 'district'] as const).flatMap((role) =>
    completeMonths(today, COUNTED_MONTHS).flatMap((month) =>
      COUNTED.map(([indicator, perThousand]) => {
        const denominator = indicator === 'CL-04' ? random.int(60, 140) : random.int(9000, 16_000);
        const numerator = Math.round((denominator * perThousand * (0.6 + 0.8 * random.next())) / 1000);
        const row = {
          institution: world.code(role),
          indicator,
          month,
          numerator,
          denominator,
          basis: 'LIS 统计（演示）',
        };
        return { row, from: `${month}-01` as Day, to: null };
      }),
    ),
  );
}
