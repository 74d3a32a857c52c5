/** What the columns of the registers of internal quality control 室内质控 must keep among themselves. */
import { RULES } from '../iqc/rules.ts';
import type { Bilingual, RowFault } from '../kernel/register.ts';

/** Classes of the level of a control material 水平类别, as the laboratory enters them. */
export const LEVEL_CLASSES = ['low', 'normal', 'abnormal', 'high'] as const;
export const LEVEL_CLASS_NAMES: Readonly<Record<string, Bilingual>> = {
  low: { zh: '低值', en: 'low' },
  normal: { zh: '正常', en: 'normal' },
  abnormal: { zh: '异常', en: 'abnormal' },
  high: { zh: '高值', en: 'high' },
};

interface SystemColumns {
  readonly kind: string;
  readonly rules: readonly string[];
  readonly warnings: readonly string[] | null;
}

const isRule = (name: string): boolean => RULES.some((rule) => rule === name);

/** The rules are known ones, and what only warns is among them; qualitative control knows none but what is expected. */
export function testSystemFaults({ kind, rules, warnings }: SystemColumns): readonly RowFault[] {
  if (kind === 'qualitative')
    return rules.length === 1 && rules[0] === 'expected'
      ? []
      : [
          {
            column: 'rules',
            code: 'qualitative-rules',
            reason: {
              en: 'qualitative control is judged by the expected result alone',
              zh: '定性质控只按预期结果判定',
            },
            remedy: { en: 'write expected', zh: '请填写 expected' },
          },
        ];
  const known = RULES.join('、');
  const unknown = (column: 'rules' | 'warnings', names: readonly string[]): RowFault[] =>
    names
      .filter((name) => !isRule(name))
      .map((name) => ({
        column,
        code: 'unknown-rule',
        reason: { en: `\`${name}\` is no control rule`, zh: `“${name}”不是质控规则` },
        remedy: { en: `write one of ${RULES.join(', ')}`, zh: `请填写其中之一：${known}` },
      }));
  const stray = (warnings ?? []).filter((name) => isRule(name) && !rules.includes(name));
  return [
    ...unknown('rules', rules),
    ...unknown('warnings', warnings ?? []),
    ...stray.map((name) => ({
      column: 'warnings',
      code: 'rule-not-used',
      reason: { en: `\`${name}\` is not among the rules`, zh: `“${name}”不在质控规则之中` },
      remedy: { en: 'add it to the rules, or leave it out', zh: '请加入质控规则，或删去' },
    })),
  ];
}

/** A hold ends on the day on which it began or later. */
export function holdFaults({
  heldOn,
  releasedOn,
}: {
  readonly heldOn: string;
  readonly releasedOn: string | null;
}): readonly RowFault[] {
  if (releasedOn === null || releasedOn >= heldOn) return [];
  return [
    {
      column: 'releasedOn',
      code: 'day-order',
      reason: { en: `${releasedOn} is before the day of holding ${heldOn}`, zh: `${releasedOn} 早于停发日 ${heldOn}` },
      remedy: { en: 'write that day or a later one', zh: '请填写不早于停发日的日期' },
    },
  ];
}
