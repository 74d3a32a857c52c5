/** Whether the fields of an act are those that its outcome asks for, and of the right kind. */
import type { Day } from '../kernel/day.ts';
import { addDays, dayOf, parseDay, parseInstant } from '../kernel/day.ts';
import type { Problem } from '../kernel/result.ts';
import { seenOf } from '../kernel/text.ts';
import { paretoOf } from './counts.ts';
import { askedFurther } from './further.ts';
import type { FieldDefinition, LoopActor, LoopDefinition, OutcomeDefinition } from './types.ts';

/** What is wrong with the fields of an act, each named; empty when they fit. What is missing is not asked here: see `decideLoop`. */
export function checkFields(
  { fields: known }: Pick<LoopDefinition, 'fields'>,
  outcome: OutcomeDefinition,
  fields: Readonly<Record<string, unknown>>,
  by?: Pick<LoopActor, 'id' | 'name'>,
): readonly Problem[] {
  const { requires, asks = [], differ = [], byOther = [] } = outcome;
  const asked = [...requires, ...askedFurther(outcome), ...asks];
  const faults = Object.entries(fields).flatMap(([name, value]) => {
    const field = asked.includes(name) ? known[name] : undefined;
    if (field === undefined)
      return problem(name, 'is not asked for with this outcome: leave it out', '不属于该处理结果的填写项，请删去');
    return fits(field, value) ? tooFew(name, field, value) : problem(name, ...WANTED[field.kind]);
  });
  return [
    ...faults,
    ...sameAmong(known, differ, fields),
    ...byOther
      .filter((name) => by !== undefined && namesIn(by).includes(nameOf(fields[name])))
      .flatMap((name) =>
        problem(name, 'names whoever records this: name somebody else', '与办理人为同一人，须由另一人担任'),
      ),
  ];
}

/** A name as it is compared: spaces, width, and signs that nobody sees make nobody another. */
const nameOf = (value: unknown): string =>
  typeof value === 'string' ? seenOf(value.normalize('NFKC')).toLowerCase() : '';

/** How somebody may be named: by name, by staff number, by account. */
const namesIn = ({ id, name }: Pick<LoopActor, 'id' | 'name'>): readonly string[] =>
  [id, id.slice(id.lastIndexOf('/') + 1), name].map(nameOf).filter((one) => one !== '');

/** Fields that name somebody who is named in an earlier one of them. */
function sameAmong(
  known: LoopDefinition['fields'],
  differ: readonly string[],
  fields: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const nameIn = (name: string): string => nameOf(fields[name]);
  return differ.flatMap((name, index) => {
    const same = differ.slice(0, index).find((other) => nameIn(other) !== '' && nameIn(other) === nameIn(name));
    if (same === undefined) return [];
    const { zh, en } = known[same] ?? { zh: same, en: same };
    return problem(name, `names the same person as “${en}”: name somebody else`, `与“${zh}”为同一人，须由另一人担任`);
  });
}

/** A figure as a result says it, with the sign that it lies beyond what can be measured. */
const FIGURE = /^[<>≤≥]?-?\d+(?:\.\d+)?$/u;
const FIGURES = /\d+(?:\.\d+)?/gu;

/**
 * Fields that repeat what they were told 复述 and say another figure than the opening does, each named. A finding in words is not compared: it is
 * repeated in other words.
 */
export function checkRepeated(
  { repeats = [] }: OutcomeDefinition,
  fields: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  return repeats.flatMap((name) => {
    const told = seenOf(plainOf(facts[name]));
    const said = plainOf(fields[name]);
    if (!FIGURE.test(told) || seenOf(said) === '') return [];
    const [wanted] = figuresIn(told);
    return figuresIn(said).some((figure) => figure === wanted)
      ? []
      : problem(
          name,
          'is not the figure that was reported: have it said and read back again, or record that it does not match',
          '与报告的数值不一致：请重新报告并复读，或记录“内容不符”',
        );
  });
}

/** A text as it is compared: at one width. */
const plainOf = (value: unknown): string => (typeof value === 'string' ? value.normalize('NFKC') : '');

const figuresIn = (text: string): readonly number[] => (text.match(FIGURES) ?? []).map(Number);

const DUE_DAYS = 366;
const OTHER_DAYS = 3653;

/**
 * Days and times in the fields of an act that nobody means, each named: by which a later stage is due 完成期限, more than a year away, so that it
 * would never fall due; any other, more than ten years away.
 */
export function checkTimes(
  { fields: known, stages }: Pick<LoopDefinition, 'fields' | 'stages'>,
  stage: string,
  fields: Readonly<Record<string, unknown>>,
  on: Day,
): readonly Problem[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const day = dayIn(known[name], value);
    if (day === null) return [];
    const isDue = stages.some(
      ({ limit }) => limit !== null && 'of' in limit && limit.of === stage && limit.fact === name,
    );
    const reach = isDue ? DUE_DAYS : OTHER_DAYS;
    const [earliest, latest] = [addDays(on, -reach), addDays(on, reach)];
    if (day >= earliest && day <= latest) return [];
    return isDue
      ? problem(
          name,
          `lies more than a year away: give a day until ${latest}, and a nearer one for a first step of what takes longer`,
          `与办理日相差超过一年：请填写不晚于 ${latest} 的日期；需更长时间的，先填写第一步的期限`,
        )
      : problem(
          name,
          `lies more than ten years away: check the year, and give one from ${earliest} until ${latest}`,
          `与办理日相差超过十年：请核对年份，填写 ${earliest} 至 ${latest} 之间的日期`,
        );
  });
}

function dayIn(field: FieldDefinition | undefined, value: unknown): Day | null {
  if (typeof value !== 'string' || (field?.kind !== 'day' && field?.kind !== 'instant')) return null;
  if (field.kind === 'day') {
    const day = parseDay(value);
    return day.ok ? day.value : null;
  }
  const instant = parseInstant(value);
  return instant.ok ? dayOf(instant.value) : null;
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

/** A number below the least that its field may be: nobody counts fewer than none. */
function tooFew(name: string, { least = 0 }: FieldDefinition, value: unknown): readonly Problem[] {
  if (typeof value !== 'number' || least === null || value >= least) return [];
  const bound = String(least);
  return [
    problem(name, `is less than ${bound}: give ${bound} or more`, `不应小于 ${bound}：请填写 ${bound} 或以上的数`),
  ];
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
