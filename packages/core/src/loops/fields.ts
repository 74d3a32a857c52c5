/** Whether the fields of an act are those that its outcome asks for, and of the right kind. */
import { parseDay, parseInstant } from '../kernel/day.ts';
import type { Problem } from '../kernel/result.ts';
import { paretoOf } from './counts.ts';
import type { FieldDefinition, LoopDefinition, OutcomeDefinition } from './types.ts';

/** What is wrong with the fields of an act, each named; empty when they fit. What is missing is not asked here: see `decideLoop`. */
export function checkFields(
  { fields: known }: Pick<LoopDefinition, 'fields'>,
  { requires, asks = [], further, differ = [] }: OutcomeDefinition,
  fields: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const faults = Object.entries(fields).flatMap(([name, value]) => {
    const field = [...requires, ...(further?.requires ?? []), ...asks].includes(name) ? known[name] : undefined;
    if (field === undefined)
      return problem(name, 'is not asked for with this outcome: leave it out', '不属于该处理结果的填写项，请删去');
    return fits(field, value) ? [] : problem(name, ...WANTED[field.kind]);
  });
  return [...faults, ...sameAmong(known, differ, fields)];
}

/** Fields that name somebody who is named in an earlier one of them; spaces and width make nobody another. */
function sameAmong(
  known: LoopDefinition['fields'],
  differ: readonly string[],
  fields: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const nameIn = (name: string): string =>
    typeof fields[name] === 'string' ? fields[name].normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase() : '';
  return differ.flatMap((name, index) => {
    const same = differ.slice(0, index).find((other) => nameIn(other) !== '' && nameIn(other) === nameIn(name));
    if (same === undefined) return [];
    const { zh, en } = known[same] ?? { zh: same, en: same };
    return problem(name, `names the same person as “${en}”: name somebody else`, `与“${zh}”为同一人，须由另一人担任`);
  });
}

const MOST_TEXT = 4000;

function fits({ kind, options }: FieldDefinition, value: unknown): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'instant':
      return typeof value === 'string' && parseInstant(value).ok;
    case 'day':
      return typeof value === 'string' && parseDay(value).ok;
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(options ?? {}, value);
    case 'counts':
      return typeof value === 'string' && value.length <= MOST_TEXT && paretoOf(value) !== null;
    case 'text':
    case 'long-text':
      return typeof value === 'string' && value.length <= MOST_TEXT;
  }
}

const WANTED: Readonly<Record<FieldDefinition['kind'], readonly [en: string, zh: string]>> = {
  boolean: ['is not true or false', '应为 true 或 false'],
  number: ['is not a number', '应为数字'],
  instant: ['is not a date and time such as 2026-03-02T09:00+08:00', '应为日期时间，例如 2026-03-02T09:00+08:00'],
  day: ['is not a day such as 2026-03-02', '应为日期，例如 2026-03-02'],
  choice: ['is none of the choices', '不在可选项之内'],
  counts: [
    'is not one cause a line with how often, such as “late call 12”',
    '应为每行一个原因和次数，例如“交接不清 12”',
  ],
  text: ['is not a text of at most 4000 characters', '应为不超过 4000 字的文字'],
  'long-text': ['is not a text of at most 4000 characters', '应为不超过 4000 字的文字'],
};

function problem(name: string, message: string, messageZh: string): Problem {
  return {
    code: 'invalid',
    path: `fields.${name}`,
    message: `\`${name}\` ${message}`,
    messageZh: `“${name}”${messageZh}`,
  };
}
