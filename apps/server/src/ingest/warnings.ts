/** What senders are told of results that were taken. */
import type { Problem } from '@fujie/core/kernel';

import { placeOf, problem } from './message.ts';
import { OUT_OF_CONTROL } from './rows.ts';
import type { Placed, PreparedResult } from './prepared.ts';

/** What is accepted, but will not be offered as the sender may expect. */
export function warningsOf(placed: readonly Placed[], results: readonly PreparedResult[]): Problem[] {
  const entryOf = new Map(placed.map((p) => [p.id, p.entry]));
  const warnings: Problem[] = [];
  for (const r of results) {
    if (
      r.item !== null &&
      r.warnings.length === 0 &&
      (r.identity === 'verified' || (r.personId === 0 && r.subjectRef === null))
    )
      continue;
    const path = placeOf(entryOf.get(r.id) ?? -1, `${r.sourceType}.code`);
    if (r.item === null)
      warnings.push(
        problem(
          'unmapped-code',
          path,
          `No approved mapping for ${r.codes.join(', ')}: kept, but nobody must recognise it`,
          `编码 ${r.codes.join('、')} 没有经批准的对照：已保存，但不作为必须互认的结果`,
        ),
      );
    for (const code of r.warnings)
      warnings.push(problem(code, path, WARNINGS[code]?.en ?? code, WARNINGS[code]?.zh ?? code));
    if (r.personId === 0 && r.subjectRef !== null) {
      warnings.push(
        problem(
          'unknown-patient',
          path.replace(/code$/, 'subject'),
          'The patient is not known yet: the result is kept and offered to nobody until the Patient arrives',
          '患者尚未收到：结果已保存，收到该患者之前不向任何人提供',
        ),
      );
    } else if (r.personId !== 0 && r.identity !== 'verified') {
      warnings.push(
        problem(
          'identity-unconfirmed',
          path.replace(/code$/, 'subject'),
          'The patient is not linked with certainty: other institutions are not shown this result',
          '患者身份未能确定关联：结果不向其他机构提供',
        ),
      );
    }
  }
  return warnings;
}

const WARNINGS: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  'unit-missing': { en: 'The value has no unit and is not compared', zh: '结果没有单位，不参与比较' },
  'unit-not-convertible': { en: 'The unit cannot be converted to that of the catalogue', zh: '单位无法换算为目录单位' },
  'item-without-unit': { en: 'The catalogue has no unit for this item', zh: '目录中该项目没有单位' },
  'iqc-out-of-control': {
    en: 'IQC of the system is out of control and not settled: the line carries no mark; settle the event, then report it anew',
    zh: '检测系统室内质控失控且未处理完毕：该行不带互认标识；请处理失控后重新报告',
  },
  'collection-time-missing': {
    en: 'There is no time of collection or examination: the result is not offered',
    zh: '缺少采集或检查时间：结果不予提供',
  },
};

/** Lines whose release the rules of the region refuse while their system is out of control (henan-2025.lab.7#06). */
export function heldLines(results: readonly PreparedResult[], entryOf: (ix: number) => number): Problem[] {
  return results.flatMap(({ warnings, ix, sourceType }) =>
    warnings.includes(OUT_OF_CONTROL)
      ? [
          problem(
            OUT_OF_CONTROL,
            placeOf(entryOf(ix), `${sourceType}.device`),
            'IQC of the system is out of control: no report is released until the event is settled; send it again then',
            '检测系统室内质控失控：处理完毕前不得发出报告，请处理后重新发送',
          ),
        ]
      : [],
  );
}
