/** Internal quality control and instruments of a demonstration region. */
import type { Day } from '@fujie/core/kernel';
import { addDays, daysBetween } from '@fujie/core/kernel';
import type {
  InstrumentActivityRow,
  InstrumentRow,
  IqcMonthlyRow,
  ItemRow,
  QualityRequirementRow,
} from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { completeMonths, day, monthsBetween, monthStart } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import { CORE_ITEMS, itemsOf } from './menus.ts';
import { isPlanted, plantOf } from './plants.ts';
import type { Random } from './random.ts';
import { WORLD_START } from './region-places.ts';
import type { World } from './world.ts';
import { roleOf } from './world.ts';

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

/** Monthly summaries 室内质控月汇总 of every institution and item. */
export function makeIqc(
  world: World,
  random: Random,
  { today, until, days }: { readonly today: Day; readonly until: Day; readonly days: number },
  requirements: readonly TypedEntry<QualityRequirementRow>[],
): RegionRegisters['iqc-monthly'] {
  const limit = new Map<string, QualityRequirementRow>();
  for (const { row } of requirements) if (!limit.has(row.item) || row.scope === 'CN') limit.set(row.item, row);
  // Marks of the oldest reports look at the month before theirs.
  const needed = Math.ceil(days / 28) + 1;
  const entries: TypedEntry<IqcMonthlyRow>[] = [];
  const last = completeMonths(today, 1)[0] ?? '';
  const since = completeMonths(until, monthsBetween(today, until));
  for (const plan of world.institutions) {
    const role = roleOf(plan);
    for (const item of itemsOf(plan.menu)) {
      const stream = random.fork(`${plan.code}/${item}`);
      const requirement = limit.get(item);
      const months = completeMonths(today, Math.max(CORE_ITEMS.includes(item) ? 14 : 4, needed));
      for (const month of [...months, ...since]) {
        const isLast = month >= last;
        const from = monthStart(day(`${month}-01`), 1);
        const testingDays = Math.min(plan.menu === 'full' ? 30 : 22, daysBetween(day(`${month}-01`), from));
        const maxCv = requirement?.maxCv ?? null;
        const maxSd = requirement?.maxSd ?? null;
        const isImprecise = isLast && isPlanted('iqc-imprecise', role, item);
        const isSkipped = isLast && isPlanted('iqc-not-performed', role, item);
        const isMeasured = maxCv !== null || maxSd !== null;
        const part = isMeasured ? (isImprecise ? 1.32 : 0.45 + 0.4 * stream.next()) : 0;
        const cv = maxCv === null ? null : Number((maxCv * part).toFixed(2));
        const sd = maxSd === null ? null : Number((maxSd * part).toFixed(4));
        const classMaxCv = requirement?.classMaxCv ?? null;
        const classCv = classMaxCv === null ? null : Number((classMaxCv * part).toFixed(2));
        const agreement = isMeasured ? null : stream.int(94, 100);
        const planned = addDays(from, stream.int(1, 7));
        // What came after `today` is reported at once, so that the mark of the next day finds it.
        const reportedOn = from > today ? from : planned < today ? planned : today;
        entries.push({
          row: {
            institution: plan.code,
            item,
            month,
            testingDays,
            qcDays: testingDays - (isSkipped ? 4 : 0),
            comparedDays: null,
            cv,
            sd,
            classCv,
            agreement,
            reportedOn,
          },
          from,
          to: null,
        });
      }
    }
  }
  return entries;
}

const ANALYSERS: readonly (readonly [kind: string, zh: string, en: string, measures: (item: ItemRow) => boolean])[] = [
  ['CHEM', '全自动生化分析仪', 'Chemistry analyser', (i) => i.category === 'chemistry'],
  ['IMMU', '化学发光免疫分析仪', 'Immunoassay analyser', (i) => i.category === 'immunology'],
  ['HEMA', '血细胞分析仪', 'Haematology analyser', (i) => i.category === 'haematology'],
  ['COAG', '凝血分析仪', 'Coagulation analyser', (i) => i.category === 'coagulation'],
  ['URIN', '尿液分析系统', 'Urine analyser', (i) => i.category === 'urinalysis'],
  [
    'OTHR',
    '其他检验设备',
    'Other laboratory equipment',
    (i) => ['microbiology', 'molecular', 'blood-bank', 'poct'].includes(i.category),
  ],
  ['CT', 'X射线计算机断层扫描装置', 'CT scanner', (i) => i.category === 'ct'],
  ['MR', '磁共振成像装置', 'MR scanner', (i) => i.category === 'mr'],
  ['DR', '数字化X射线摄影系统', 'Digital radiography system', (i) => i.category === 'radiology'],
  ['US', '彩色多普勒超声诊断仪', 'Ultrasound system', (i) => i.category === 'ultrasound'],
  ['ECG', '电生理检查设备', 'Electrophysiology equipment', (i) => i.category === 'electrophysiology'],
];

const RENEWED_BEFORE_DUE = 5;
const INTERVAL_DAYS = 365;

/** Instruments with the due days of their activities; each is done again a few days before it falls due. */
export function makeInstruments(
  world: World,
  random: Random,
  today: Day,
  until: Day,
): Pick<RegionRegisters, 'instrument' | 'instrument-activity'> {
  const rows: InstrumentRow[] = [];
  const activities: TypedEntry<InstrumentActivityRow>[] = [];
  const overdue = plantOf('calibration-overdue').role;
  const soon = plantOf('calibration-soon').role;
  for (const plan of world.institutions) {
    const performed = itemsOf(plan.menu).flatMap((code) => itemByCode.get(code) ?? []);
    for (const [kind, nameZh, nameEn, measures] of ANALYSERS) {
      const items = performed.filter(measures).map((item) => item.code);
      if (items.length === 0) continue;
      const count = plan.level === 3 && ['CHEM', 'CT'].includes(kind) ? 2 : 1;
      for (let n = 1; n <= count; n++) {
        const code = `${kind}-${String(n)}`;
        rows.push({ institution: plan.code, code, nameZh, nameEn, model: `演示型 ${kind}${String(100 * n)}`, items });
        const stream = random.fork(`${plan.code}/${code}`);
        for (const activity of ['calibration', 'maintenance'] as const) {
          let dueOn = addDays(today, stream.int(70, 300));
          const isForgotten = activity === 'calibration' && kind === 'COAG' && roleOf(plan) === overdue;
          if (isForgotten) dueOn = addDays(today, -20);
          if (activity === 'calibration' && kind === 'CHEM' && roleOf(plan) === soon) dueOn = addDays(today, 35);
          const certificate = `演示-${plan.code}-${code}-${activity.slice(0, 3).toUpperCase()}`;
          let doneOn = addDays(dueOn, -INTERVAL_DAYS);
          let from = WORLD_START;
          for (;;) {
            const row = {
              ...{ institution: plan.code, instrument: code, activity, doneOn, dueOn, certificate },
              intervalDays: INTERVAL_DAYS,
            };
            const renewedOn = addDays(dueOn, -RENEWED_BEFORE_DUE);
            const isRenewed = !isForgotten && renewedOn <= until;
            activities.push({ row, from, to: isRenewed ? renewedOn : null });
            if (!isRenewed) break;
            [doneOn, from, dueOn] = [renewedOn, renewedOn, addDays(renewedOn, INTERVAL_DAYS)];
          }
        }
      }
    }
  }
  return { instrument: since(WORLD_START, rows), 'instrument-activity': activities };
}
