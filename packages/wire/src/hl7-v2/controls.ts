/**
 * Measurements of control material 质控结果 in a message: OUL^R22, or ORU^R01 of which SPM-11 says `Q` (control specimen, table HL70369).
 * `docs/hl7-v2.md` is the profile. What cannot be read is said with its place, and nothing of the message is taken.
 */
import type { Instant, Problem } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';

import type { Coding } from '../fhir/index.ts';
import { LOINC_SYSTEM } from '../fhir/index.ts';
import type { Message, Segment } from './message.ts';
import { componentOf, fieldOf, isoOf, repetitionsOf, valueOf } from './message.ts';

/** One result of control material, as the message says it. */
export interface ControlResult {
  readonly codings: readonly Coding[];
  readonly instrument: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly reading: string;
  readonly unit: string | null;
  readonly measuredAt: Instant;
  readonly run: string | null;
  readonly operator: string | null;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  /** Where it stands: `OBX[3]`. */
  readonly place: string;
  readonly timePlace: string;
  readonly lotPlace: string;
}

/** Where a part of a result stands, for what is said of it: `OBX[3]-5`. */
export function placeOf({ place, timePlace, lotPlace }: ControlResult, part: string): string {
  if (part === 'measuredAt') return timePlace;
  if (part === 'lot') return lotPlace;
  const field = { item: 3, value: 5, unit: 6, system: 18 }[part];
  return field === undefined ? place : `${place}-${String(field)}`;
}

export type Controls =
  | { readonly ok: true; readonly results: readonly ControlResult[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A segment with its number among those of its name. */
interface Placed extends Segment {
  readonly place: string;
}

type Group = readonly Placed[];

const CONTROL = 'Q';
const RUN = 'RUN';
/** Results in a message: more than a laboratory measures in a day, as many as are taken by the other way. */
const MOST_RESULTS = 5000;
/** Longer than any code of a register. */
const MOST_SIGNS = 60;

/** Whether a message says that it is of control material, in whole or in part. */
export function isOfControls(message: Message): boolean {
  const event = eventOf(message);
  if (event !== 'OUL^R22' && event !== 'ORU^R01') return false;
  return message.segments.some((segment) => segment.name === 'SPM' && valueOf(message, segment, 11) === CONTROL);
}

function eventOf(message: Message): string {
  const [head] = message.segments;
  return `${valueOf(message, head, 9)}^${valueOf(message, head, 9, 2)}`;
}

/** Reads the results of a message of control material. */
export function readControls(message: Message): Controls {
  const problems: Problem[] = [];
  const results: ControlResult[] = [];
  const placed = placesOf(message);
  if (placed.filter(({ name }) => name === 'OBX').length > MOST_RESULTS) return { ok: false, problems: [tooMany()] };
  const others = placed.filter((one) => one.name === 'SPM' && valueOf(message, one, 11) !== CONTROL);
  const patients = placed.filter(({ name }) => name === 'PID');
  problems.push(...[...others, ...patients].map(({ name, place }) => mixed(name === 'SPM' ? `${place}-11` : place)));
  const equipment = placed.find(({ name }) => name === 'EQU');
  const fallback = valueOf(message, equipment, 1) || valueOf(message, message.segments[0], 3);
  for (const group of groupsOf(placed, eventOf(message) === 'OUL^R22' ? 'SPM' : 'OBR'))
    readGroup(message, group, fallback, results, problems);
  if (problems.length === 0 && results.length === 0) problems.push(noResult());
  return problems.length > 0 ? { ok: false, problems } : { ok: true, results };
}

function placesOf({ segments }: Message): readonly Placed[] {
  const counts = new Map<string, number>();
  return segments.map((segment) => {
    const count = (counts.get(segment.name) ?? 0) + 1;
    counts.set(segment.name, count);
    return { name: segment.name, fields: segment.fields, place: `${segment.name}[${String(count)}]` };
  });
}

/** What belongs to one specimen: from one segment that begins a group to the next. */
function groupsOf(segments: readonly Placed[], first: string): readonly Group[] {
  const groups: Placed[][] = [];
  for (const segment of segments) {
    if (segment.name === first) groups.push([segment]);
    else groups.at(-1)?.push(segment);
  }
  return groups;
}

function readGroup(
  message: Message,
  group: Group,
  fallback: string,
  results: ControlResult[],
  problems: Problem[],
): void {
  const specimen = group.find(({ name }) => name === 'SPM');
  const inventory = group.filter(({ name }) => name === 'INV');
  const control = inventory.find((one) => ['', 'CO'].includes(valueOf(message, one, 3)));
  const lotOf = (...types: readonly string[]): string | null =>
    valueOf(
      message,
      inventory.find((one) => types.includes(valueOf(message, one, 3))),
      16,
    ) || null;
  const [product, level, lot] = [
    valueOf(message, control, 1),
    valueOf(message, control, 1, 4),
    valueOf(message, control, 16),
  ];
  const at = control?.place ?? `${specimen?.place ?? group[0]?.place ?? 'SPM'}/INV`;
  if (specimen === undefined) problems.push(missing('SPM', 'the specimen', '标本段'));
  if (product === '') problems.push(missing(`${at}-1.1`, 'the control material', '质控品'));
  if (level === '') problems.push(missing(`${at}-1.4`, 'the level', '质控水平'));
  if (lot === '') problems.push(missing(`${at}-16`, 'the lot', '质控品批号'));
  const material = { product, level, lot, at, fallback, reagentLot: lotOf('SR', 'MR'), calibratorLot: lotOf('RC') };
  // An observation before the order, or after the specimen of one, is about the specimen itself.
  const isSpecimenFirst = group[0]?.name === 'SPM';
  let order: Placed | undefined;
  for (const segment of group) {
    if (segment.name === 'OBR') order = segment;
    else if (segment.name === 'SPM' && !isSpecimenFirst) break;
    if (segment.name !== 'OBX' || order === undefined) continue;
    const read = readResult(message, segment, order, material);
    if (read.ok) results.push(read.result);
    else problems.push(...read.problems);
  }
}

interface Material {
  readonly product: string;
  readonly level: string;
  readonly lot: string;
  readonly at: string;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  readonly fallback: string;
}

type Read =
  { readonly ok: true; readonly result: ControlResult } | { readonly ok: false; readonly problems: readonly Problem[] };

function readResult(message: Message, segment: Placed, order: Placed, material: Material): Read {
  const { place } = segment;
  const [time, timePlace] = timeOf(message, segment, order);
  const measured = parseInstant(isoOf(time) ?? '');
  const reading = readingOf(message, segment);
  const codings = codingsOf(message, fieldOf(segment, 3));
  const status = valueOf(message, segment, 11);
  const instrument = valueOf(message, segment, 18).trim() || material.fallback;
  const { product, level, lot, reagentLot, calibratorLot } = material;
  const problems: Problem[] = [];
  if (codings.length === 0) problems.push(missing(`${place}-3`, 'the item', '项目'));
  if (reading === null) problems.push(severalValues(`${place}-5`));
  if (!measured.ok) problems.push(noTime(timePlace, time));
  if (status === 'C' || status === 'D' || status === 'W') problems.push(correction(`${place}-11`));
  else if (status !== 'F' && status !== '') problems.push(notFinal(`${place}-11`, status));
  if (instrument === '') problems.push(missing(`${place}-18`, 'the instrument', '仪器编号'));
  if (Math.max(product.length, level.length, lot.length, instrument.length) > MOST_SIGNS) problems.push(tooLong(place));
  if (problems.length > 0 || reading === null || !measured.ok) return { ok: false, problems };
  const isRun = valueOf(message, order, 3, 2) === RUN;
  const result: ControlResult = {
    codings,
    instrument,
    product,
    lot,
    level,
    reading,
    unit: valueOf(message, segment, 6).trim() || null,
    measuredAt: measured.value,
    run: isRun ? valueOf(message, order, 3).slice(0, MOST_SIGNS) || null : null,
    operator: valueOf(message, segment, 16).trim().slice(0, MOST_SIGNS) || null,
    reagentLot,
    calibratorLot,
    place,
    timePlace,
    lotPlace: `${material.at}-16`,
  };
  return { ok: true, result };
}

/** When it was measured, as written, and where that stands. */
function timeOf(message: Message, segment: Placed, order: Placed): readonly [time: string, place: string] {
  const analysed = valueOf(message, segment, 19);
  if (analysed !== '') return [analysed, `${segment.place}-19`];
  const observed = valueOf(message, segment, 14);
  if (observed !== '') return [observed, `${segment.place}-14`];
  const ordered = valueOf(message, order, 7);
  return ordered === '' ? ['', `${segment.place}-19`] : [ordered, `${order.place}-7`];
}

/** What OBX-5 says, by the type in OBX-2; null: several values. */
function readingOf(message: Message, segment: Segment): string | null {
  const [written = '', second] = repetitionsOf(message, segment, 5);
  if (second !== undefined) return null;
  const part = (component: number): string => componentOf(message, written, component).trim();
  const type = valueOf(message, segment, 2);
  // Comparator, number, separator, number.
  if (type === 'SN') return [1, 2, 3, 4].map(part).join('');
  if (type === 'CE' || type === 'CWE') return part(2) || part(1);
  return part(1);
}

/** The codes of a CE or CWE: the first and the alternate one, each with its system as it is named. */
function codingsOf(message: Message, written: string): readonly Coding[] {
  return [1, 4].flatMap((first) => {
    const code = componentOf(message, written, first).trim();
    const name = componentOf(message, written, first + 2).trim();
    return code === '' ? [] : [{ code, ...(name === '' ? {} : { system: name === 'LN' ? LOINC_SYSTEM : name }) }];
  });
}

const missing = (path: string, what: string, whatZh: string): Problem => ({
  code: 'missing',
  path,
  message: `It does not say ${what}: fill in ${path} and send it again`,
  messageZh: `缺少${whatZh}：请填写 ${path} 后重新发送`,
});

const mixed = (path: string): Problem => ({
  code: 'mixed-specimens',
  path,
  message: 'Control material and other specimens are in one message: send each in a message of its own',
  messageZh: '质控与患者标本在同一消息中：请分开发送',
});

const noResult = (): Problem => ({
  code: 'no-result',
  path: 'OBX',
  message: 'No result of control material is in it: send each as an OBX after its OBR, and in ORU^R01 before its SPM',
  messageZh: '消息中没有质控结果：请将每个结果置于 OBR 之后的 OBX 段（ORU^R01 中置于 SPM 之前）',
});

const tooMany = (): Problem => ({
  code: 'too-many-results',
  path: 'OBX',
  message: `It has more than ${String(MOST_RESULTS)} results: send them in several messages`,
  messageZh: `一个消息的结果超过 ${String(MOST_RESULTS)} 个：请分多个消息发送`,
});

const severalValues = (path: string): Problem => ({
  code: 'several-values',
  path,
  message: 'It has several values: send each as an OBX of its own',
  messageZh: '一个 OBX 含多个结果：请每个结果各用一个 OBX 段',
});

const noTime = (path: string, text: string): Problem => ({
  code: 'invalid-time',
  path,
  message: `\`${text}\` is no time of measurement to the minute: write it as 20240520080000+0800`,
  messageZh: `“${text}”不是精确到分钟的检测时间：请写作 20240520080000+0800`,
});

const correction = (path: string): Problem => ({
  code: 'correction-by-person',
  path,
  message: 'It corrects or withdraws a control result: a person does so on the page of the series, with the reason',
  messageZh: '该结果为更正或撤销：质控结果须由人员在质控图页面更正并说明原因',
});

const notFinal = (path: string, status: string): Problem => ({
  code: 'not-final',
  path,
  message: `Status ${status.slice(0, 1)} is not final: send it when it is, with F`,
  messageZh: `结果状态 ${status.slice(0, 1)} 不是最终结果：请在最终（F）后发送`,
});

const tooLong = (path: string): Problem => ({
  code: 'too-long',
  path,
  message: `A code is longer than ${String(MOST_SIGNS)} signs: send it as it stands in the register`,
  messageZh: `编码超过 ${String(MOST_SIGNS)} 个字符：请按目录中的编码发送`,
});
