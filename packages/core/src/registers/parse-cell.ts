/**
 * One cell of a register sheet 目录表格 as a value and back. What people and spreadsheets do to cells (full-width digits,
 * stray spaces, other ways to write a date) is read; what would need guessing is refused with the remedy.
 */
import type { Bilingual, CellFault, Column } from '../kernel/register.ts';
import { parseDay } from '../kernel/day.ts';
import { isBlank, trimOf } from '../kernel/text.ts';

/** The value of a cell; an empty one is null. */
export type CellResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: CellFault };

const MAX_TEXT = 2000;
const MAX_CODE = 200;
/** Codes carry no spaces and none of the characters that separate codes in a list or in a key. */
const CODE_PATTERN = /^[^\s;；,，、|]+$/u;
const LIST_SEPARATOR = /[;；,，、]/;
const TRUE_WORDS = ['是', 'true', '1', 'yes', 'y'];
const FALSE_WORDS = ['否', 'false', '0', 'no', 'n'];

const value = (v: unknown): CellResult => ({ ok: true, value: v });

function refuse(code: string, reason: Bilingual, remedy: Bilingual): CellResult {
  return { ok: false, fault: { code, reason, remedy } };
}

/** Full-width forms of ASCII as ASCII, without spaces and invisible characters around. */
function halfWidth(text: string): string {
  return trimCell(text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
}

/** A cell without the spaces around it, ideographic, non-breaking and zero-width ones included. */
export function trimCell(text: string): string {
  return trimOf(text, /[\s\u200b-\u200d\u2060\ufeff]/u);
}

/** Reads a cell by the kind of its column; null when it is empty and may be. */
export function parseCell(column: Column, cell: string): CellResult {
  const text = column.kind === 'text' ? trimCell(cell) : halfWidth(cell);
  if (isBlank(text)) return checkValue(column, null);
  const parsed = parseKind(column, text);
  return parsed.ok ? checkValue(column, parsed.value) : parsed;
}

function parseKind(column: Column, text: string): CellResult {
  switch (column.kind) {
    case 'text':
    case 'code':
    case 'scope':
      return value(column.options?.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text);
    case 'codes':
      return value(
        text
          .split(LIST_SEPARATOR)
          .map(trimCell)
          .filter((code) => code !== ''),
      );
    case 'integer':
      return /^[+-]?\d+(\.0+)?$/.test(text)
        ? value(Number(text))
        : notNumber(text, 'a whole number such as 12', '整数，例如 12');
    case 'decimal':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)
        ? value(Number(text))
        : notNumber(
            text,
            'a plain number such as 2.5, without unit, percent sign or separators',
            '纯数字，例如 2.5，不带单位、百分号或千分位',
          );
    case 'money':
      return parseMoney(text);
    case 'boolean':
      return parseBoolean(text);
    case 'day':
      return parseDayText(text);
    case 'month':
      return parseMonthText(text);
  }
}

function notNumber(text: string, en: string, zh: string): CellResult {
  return refuse(
    'not-a-number',
    { en: `\`${shorten(text)}\` is not a number of this kind`, zh: `“${shorten(text)}”不是有效的数值` },
    { en: `write ${en}`, zh: `请填写${zh}` },
  );
}

function parseMoney(text: string): CellResult {
  const bare = text.replace(/^[¥￥]|元$/g, '').trim();
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return value(plain);
}

function parseBoolean(text: string): CellResult {
  const word = text.toLowerCase();
  if (TRUE_WORDS.includes(word)) return value(true);
  if (FALSE_WORDS.includes(word)) return value(false);
  return refuse(
    'not-yes-or-no',
    { en: `\`${shorten(text)}\` is neither yes nor no`, zh: `“${shorten(text)}”既不是“是”也不是“否”` },
    { en: 'write 是 or 否, true or false, 1 or 0', zh: '请填写 是 或 否（也可 true/false、1/0）' },
  );
}

const DAY_FORMS =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))$/;

function parseDayText(text: string): CellResult {
  const match = DAY_FORMS.exec(text);
  const [year, month, day] = match ? match.slice(1).filter((part: string | undefined) => part !== undefined) : [];
  const parsed = parseDay(`${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`);
  if (parsed.ok) return value(parsed.value);
  return notDay(text);
}

function notDay(text: string): CellResult {
  return refuse(
    'not-a-day',
    { en: `\`${shorten(text)}\` is not a day that exists`, zh: `“${shorten(text)}”不是有效的日期` },
    { en: 'write the day as YYYY-MM-DD, without a time', zh: '请按 YYYY-MM-DD 填写日期，不带时间' },
  );
}

/** Spreadsheets turn a typed month into its first day. */
const MONTH_FORMS = /^(\d{4})(?:-(\d{1,2})(?:-0?1)?|\/(\d{1,2})(?:\/0?1)?|\.(\d{1,2})|年(\d{1,2})月|(\d{2}))$/;

function parseMonthText(text: string): CellResult {
  const match = MONTH_FORMS.exec(text);
  const [year, month] = match ? match.slice(1).filter((part: string | undefined) => part !== undefined) : [];
  return value(year === undefined || month === undefined ? text : `${year}-${month.padStart(2, '0')}`);
}

/** Checks a typed value against its column and brings it into its one stored form. */
export function checkValue(column: Column, given: unknown): CellResult {
  const isEmpty =
    given === null ||
    given === undefined ||
    (typeof given === 'string' ? isBlank(given) : Array.isArray(given) && given.length === 0);
  if (isEmpty) {
    if (!column.required) return value(null);
    return refuse(
      'required',
      { en: 'is required but empty', zh: '为必填项，但内容为空' },
      { en: 'fill it in', zh: '请填写' },
    );
  }
  switch (column.kind) {
    case 'text':
      return checkText(column, given, MAX_TEXT);
    case 'code':
    case 'scope':
      return checkCode(column, given);
    case 'codes':
      return checkCodes(column, given);
    case 'integer':
      return typeof given === 'number' && Number.isSafeInteger(given)
        ? checkRange(column, given)
        : notNumber(shown(given), 'a whole number such as 12', '整数，例如 12');
    case 'decimal':
      return typeof given === 'number' && Number.isFinite(given)
        ? checkRange(column, given)
        : notNumber(shown(given), 'a plain number such as 2.5', '数字，例如 2.5');
    case 'money':
      return checkMoney(given);
    case 'boolean':
      return typeof given === 'boolean' ? value(given) : parseBoolean(shown(given));
    case 'day': {
      const parsed = parseDay(shown(given));
      return parsed.ok ? value(parsed.value) : notDay(shown(given));
    }
    case 'month':
      return /^\d{4}-(0[1-9]|1[0-2])$/.test(shown(given)) ? value(given) : notMonth(shown(given));
  }
}

function notMonth(text: string): CellResult {
  return refuse(
    'not-a-month',
    { en: `\`${shorten(text)}\` is not a month`, zh: `“${shorten(text)}”不是有效的月份` },
    { en: 'write the month as YYYY-MM', zh: '请按 YYYY-MM 填写月份' },
  );
}

function checkText(column: Column, given: unknown, limit: number): CellResult {
  if (typeof given !== 'string') {
    return refuse('not-a-text', { en: 'is not a text', zh: '不是文本' }, { en: 'write a text', zh: '请填写文本' });
  }
  const text = column.kind === 'text' ? trimCell(given) : halfWidth(given);
  if (isBlank(text)) return checkValue(column, null);
  if (text.length > limit) {
    return refuse(
      'too-long',
      { en: `has ${text.length} characters, more than ${limit}`, zh: `长度 ${text.length} 个字符，超过上限 ${limit}` },
      { en: `shorten it to ${limit} characters`, zh: `请缩短到 ${limit} 个字符以内` },
    );
  }
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text)) {
    return refuse(
      'broken-text',
      { en: 'contains characters that cannot be shown', zh: '包含无法显示的字符' },
      { en: 'type the text again, or save the file as UTF-8', zh: '请重新输入，或将文件另存为 UTF-8 编码' },
    );
  }
  if (column.options && !column.options.includes(text)) {
    const allowed = column.options.join(', ');
    return refuse(
      'not-an-option',
      { en: `\`${shorten(text)}\` is not one of the allowed values`, zh: `“${shorten(text)}”不在允许的取值内` },
      { en: `write one of ${allowed}`, zh: `请填写以下之一：${allowed}` },
    );
  }
  return value(text);
}

function checkCode(column: Column, given: unknown): CellResult {
  const checked = checkText(column, given, MAX_CODE);
  if (!checked.ok || checked.value === null) return checked;
  if (CODE_PATTERN.test(shown(checked.value))) return checked;
  return refuse(
    'not-a-code',
    { en: `\`${shorten(shown(given))}\` is not a code`, zh: `“${shorten(shown(given))}”不是有效的代码` },
    { en: 'write a code without spaces and without ; , |', zh: '代码中不能有空格、分号、逗号、顿号或竖线' },
  );
}

function checkCodes(column: Column, given: unknown): CellResult {
  const codes = Array.isArray(given) ? given : [given];
  const checked: unknown[] = [];
  for (const code of codes) {
    const result = checkCode(column, code);
    if (!result.ok) return result;
    if (!checked.includes(result.value)) checked.push(result.value);
  }
  return value(checked);
}

function checkRange(column: Column, given: number): CellResult {
  const { min, max } = column;
  if ((min === undefined || given >= min) && (max === undefined || given <= max)) return value(given === 0 ? 0 : given);
  const en = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
    .filter(Boolean)
    .join(' and ');
  const zh = [min === undefined ? '' : `不小于 ${min}`, max === undefined ? '' : `不大于 ${max}`]
    .filter(Boolean)
    .join(' 且');
  return refuse(
    'out-of-range',
    { en: `${given} is out of range`, zh: `${given} 超出范围` },
    { en: `write ${en}`, zh: `应${zh}` },
  );
}

function checkMoney(given: unknown): CellResult {
  const text = typeof given === 'number' ? shown(given) : given;
  const match = typeof text === 'string' ? /^0*(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(text) : null;
  if (match?.[1] !== undefined) return value(`${match[1]}.${(match[2] ?? '').padEnd(2, '0')}`);
  return refuse(
    'not-an-amount',
    { en: `\`${shorten(shown(given))}\` is not an amount in yuan`, zh: `“${shorten(shown(given))}”不是有效的金额` },
    { en: 'write yuan with at most two decimals, such as 12.50', zh: '请以元为单位填写，最多两位小数，例如 12.50' },
  );
}

/** A value as its cell: what `parseCell` reads back as the same value. */
export function printCell(column: Column, given: unknown): string {
  if (given === null || given === undefined) return '';
  if (Array.isArray(given)) return given.join(';');
  if (column.kind === 'boolean') return given === true ? '是' : '否';
  return shown(given);
}

function shown(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
