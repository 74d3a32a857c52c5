/** Rules 规则: each names the function that decides it, the reasons it gives and the clauses behind it. */
import { decideLoop } from '@fujie/core/loops';
import {
  admit,
  assessFee,
  assessPanel,
  classify,
  decideAct,
  deriveMark,
  detectExceptions,
  deviates,
  printMarks,
} from '@fujie/core/recognition';

import type { ExampleKind } from './examples/example.ts';
import { resolveJurisdiction } from './jurisdiction.ts';
import type { Bilingual } from './pack.ts';

export interface Rule {
  readonly id: string;
  readonly title: Bilingual;
  readonly clauses: readonly string[];
  /** The function in which the rule stands; its name shows on the coverage page. */
  readonly decidedBy: string;
  /** Kind of the worked examples that show it; null for a rule on packs themselves. */
  readonly kind: ExampleKind | null;
  /** Reason codes the rule gives; each needs an example that expects it. */
  readonly codes: readonly string[];
}

const DECIDERS = {
  mark: deriveMark,
  admission: admit,
  candidate: classify,
  detect: detectExceptions,
  act: decideAct,
  fee: assessFee,
  panel: assessPanel,
  print: printMarks,
  deviation: deviates,
  loop: decideLoop,
} as const satisfies Record<ExampleKind, unknown>;

function defineRule(
  id: string,
  zh: string,
  en: string,
  clauses: readonly string[],
  codes: readonly string[] = [],
): Rule {
  const kind = (Object.keys(DECIDERS) as ExampleKind[]).find((candidate) => id.startsWith(`${candidate}/`)) ?? null;
  return {
    id,
    title: { zh, en },
    clauses,
    decidedBy: kind === null ? resolveJurisdiction.name : DECIDERS[kind].name,
    kind,
    codes,
  };
}

export const RULES: readonly Rule[] = [
  defineRule('mark/label', '标识为范围前缀加 HR', 'The label is the prefix of the scope and HR', [
    'national-2022.art.13#01',
  ]),
  defineRule(
    'mark/listed',
    '机构、项目与范围在现行清单内',
    'Institution, item and scope are on a list in force',
    ['national-2022.art.15#01', 'taiyuan-2024.4#02', 'taiyuan-2024.6.1#02', 'sichuan-2025.1#01'],
    ['NOT_LISTED'],
  ),
  defineRule(
    'mark/agreement-in-force',
    '协议有效且有联合质控组织',
    'The agreement is in force, with a joint organiser',
    ['national-2022.art.12#03'],
    ['AGREEMENT_NOT_IN_FORCE'],
  ),
  defineRule(
    'mark/latest-round-not-failed',
    '最近一次质评未不合格',
    'The latest round was not failed',
    ['national-2022.art.13#02', 'taiyuan-2024.5.0#05'],
    ['EQA_LATEST_FAILED'],
  ),
  defineRule(
    'mark/serving-organiser',
    '参加了服务该范围的组织者的质评',
    'An organiser that serves the scope',
    ['national-2022.art.12#01', 'national-2022.art.12#02', 'national-2022.art.13#01', 'taiyuan-2024.5.4#01'],
    ['EQA_NOT_PARTICIPATED'],
  ),
  defineRule(
    'mark/eqa-series',
    '前一年度参加，三次中两次合格',
    "Previous year's participation, two passes of three",
    ['taiyuan-2024.5.0#03'],
    ['EQA_NO_PREV_YEAR', 'EQA_INSUFFICIENT_ROUNDS', 'EQA_LATEST_ABSENT', 'EQA_TWO_OF_THREE_NOT_MET'],
  ),
  defineRule(
    'mark/half-year',
    '每半年至少参加一次',
    'At least once a half-year',
    ['national-2022.art.25#02'],
    ['EQA_HALF_YEAR_MISSED'],
  ),
  defineRule(
    'mark/iqc-performed',
    '每个检测日开展室内质控',
    'IQC on every testing day',
    ['national-2022.art.24#01', 'taiyuan-2024.5.0#04'],
    ['IQC_NOT_PERFORMED'],
  ),
  defineRule(
    'mark/quality-requirement',
    '不精密度或符合率达到要求',
    'Imprecision or agreement meets the requirement',
    ['national-2022.art.12#01', 'national-2022.art.7#02', 'taiyuan-2024.5.0#02'],
    ['IQC_QUALITY_NOT_MET', 'QUALITY_SPEC_MISSING'],
  ),
  defineRule(
    'mark/instrument-in-date',
    '至少一台仪器各项活动在期',
    'One instrument with every activity in date',
    ['national-2022.art.22#02', 'taiyuan-2024.5.1#02'],
    ['CALIBRATION_OVERDUE'],
  ),
  defineRule(
    'mark/run-in-control',
    '至少一台在期仪器室内质控在控',
    'IQC of one instrument in date is in control',
    ['national-2022.art.24#01'],
    ['RUN_OUT_OF_CONTROL'],
  ),
  defineRule(
    'mark/not-suspended',
    '无未结束的暂停',
    'No open suspension',
    ['national-2022.art.13#02', 'taiyuan-2024.7.2#04', 'sichuan-2025.3#04'],
    ['SUSPENDED'],
  ),
  defineRule(
    'print/line',
    '单行打印标识',
    'Labels on a report line',
    ['national-2022.art.13#01', 'taiyuan-2024.6.1#02', 'national-2022.art.14#02', 'national-2022.art.24#01'],
    ['CALIBRATION_OVERDUE', 'RUN_OUT_OF_CONTROL', 'REPORT_INCOMPLETE'],
  ),
  defineRule('print/footnote', '报告底部脚注', 'The note at the bottom', ['taiyuan-2024.6.1#03']),
  defineRule('admission/national', '全国范围向所有机构开放', 'National scope is open to every institution', [
    'national-2022.art.3#01',
    'national-2022.art.12#01',
  ]),
  defineRule(
    'admission/shanxi',
    '山西：二级及以上公立与独立实验室',
    'Shanxi: public of level two and above, independent laboratories',
    ['taiyuan-2024.1#02', 'taiyuan-2024.4#01'],
    ['LIST_NOT_ELIGIBLE'],
  ),
  defineRule(
    'admission/sichuan',
    '四川：公立；小机构须经地市级评价',
    "Sichuan: public; smaller ones after a city's evaluation",
    ['sichuan-2025.2#01', 'sichuan-2025.2#02', 'national-2022.art.12#02'],
    ['LIST_NOT_ELIGIBLE'],
  ),
  defineRule(
    'candidate/identity',
    '患者身份相符并已确认',
    'Identity matches and is confirmed',
    ['national-2022.art.4#01'],
    ['IDENTITY_NOT_MATCHED', 'IDENTITY_UNCONFIRMED'],
  ),
  defineRule(
    'candidate/is-a-result',
    '有图像或数据',
    'Image or data, not only a conclusion',
    ['national-2022.art.2#02'],
    ['NOT_A_RESULT'],
  ),
  defineRule('candidate/final-report', '报告已终审', 'The report is final', ['national-2022.art.4#01'], ['NOT_FINAL']),
  defineRule(
    'candidate/same-item',
    '项目、标本与部位一致',
    'Same item, specimen and body part',
    ['national-2022.art.17#01'],
    ['ITEM_MISMATCH'],
  ),
  defineRule(
    'candidate/integrity',
    '内容与出具机构校验通过',
    'Content and issuer verify',
    ['national-2022.art.36#01'],
    ['INTEGRITY_FAILED'],
  ),
  defineRule(
    'candidate/negative-list',
    '不在“负面”清单',
    'Not on the negative list',
    ['sichuan-2025.1#04'],
    ['NEGATIVE_LIST'],
  ),
  defineRule(
    'candidate/mark-basis',
    '标识覆盖接诊机构且有权标注',
    "An entitled mark that reaches the receiver's place",
    [
      'national-2022.art.16#01',
      'national-2022.art.16#02',
      'national-2022.art.13#02',
      'national-2022.art.13#03',
      'taiyuan-2024.6.2#01',
    ],
    ['NO_MARK', 'ENTITLED_NOT_PRINTED', 'SCOPE_NOT_COVERING', 'MARK_NOT_ENTITLED'],
  ),
  defineRule(
    'candidate/consortium-basis',
    '紧密型医联体成员间互认',
    'Members of a close-knit consortium',
    ['sichuan-2025.goal#03', 'national-2022.art.9#03'],
    ['ISSUER_SUSPENDED'],
  ),
  defineRule(
    'candidate/doubt-window',
    '存疑期内的报告不强制',
    'Reports of a doubt window are no must',
    ['national-2022.art.4#02', 'taiyuan-2024.7.2#04'],
    ['QUALITY_IN_DOUBT'],
  ),
  defineRule(
    'candidate/time-limit',
    '距采样不超过参考时限',
    'Within the reference time limit',
    ['sichuan-2025.1#03', 'national-2022.art.16#02'],
    ['TIME_LIMIT_EXCEEDED'],
  ),
  defineRule(
    'candidate/complete-report',
    '有检测方法与参考区间',
    'Method and reference interval',
    ['national-2022.art.14#02', 'taiyuan-2024.6.1#01'],
    ['REPORT_INCOMPLETE'],
  ),
  defineRule(
    'candidate/verified-source',
    '报告来源已核实',
    'The source is verified',
    ['national-2022.art.36#01'],
    ['SOURCE_UNVERIFIED'],
  ),
  defineRule('detect/changed-condition', '采样后有病情变化', 'A change after the sampling', ['national-2022.art.19.1']),
  defineRule('detect/fast-changing', '超过变化较快时限', 'Beyond the rapid-change hours', ['national-2022.art.19.2']),
  defineRule('detect/major-measure', '72 小时内有关联的重大措施', 'A tied major measure within 72 hours', [
    'national-2022.art.19.3',
  ]),
  defineRule('detect/emergency', '急诊或抢救', 'Emergency or rescue', ['national-2022.art.19.4']),
  defineRule('detect/appraisal', '鉴定', 'Appraisal', ['national-2022.art.19.5']),
  defineRule(
    'act/treating-physician',
    '由接诊医师决定',
    'The treating physician decides',
    ['national-2022.art.4#01', 'national-2022.art.16#01', 'national-2022.art.19#02'],
    ['TREATING_PHYSICIAN', 'ACCEPTABLE_RESULT'],
  ),
  defineRule(
    'act/exception-code',
    '复检须选第十九条情形',
    'A repeat takes a case of Article 19',
    ['national-2022.art.17#01', 'national-2022.art.19#01', 'national-2022.art.19.6', 'sichuan-2025.6#01'],
    ['EXCEPTION_CODE', 'NOTE', 'CODE_UNSUPPORTED', 'CODE_6'],
  ),
  defineRule(
    'act/explanation',
    '复检须向患者说明',
    'A repeat is explained to the patient',
    ['national-2022.art.21#01', 'taiyuan-2024.6.3#01', 'sichuan-2025.req.3#02'],
    [
      'explanation.purpose',
      'explanation.necessity',
      'explanation.toldTo',
      'explanation.at',
      'explanation.possibleEffects',
    ],
  ),
  defineRule(
    'act/chart',
    '病历记录三项内容',
    'Three fields go into the chart',
    ['taiyuan-2024.6.2#03'],
    ['chart.result', 'chart.institution', 'chart.date'],
  ),
  defineRule(
    'fee/accepted',
    '直接使用结果只收诊查费',
    'An accepted result: consultation fee only',
    ['national-2022.art.28.1', 'national-2022.art.18#02'],
    ['RECHARGE_ACCEPTED_ITEM', 'EXTRA_FEE', 'OUTPATIENT_FEE_INPATIENT'],
  ),
  defineRule(
    'fee/department-consultation',
    '院内会诊费须有科室参与记录',
    "In-house consultation fee needs the department's record",
    ['national-2022.art.28.2'],
    ['CONSULT_WITHOUT_RECORD'],
  ),
  defineRule(
    'fee/repeat',
    '复检收费须有第十九条情形',
    'A charged repeat needs a case of Article 19',
    ['national-2022.art.28.3', 'national-2022.art.19#01'],
    ['REPEAT_CHARGE_WITHOUT_CODE'],
  ),
  defineRule(
    'fee/transfer',
    '不得收传输、储存、调阅费',
    'No fee for transmission, storage or calling up',
    ['sichuan-2025.7#01'],
    ['TRANSFER_FEE'],
  ),
  defineRule(
    'panel/limit',
    '组合收费上限',
    'The most that a panel may cost',
    ['national-2022.art.18#02'],
    ['BUNDLED_RECHARGE'],
  ),
  defineRule('deviation/peers', '与同类机构比较', 'Comparison with peers', [
    'sichuan-2025.5#03',
    'national-2022.art.34#02',
  ]),
  defineRule('pack/in-force', '按行为日适用法规', 'A document governs acts from its first day', [
    'national-2022.art.39#01',
  ]),
];
