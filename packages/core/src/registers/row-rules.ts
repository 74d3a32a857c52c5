/** What the columns of one register row 目录条目 must keep among themselves, beyond what each cell says alone. */
import type { Bilingual, RowFault } from '../kernel/register.ts';
import { LEVEL_CLASSES } from './iqc-rules.ts';

function fault(column: string, code: string, reason: Bilingual, remedy: Bilingual): RowFault {
  return { column, code, reason, remedy };
}

/** An agreement's code is its scope, so it shows that it is one: `AGR:…`. */
export function agreementFaults(row: { readonly code: string }): readonly RowFault[] {
  if (/^AGR:./.test(row.code)) return [];
  return [
    fault(
      'code',
      'not-an-agreement-code',
      { en: `\`${row.code}\` does not begin with AGR:`, zh: `“${row.code}”不以 AGR: 开头` },
      { en: `write AGR:${row.code}`, zh: `请填写 AGR:${row.code}` },
    ),
  ];
}

/** A time limit 参考时限 is in days or in hours (sichuan-2025.1#03): with neither it limits nothing, with both it is unclear. */
export function timeLimitFaults(row: {
  readonly days: number | null;
  readonly hours: number | null;
}): readonly RowFault[] {
  if ((row.days === null) !== (row.hours === null)) return [];
  const reason =
    row.days === null
      ? { en: 'neither days nor hours are given', zh: '天和小时均未填写' }
      : { en: 'both days and hours are given', zh: '同时填写了天和小时' };
  return [
    fault('days', 'days-or-hours', reason, {
      en: 'write the limit either in days or in hours',
      zh: '请只按天或只按小时填写时限',
    }),
  ];
}

/**
 * A quality requirement 质量要求 limits the CV or the SD, or the SD below a concentration and the CV from it on (WS/T 403-2024, no. 39 and 82): both at
 * once without a concentration, or one without the other, would say two things or half of one.
 */
export function requirementFaults(row: {
  readonly maxCv: number | null;
  readonly maxSd: number | null;
  readonly sdBelow: number | null;
  readonly levelClasses: readonly string[] | null;
  readonly classMaxCv: number | null;
}): readonly RowFault[] {
  return [...scatterFaults(row), ...classFaults(row), ...(row.levelClasses ?? []).flatMap(unknownClass)];
}

function unknownClass(name: string): readonly RowFault[] {
  if (LEVEL_CLASSES.some((one) => one === name)) return [];
  return [
    fault(
      'levelClasses',
      'unknown-class',
      { en: `\`${name}\` is no class of level`, zh: `“${name}”不是水平类别` },
      { en: `write some of ${LEVEL_CLASSES.join(', ')}`, zh: `请填写 ${LEVEL_CLASSES.join('、')}` },
    ),
  ];
}

/** Levels of some classes have their own CV beside that of all others (WS/T 406-2024): a class without a CV, or a CV of no class, is half of it. */
function classFaults({
  maxCv,
  levelClasses,
  classMaxCv,
}: {
  readonly maxCv: number | null;
  readonly levelClasses: readonly string[] | null;
  readonly classMaxCv: number | null;
}): readonly RowFault[] {
  const isNamed = levelClasses !== null && levelClasses.length > 0;
  if (!isNamed && classMaxCv === null) return [];
  if (isNamed && classMaxCv !== null && maxCv !== null) return [];
  const column = isNamed ? (classMaxCv === null ? 'classMaxCv' : 'maxCv') : 'levelClasses';
  return [
    fault(
      column,
      'half-of-classes',
      {
        en: 'a CV by class of level needs the classes, their CV, and the CV of all other levels',
        zh: '按水平类别分列变异系数时，须同时有类别、该类水平的变异系数和其他水平的变异系数',
      },
      { en: 'write all three, or only the CV of all levels', zh: '请三项都填写，或只填写适用于全部水平的变异系数' },
    ),
  ];
}

function scatterFaults(row: {
  readonly maxCv: number | null;
  readonly maxSd: number | null;
  readonly sdBelow: number | null;
}): readonly RowFault[] {
  if (row.sdBelow === null && (row.maxCv === null || row.maxSd === null)) return [];
  if (row.sdBelow !== null && row.maxCv !== null && row.maxSd !== null) return [];
  return [
    row.sdBelow === null
      ? fault(
          'sdBelow',
          'cv-and-sd',
          {
            en: 'both a CV and an SD are limited, and not where each counts',
            zh: '同时限制了变异系数和标准差，未写明各自适用的浓度',
          },
          {
            en: 'write the concentration below which the SD counts, or one of the two alone',
            zh: '请填写标准差适用的浓度界限，或只填写其中一项',
          },
        )
      : fault(
          row.maxSd === null ? 'maxSd' : 'maxCv',
          'cv-and-sd',
          {
            en: `of a limit at ${String(row.sdBelow)} one side is missing`,
            zh: `以浓度 ${String(row.sdBelow)} 为界的要求缺少一侧`,
          },
          { en: 'write the SD below it and the CV from it on', zh: '请同时填写界限以下的标准差和自界限起的变异系数' },
        ),
  ];
}

/** The days of a suspension 互认暂停 in their order: doubt, suspension, back in force. */
export function suspensionFaults(row: {
  readonly suspendedFrom: string;
  readonly suspendedTo: string | null;
  readonly doubtFrom: string | null;
}): readonly RowFault[] {
  return [
    ...inOrder('suspendedTo', row.suspendedFrom, row.suspendedTo, { en: 'the day of suspension', zh: '暂停日' }),
    ...(row.doubtFrom !== null && row.doubtFrom > row.suspendedFrom
      ? [
          fault(
            'doubtFrom',
            'day-order',
            {
              en: `${row.doubtFrom} is after the day of suspension ${row.suspendedFrom}`,
              zh: `${row.doubtFrom} 晚于暂停日 ${row.suspendedFrom}`,
            },
            { en: 'write that day or an earlier one', zh: '请填写不晚于暂停日的日期' },
          ),
        ]
      : []),
  ];
}

/** A round of EQA 室间质评 is graded after it closed. */
export function eqaRoundFaults(row: {
  readonly closedOn: string;
  readonly publishedOn: string | null;
}): readonly RowFault[] {
  return inOrder('publishedOn', row.closedOn, row.publishedOn, { en: 'the closing day', zh: '截止日' });
}

/** The days of a blind sample 盲样: measured, judged, lifted. */
export function blindSampleFaults(row: {
  readonly measuredOn: string | null;
  readonly verdictOn: string;
  readonly outcome: 'PASS' | 'FAIL';
  readonly liftedOn: string | null;
}): readonly RowFault[] {
  const verdict = { en: 'the day of the verdict', zh: '判定日' };
  return [
    ...(row.measuredOn === null
      ? []
      : inOrder('verdictOn', row.measuredOn, row.verdictOn, { en: 'the day of measurement', zh: '检测日' })),
    ...inOrder('liftedOn', row.verdictOn, row.liftedOn, verdict),
    ...(row.outcome === 'PASS' && row.liftedOn !== null
      ? [
          fault(
            'liftedOn',
            'nothing-to-lift',
            { en: 'a passed sample suspends nothing', zh: '合格的盲样不导致暂停' },
            { en: 'leave it empty', zh: '请留空' },
          ),
        ]
      : []),
  ];
}

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}(/(3[0-2]|[12]?\\d))?$`);
const IPV6 = /^(?=.*:)[0-9a-f:]{2,39}(\/(12[0-8]|1[01]\d|[1-9]?\d))?$/i;

/** A site 院区 has both coordinates or none, and networks that are such. */
export function siteFaults(row: {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly networks: readonly string[] | null;
}): readonly RowFault[] {
  const wrong = row.networks?.find((network) => !IPV4.test(network) && !IPV6.test(network));
  return [
    ...((row.latitude === null) === (row.longitude === null)
      ? []
      : [
          fault(
            'latitude',
            'half-a-place',
            { en: 'only one coordinate is given', zh: '只填写了一个坐标' },
            { en: 'write latitude and longitude, or neither', zh: '请同时填写纬度和经度，或均不填写' },
          ),
        ]),
    ...(wrong === undefined
      ? []
      : [
          fault(
            'networks',
            'not-a-network',
            { en: `\`${wrong}\` is no network`, zh: `“${wrong}”不是网络地址段` },
            {
              en: 'write addresses or networks, such as 10.1.0.0/16;10.2.0.7',
              zh: '请填写地址或地址段，例如 10.1.0.0/16;10.2.0.7',
            },
          ),
        ]),
  ];
}

/** A duty 班次 names days from 1 (Monday) to 7, each once and in order, and times of the day. */
export function dutyFaults(row: {
  readonly weekdays: string;
  readonly starts: string;
  readonly ends: string;
}): readonly RowFault[] {
  const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  const time = (column: string, text: string): readonly RowFault[] =>
    isTime(text)
      ? []
      : [
          fault(
            column,
            'not-a-time',
            { en: `\`${text}\` is no time of the day`, zh: `“${text}”不是时刻` },
            { en: 'write HH:MM, such as 08:00', zh: '请按 HH:MM 填写，例如 08:00' },
          ),
        ];
  return [
    ...(/^(?=.)1?2?3?4?5?6?7?$/.test(row.weekdays)
      ? []
      : [
          fault(
            'weekdays',
            'not-weekdays',
            { en: `\`${row.weekdays}\` names no days of the week`, zh: `“${row.weekdays}”不是星期` },
            { en: 'write digits in order, Monday is 1, such as 12345', zh: '请按顺序填写数字，星期一为 1，例如 12345' },
          ),
        ]),
    ...time('starts', row.starts),
    ...time('ends', row.ends),
  ];
}

/** A day that is not before another one of the row. */
export function inOrder(column: string, first: string, second: string | null, name: Bilingual): readonly RowFault[] {
  if (second === null || second >= first) return [];
  return [
    fault(
      column,
      'day-order',
      { en: `${second} is before ${name.en} ${first}`, zh: `${second} 早于${name.zh} ${first}` },
      { en: 'write that day or a later one', zh: `请填写不早于${name.zh}的日期` },
    ),
  ];
}

/** A quality officer 质控员 holds an intermediate or senior title 中高级职称 (henan-2025.mq.2#04); nobody else is appointed. */
export function qualityOfficerFaults({ title }: { readonly title: string }): readonly RowFault[] {
  if (title !== 'junior' && title !== 'none') return [];
  return [
    fault(
      'title',
      'title-too-low',
      { en: `a quality officer of title \`${title}\` cannot be appointed`, zh: '质控员须具有中级或高级职称' },
      {
        en: 'appoint somebody of intermediate, associate senior or senior title',
        zh: '请任命具有中级、副高级或高级职称的人员',
      },
    ),
  ];
}
