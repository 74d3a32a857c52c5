/**
 * Whether a measurement of control material 质控检测结果 can be taken: its system, lot and level are registered and in use on its day, its
 * unit is that of the system, its value is a number that says itself. Source: henan-2025.lab.7#01, lab.2#04, lab.6#09.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { dayOf, isInForce } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { Problem } from '../kernel/result.ts';
import { controlMaterials, testSystems } from '../registers/definitions.ts';
import type { ControlMaterialRow, TestSystemRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** As it was sent, by whatever way. */
export interface Measurement {
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  /** As it was written. */
  readonly reading: string;
  readonly unit: string | null;
  readonly measuredAt: Instant;
}

export type Checked =
  | {
      readonly ok: true;
      readonly system: TestSystemRow;
      readonly material: ControlMaterialRow;
      /** Decimal digits; null for a word. */
      readonly value: string | null;
      readonly reading: string;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The test systems of an institution that measure an item on an instrument on a day: one, if it is clear which is meant. */
export function systemsMeasuring(
  snapshot: RegisterSnapshot,
  { institution, item, instrument }: Pick<TestSystemRow, 'institution' | 'item' | 'instrument'>,
  day: Day,
): readonly TestSystemRow[] {
  const index = snapshot.memo('systems-measuring', () =>
    groupBy(snapshot.all(testSystems), ({ row }) => `${row.institution}|${row.item}|${row.instrument}`),
  );
  const found = index.get(`${institution}|${item}|${instrument}`) ?? [];
  return found.filter((entry) => isInForce(entry, day)).map(({ row }) => row);
}

/** Clocks of analysers may run ahead by so much. */
const AHEAD_MS = 5 * 60_000;
const NUMBER = /^[+-]?\d{1,12}(\.\d{1,12})?$/;

/** Checks a measurement of an institution as of now; `at` is the path of the row in what was sent. */
export function checkMeasurement(
  snapshot: RegisterSnapshot,
  institution: string,
  given: Measurement,
  { at, now }: { readonly at: string; readonly now: Instant },
): Checked {
  const day = dayOf(given.measuredAt);
  const system = snapshot.find(testSystems, `${institution}|${given.system}`, day);
  const key = `${institution}|${given.product}|${given.lot}|${given.level}`;
  const material = snapshot.find(controlMaterials, key, day);
  const reading = given.reading.trim();
  const problems = [
    ...(given.measuredAt > now + AHEAD_MS ? [inFuture(at)] : []),
    ...(system === null ? [unknownSystem(at, given.system, day)] : faultsOfValue(system, given, reading, at)),
    ...(material === null ? [unknownLot(snapshot, key, given, day, at)] : faultsOfLot(material, day, at)),
  ];
  if (problems.length > 0 || system === null || material === null) return { ok: false, problems };
  return {
    ok: true,
    system,
    material,
    reading,
    value: system.kind === 'quantitative' ? reading.replace('+', '') : null,
  };
}

function faultsOfValue(system: TestSystemRow, { unit }: Measurement, reading: string, at: string): readonly Problem[] {
  const isOther = system.kind === 'quantitative' && unit !== null && system.unit !== null && unit !== system.unit;
  return [...(isOther ? [wrongUnit(at, unit, system.unit)] : []), ...faultsOfReading(system.kind, reading, at)];
}

/** What is wrong with a reading as it is written: a number says itself, a word is there. */
export function faultsOfReading(kind: TestSystemRow['kind'], reading: string, at: string): readonly Problem[] {
  if (kind === 'qualitative') return reading === '' ? [noValue(at)] : [];
  return NUMBER.test(reading) ? [] : [notANumber(at, reading)];
}

function faultsOfLot({ lot, expiresOn }: ControlMaterialRow, day: Day, at: string): readonly Problem[] {
  if (day <= expiresOn) return [];
  return [
    {
      code: 'lot-expired',
      path: `${at}.lot`,
      message: `Lot ${lot} expired on ${expiresOn}: open a lot that is in date and measure it`,
      messageZh: `质控品批号 ${lot} 已于 ${expiresOn} 过效期：请换用效期内批号重新检测`,
    },
  ];
}

function unknownLot(snapshot: RegisterSnapshot, key: string, given: Measurement, day: Day, at: string): Problem {
  const first = snapshot.versions(controlMaterials, key)[0];
  const { product, lot, level } = given;
  if (first !== undefined && day < first.from)
    return {
      code: 'lot-not-in-use',
      path: `${at}.lot`,
      message: `Lot ${lot} is in use from ${first.from} only: correct the day of measurement, or the register of control material`,
      messageZh: `质控品批号 ${lot} 自 ${first.from} 起启用：请更正检测时间，或更正质控品批号目录`,
    };
  return {
    code: 'unknown-lot',
    path: `${at}.lot`,
    message: `Product ${product}, lot ${lot}, level ${level} is not in use: enter it in the register of control material first`,
    messageZh: `质控品 ${product} 批号 ${lot} 水平 ${level} 未在用：请先登记质控品批号目录`,
  };
}

const unknownSystem = (at: string, system: string, day: Day): Problem => ({
  code: 'unknown-system',
  path: `${at}.system`,
  message: `No test system ${system} on ${day}: enter it in the register of test systems first`,
  messageZh: `${day} 没有检测系统 ${system}：请先登记检测系统目录`,
});

const wrongUnit = (at: string, unit: string, wanted: string): Problem => ({
  code: 'wrong-unit',
  path: `${at}.unit`,
  message: `The unit is ${unit}, that of the test system is ${wanted}: convert the value, or correct the unit`,
  messageZh: `单位为 ${unit}，检测系统的单位为 ${wanted}：请换算结果或更正单位`,
});

function notANumber(at: string, reading: string): Problem {
  const path = `${at}.value`;
  if (/^[+-]?\d+[,，]\d+$/.test(reading)) {
    const meant = reading.replace(/[,，]/, '.');
    return {
      code: 'decimal-comma',
      path,
      message: `\`${reading}\` has a comma: write ${meant} if that is meant`,
      messageZh: `“${reading}”含逗号：如指 ${meant}，请写小数点`,
    };
  }
  if (reading === '') return noValue(at);
  return {
    code: 'not-a-number',
    path,
    message: `\`${reading}\` is no number: write digits with a point, at most twelve before and after it`,
    messageZh: `“${reading}”不是数字：请用阿拉伯数字与小数点填写，整数与小数各不超过 12 位`,
  };
}

const noValue = (at: string): Problem => ({
  code: 'no-value',
  path: `${at}.value`,
  message: 'The result is empty: write it, or leave the whole row out',
  messageZh: '结果为空：请填写，或整行不填',
});

const inFuture = (at: string): Problem => ({
  code: 'in-future',
  path: `${at}.measuredAt`,
  message: 'The time of measurement lies ahead of now: set the clock of the analyser right and send it again',
  messageZh: '检测时间晚于当前时间：请校正仪器时钟后重新发送',
});
