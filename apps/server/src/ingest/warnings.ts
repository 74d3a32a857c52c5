/** What senders are told of results that were taken. */
import type { Problem } from '@fujie/core/kernel';

import { placeOf, problem } from './message.ts';
import { WITHOUT_CONTROL, WITHOUT_SYSTEM } from './day-control.ts';
import { LOT_UNFIT, LOT_UNREAD } from './line-lots.ts';
import { UNAUTHORISED_STAFF } from './line-staff.ts';
import { OUT_OF_CONTROL } from './rows.ts';
import { SIGNED_BY_ONE } from './suspects.ts';
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
  [WITHOUT_CONTROL]: {
    en: 'The system has no run in control of that day on record: measure control material of enough levels, and report the line anew if results change',
    zh: '检测系统当日没有在控的室内质控记录：请检测足够水平的质控品；结果有变化的，请重新报告',
  },
  [WITHOUT_SYSTEM]: {
    en: 'No test system is registered for the item and no comparison of the last half year covers it: register its system and run control, or record a split-sample comparison that a second person signs',
    zh: '该项目未登记检测系统，近半年也没有可覆盖的比对：请登记检测系统并开展室内质控，或录入经第二人签署的分割样品比对',
  },
  [UNAUTHORISED_STAFF]: {
    en: 'Who tested or released it was not authorised for this group of items on that day: register the authorisation, or let somebody who is review it',
    zh: '检验者或审核者当日没有该项目组的授权：请登记授权，或由有授权人员复核',
  },
  [SIGNED_BY_ONE]: {
    en: 'A critical value whose report is signed by one person: two check it before it is released; at night or in an emergency one person twice. Name the other, or say in its loop who checked',
    zh: '危急值报告仅一人签名：发出前须双人核对；夜间或急诊可一人核对两次。请补签第二人，或在其闭环的核实环节写明核对人',
  },
  [LOT_UNREAD]: {
    en: 'It names a lot in a form that is not read: write the extension urn:fujie:extension:lot with `product|lot`, or a recall will not find it by its lot',
    zh: '注明批号的形式无法识别：请用扩展 urn:fujie:extension:lot 填写“产品|批号”，否则召回时不能按批号找到该结果',
  },
  [LOT_UNFIT]: {
    en: 'It was measured by a lot that had expired or was recalled: measure it by another lot and correct the report, or correct the lot',
    zh: '所用批号已过效期或已召回：请换批号复测并更正报告；批号有误的，请更正批号',
  },
  'collection-time-missing': {
    en: 'There is no time of collection or examination: the result is not offered',
    zh: '缺少采集或检查时间：结果不予提供',
  },
};

/** What is said of a line that the rules of the region refuse, and of which part of it. */
const REFUSALS: Readonly<Record<string, readonly [part: string, en: string, zh: string]>> = {
  [OUT_OF_CONTROL]: [
    'device',
    'IQC of the system is out of control: no report is released until the event is settled; send it again then',
    '检测系统室内质控失控：处理完毕前不得发出报告，请处理后重新发送',
  ],
  [WITHOUT_CONTROL]: [
    'device',
    'The system has no run in control of that day on record: measure control material of enough levels first, then send it again',
    '检测系统当日没有在控的室内质控记录：请先检测足够水平的质控品，再重新发送',
  ],
  [UNAUTHORISED_STAFF]: [
    'performer',
    'Who tested or released it is not authorised for this group of items: let somebody who is do so, or register the authorisation',
    '检验者或审核者没有该项目组的授权：请由有授权人员检测与审核，或先登记授权',
  ],
};

/** Lines whose release the rules of the region refuse for one of the remarks (henan-2025.lab.7#06, henan-2025.lab.6#03). */
export function refusedLines(
  results: readonly PreparedResult[],
  entryOf: (ix: number) => number,
  refusals: readonly string[],
): Problem[] {
  if (refusals.length === 0) return [];
  return results.flatMap(({ warnings, ix, sourceType }) =>
    warnings.flatMap((remark) => {
      const said = refusals.includes(remark) ? REFUSALS[remark] : undefined;
      if (said === undefined) return [];
      const [part, en, zh] = said;
      return [problem(remark, placeOf(entryOf(ix), `${sourceType}.${part}`), en, zh)];
    }),
  );
}
