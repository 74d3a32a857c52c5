/** What is wrong with the rows of a return 回报表 before it is taken: each refusal names its row, the reason and the remedy. */
import type { Problem } from '../kernel/result.ts';
import { parseReported } from './judge-result.ts';

/** An item as the organiser asks for it. */
export interface AskedItem {
  readonly item: string;
  readonly kind: 'quantitative' | 'qualitative';
  readonly unit: string | null;
  /** Outside these no value is possible 不可能值. */
  readonly lowest: number | null;
  readonly highest: number | null;
}

export interface GivenResult {
  readonly item: string;
  readonly sample: string;
  readonly reported: string;
  readonly unit: string | null;
}

export interface Asked {
  readonly items: readonly AskedItem[];
  readonly samples: readonly string[];
}

/** The faults of all rows; a blank is none, it counts as not answered. */
export function checkReturn(rows: readonly GivenResult[], { items, samples }: Asked): readonly Problem[] {
  const asked = new Map(items.map((one) => [one.item, one]));
  const seen = new Set<string>();
  return rows.flatMap((row, index) => {
    const at = `results[${String(index)}]`;
    const cell = `${row.item}|${row.sample}`;
    const isTwin = seen.has(cell);
    seen.add(cell);
    const item = asked.get(row.item);
    return [
      ...(isTwin ? [twice(at, row)] : []),
      ...(item === undefined ? [notEnrolled(at, row.item)] : faultsOfValue(item, row, at)),
      ...(samples.includes(row.sample) ? [] : [noSample(at, row.sample, samples)]),
    ];
  });
}

function faultsOfValue(asked: AskedItem, { reported, unit }: GivenResult, at: string): readonly Problem[] {
  const text = reported.trim();
  if (text === '' || asked.kind === 'qualitative') return [];
  const read = parseReported(text);
  const value = read.kind === 'number' || read.kind === 'bound' ? read.value : null;
  return [
    ...(unit !== asked.unit ? [wrongUnit(at, unit, asked.unit)] : []),
    ...(value === null ? [notANumber(at, text)] : []),
    ...(value !== null && isImpossible(value, asked) ? [impossible(at, text, asked)] : []),
  ];
}

/** No quantity has more digits before its point: a slip of the keyboard. */
const MOST = 1e12;

function isImpossible(value: number, { lowest, highest }: AskedItem): boolean {
  return Math.abs(value) >= MOST || (lowest !== null && value < lowest) || (highest !== null && value > highest);
}

function notANumber(at: string, text: string): Problem {
  const path = `${at}.reported`;
  if (/^[<>≤≥+-]?=?\s*\d+[,，]\d+$/.test(text)) {
    const meant = text.replace(/[,，]/, '.');
    return {
      ...{ code: 'decimal-comma', path },
      message: `\`${text}\` has a comma: write ${meant} if that is meant`,
      messageZh: `“${text}”含逗号：如指 ${meant}，请写小数点`,
    };
  }
  return {
    ...{ code: 'not-a-number', path },
    message: `\`${text}\` is no number: write digits with a point, or a bound such as <0.1; leave it empty if it was not measured`,
    messageZh: `“${text}”不是数字：请用阿拉伯数字与小数点填写，或写界限如 <0.1；未检测请留空`,
  };
}

function impossible(at: string, text: string, { lowest, highest, unit }: AskedItem): Problem {
  const range = `${lowest === null ? '' : String(lowest)} – ${highest === null ? '' : String(highest)}`;
  return {
    ...{ code: 'impossible-value', path: `${at}.reported` },
    message: `${text} is outside what is possible (${range} ${unit ?? ''}): check the unit and the decimal point`,
    messageZh: `${text} 超出可能范围（${range} ${unit ?? ''}）：请核对单位与小数点`,
  };
}

const wrongUnit = (at: string, unit: string | null, asked: string | null): Problem => ({
  ...{ code: 'wrong-unit', path: `${at}.unit` },
  message: `The round asks for ${asked ?? 'no unit'}, not ${unit ?? 'none'}: convert the value, do not only rename the unit`,
  messageZh: `本轮要求单位 ${asked ?? '（无）'}，而非 ${unit ?? '（无）'}：请换算数值，不可只改单位`,
});

const notEnrolled = (at: string, item: string): Problem => ({
  ...{ code: 'not-enrolled', path: `${at}.item` },
  message: `The laboratory is not enrolled for ${item}: leave the row out, or ask the organiser to enrol it`,
  messageZh: `本机构未报名项目 ${item}：请删除该行，或联系组织者补报`,
});

const noSample = (at: string, sample: string, samples: readonly string[]): Problem => ({
  ...{ code: 'unknown-sample', path: `${at}.sample` },
  message: `There is no sample ${sample} in this round: ${samples.join(', ')}`,
  messageZh: `本轮没有样品 ${sample}，应为：${samples.join('、')}`,
});

const twice = (at: string, { item, sample }: GivenResult): Problem => ({
  ...{ code: 'duplicate-row', path: at },
  message: `${item} of sample ${sample} stands twice: leave one row`,
  messageZh: `样品 ${sample} 的 ${item} 重复：请只保留一行`,
});
