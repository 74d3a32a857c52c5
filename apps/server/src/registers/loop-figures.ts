/**
 * Figures of loops 闭环参数 that an owner sets: of a loop and a parameter that exist, and weaker than no clause.
 * Source: national-2022.art.4#01; what holds when one is left out: core/loops/check.ts.
 */
import type { Day } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { isAllowed } from '@fujie/core/loops';
import type { Change, LoopParameterRow, SheetProblem } from '@fujie/core/registers';
import { cellProblem, loopParameters } from '@fujie/core/registers';

/** The loops that documents in force on a day declare, by their id. */
export type LoopsOn = (day: Day) => ReadonlyMap<string, LoopDefinition>;

/** What is wrong with figures, judged by the documents of the day from which they hold, or of today if that is later. */
export function unfitFigures(changes: readonly Change[], loopsOn: LoopsOn, today: Day): readonly SheetProblem[] {
  return changes.flatMap(({ entry }): readonly SheetProblem[] => {
    const { loop, parameter, value } = entry.row as LoopParameterRow;
    const loops = loopsOn(entry.from > today ? entry.from : today);
    const definition = loops.get(loop);
    if (definition === undefined) return [unknown(entry.number, 'loop', loop, [...loops.keys()])];
    const declared = Object.hasOwn(definition.parameters, parameter) ? definition.parameters[parameter] : undefined;
    if (declared === undefined)
      return [unknown(entry.number, 'parameter', parameter, Object.keys(definition.parameters))];
    if (isAllowed(declared, value)) return [];
    const most = String(declared.value);
    return [
      cellProblem(loopParameters, entry.number, 'value', {
        code: 'weakens-clause',
        reason: {
          en: `${String(value)} is weaker than the ${most} of ${declared.source}`,
          zh: `${String(value)} 宽于 ${declared.source} 规定的 ${most}`,
        },
        remedy: { en: `give at most ${most}`, zh: `请填写不大于 ${most} 的数值` },
      }),
    ];
  });
}

function unknown(number: number, column: string, given: string, known: readonly string[]): SheetProblem {
  return cellProblem(loopParameters, number, column, {
    code: 'unknown-figure',
    reason: { en: `\`${given}\` is declared by no document in force`, zh: `“${given}”未由有效文件声明` },
    remedy: { en: `give one of ${known.join(', ')}`, zh: `请填写其中之一：${known.join('、')}` },
  });
}
