/** Reason codes 理由代码: what each says on a screen, and the clauses behind it (ground rule 4 and the appendix). */
export interface ReasonText {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly clauses: readonly string[];
  /** The documents are silent; the rule is a default of the platform that rests on the principle cited. */
  readonly isPlatformDefault: boolean;
}

type Row = readonly [code: string, zh: string, en: string, clauses: readonly string[], isPlatformDefault?: true];

const MARK: readonly Row[] = [
  [
    'NOT_LISTED',
    '不在现行互认清单内',
    'not on a list in force',
    ['taiyuan-2024.4#02', 'taiyuan-2024.6.1#02', 'sichuan-2025.1#01', 'national-2022.art.15#01'],
  ],
  [
    'AGREEMENT_NOT_IN_FORCE',
    '互认协议未生效或已终止',
    'the agreement is not in force, or has no joint QC organisation',
    ['national-2022.art.12#03'],
  ],
  [
    'EQA_LATEST_FAILED',
    '最近一次室间质评不合格',
    'the latest EQA round was failed',
    ['national-2022.art.13#02', 'taiyuan-2024.5.0#05'],
  ],
  [
    'EQA_NOT_PARTICIPATED',
    '未参加相应层级室间质评',
    'no EQA of an organiser that serves this scope',
    ['national-2022.art.12#01', 'national-2022.art.13#02'],
  ],
  ['EQA_NO_PREV_YEAR', '未参加前一年度室间质评', "no part in the previous year's EQA", ['taiyuan-2024.5.0#03']],
  [
    'EQA_INSUFFICIENT_ROUNDS',
    '室间质评次数不足两次',
    'fewer than two EQA rounds with published grades',
    ['taiyuan-2024.5.0#03'],
  ],
  [
    'EQA_LATEST_ABSENT',
    '最近一次室间质评缺席',
    'absent from the latest EQA round',
    ['taiyuan-2024.5.0#05', 'national-2022.art.13#02'],
  ],
  [
    'EQA_TWO_OF_THREE_NOT_MET',
    '连续三次中合格不足两次',
    'fewer than two passes in the last three rounds',
    ['taiyuan-2024.5.0#03'],
  ],
  [
    'EQA_HALF_YEAR_MISSED',
    '上半年度或下半年度未参加质量评价',
    'no part in EQA in the last complete half-year',
    ['national-2022.art.25#02'],
  ],
  [
    'IQC_NOT_PERFORMED',
    '未规范开展室内质控',
    'IQC was not run on every testing day of the last month',
    ['national-2022.art.24#01', 'taiyuan-2024.5.0#04'],
  ],
  [
    'IQC_QUALITY_NOT_MET',
    '不精密度或符合率不满足要求',
    'imprecision or agreement misses the requirement',
    ['national-2022.art.12#01', 'taiyuan-2024.5.0#02'],
  ],
  [
    'QUALITY_SPEC_MISSING',
    '未登记质量要求',
    'no quality requirement is registered',
    ['national-2022.art.7#02', 'taiyuan-2024.5.0#02'],
  ],
  [
    'CALIBRATION_OVERDUE',
    '仪器检定校准等逾期',
    'no instrument with every planned activity in date',
    ['national-2022.art.22#02', 'taiyuan-2024.5.1#02'],
  ],
  [
    'SUSPENDED',
    '互认已暂停',
    'recognition is suspended',
    ['national-2022.art.13#02', 'taiyuan-2024.7.2#04', 'sichuan-2025.3#04'],
  ],
  [
    'LIST_NOT_ELIGIBLE',
    '不符合清单准入条件',
    'does not meet the conditions for the list',
    ['taiyuan-2024.1#02', 'sichuan-2025.2#02'],
  ],
  [
    'RUN_OUT_OF_CONTROL',
    '该批室内质控失控且未关闭',
    'the run was out of control and the event is not closed',
    ['national-2022.art.24#01'],
  ],
];

const CANDIDATE: readonly Row[] = [
  ['IDENTITY_NOT_MATCHED', '患者身份不符', 'the result belongs to another patient', ['national-2022.art.4#01'], true],
  [
    'IDENTITY_UNCONFIRMED',
    '患者身份待确认',
    "the patient's identity is not confirmed",
    ['national-2022.art.4#01'],
    true,
  ],
  ['NOT_A_RESULT', '仅有诊断结论，无图像或数据', 'only a conclusion, no image or data', ['national-2022.art.2#02']],
  ['NOT_FINAL', '报告未终审', 'the report is not final', ['national-2022.art.4#01'], true],
  ['ITEM_MISMATCH', '项目不一致', 'another item, specimen or body part', ['national-2022.art.17#01']],
  ['INTEGRITY_FAILED', '报告完整性校验未通过', 'content or issuer does not verify', ['national-2022.art.36#01']],
  ['NEGATIVE_LIST', '属“负面”清单', 'on the negative list', ['sichuan-2025.1#04']],
  ['NO_MARK', '无互认标识', 'no recognition mark', ['national-2022.art.16#01', 'national-2022.art.16#02']],
  [
    'ENTITLED_NOT_PRINTED',
    '应标注而未标注',
    'entitled to a mark that was not printed',
    ['national-2022.art.13#03', 'national-2022.art.16#02'],
  ],
  [
    'SCOPE_NOT_COVERING',
    '互认范围不含本机构所在地',
    'the mark does not reach this institution',
    ['national-2022.art.16#01', 'national-2022.art.16#02'],
  ],
  ['MARK_NOT_ENTITLED', '标识标注不当', 'a mark was printed without entitlement', ['national-2022.art.13#02']],
  [
    'QUALITY_IN_DOUBT',
    '出具时段质量存疑',
    'reported while quality was in doubt',
    ['national-2022.art.4#02', 'taiyuan-2024.7.2#04'],
  ],
  [
    'ISSUER_SUSPENDED',
    '出具机构该项目已暂停',
    'the issuer was suspended for the item',
    ['sichuan-2025.goal#03', 'national-2022.art.4#02'],
  ],
  [
    'TIME_LIMIT_EXCEEDED',
    '超出参考时限',
    'older than the reference time limit',
    ['sichuan-2025.1#03', 'national-2022.art.16#02'],
  ],
  [
    'REPORT_INCOMPLETE',
    '缺检测方法或参考区间',
    'method or reference interval is missing',
    ['national-2022.art.14#02', 'taiyuan-2024.6.1#01'],
  ],
  [
    'SOURCE_UNVERIFIED',
    '报告来源待核实',
    'the source of the report is not verified',
    ['national-2022.art.36#01'],
    true,
  ],
];

const ACT: readonly Row[] = [
  [
    'EXCEPTION_CODE',
    '请选择第十九条情形',
    'choose a case of Article 19',
    ['national-2022.art.17#01', 'national-2022.art.19#01'],
  ],
  ['NOTE', '请填写说明', 'write a note', ['national-2022.art.19.1', 'national-2022.art.19.6']],
  [
    'TREATING_PHYSICIAN',
    '仅接诊医师可操作',
    'only the treating physician may do this',
    ['national-2022.art.4#01', 'national-2022.art.19#02'],
  ],
  ['ACCEPTABLE_RESULT', '该结果不可互认', 'this result cannot be recognised', ['national-2022.art.16#01']],
  [
    'CODE_UNSUPPORTED',
    '所选情形暂无数据支持',
    'the data do not show the chosen case',
    ['sichuan-2025.6#01', 'national-2022.art.19#01'],
  ],
  [
    'CODE_6',
    '其他情形，须点评',
    'other circumstances: to be reviewed',
    ['national-2022.art.19.6', 'sichuan-2025.6#01'],
  ],
  [
    'explanation.purpose',
    '请填写复检目的或原因',
    'state the purpose or reason',
    ['national-2022.art.21#01', 'taiyuan-2024.6.3#01', 'sichuan-2025.req.3#02'],
  ],
  [
    'explanation.necessity',
    '请填写复检必要性',
    'state the necessity',
    ['national-2022.art.21#01', 'taiyuan-2024.6.3#01', 'sichuan-2025.req.3#02'],
  ],
  ['explanation.toldTo', '请填写告知对象', 'state who was told', ['national-2022.art.21#01', 'taiyuan-2024.6.3#01']],
  ['explanation.at', '请填写告知时间', 'state when they were told', ['national-2022.art.21#01', 'taiyuan-2024.6.3#01']],
  ['explanation.possibleEffects', '请填写可能产生的影响', 'state the possible effects', ['taiyuan-2024.6.3#01']],
  ['chart.result', '病历缺检验结果', 'the chart lacks the result', ['taiyuan-2024.6.2#03']],
  ['chart.institution', '病历缺检验机构名称', 'the chart lacks the issuing institution', ['taiyuan-2024.6.2#03']],
  ['chart.date', '病历缺日期', 'the chart lacks the date', ['taiyuan-2024.6.2#03']],
];

const FEE: readonly Row[] = [
  [
    'RECHARGE_ACCEPTED_ITEM',
    '已互认项目重复收费',
    'the accepted item was charged again',
    ['national-2022.art.18#02', 'national-2022.art.28.1'],
  ],
  [
    'CONSULT_WITHOUT_RECORD',
    '无科室参与记录收取会诊费',
    "in-house consultation fee without the department's record",
    ['national-2022.art.28.2'],
  ],
  ['EXTRA_FEE', '额外收费', 'a fee that the case does not allow', ['national-2022.art.28.1']],
  [
    'TRANSFER_FEE',
    '收取传输或存储费',
    'a fee for transmission, storage or calling up',
    ['sichuan-2025.7#01', 'national-2022.art.28.1'],
  ],
  [
    'REPEAT_CHARGE_WITHOUT_CODE',
    '无第十九条依据的复检收费',
    'a repeat was charged without a case of Article 19',
    ['national-2022.art.28.3', 'national-2022.art.19#01'],
  ],
  [
    'OUTPATIENT_FEE_INPATIENT',
    '住院期间收取门诊诊查费',
    'outpatient consultation fee in an inpatient stay',
    ['national-2022.art.28.1'],
    true,
  ],
  ['BUNDLED_RECHARGE', '打包重复收费', 'a panel was charged above its limit', ['national-2022.art.18#02']],
];

/** Every reason code, by code. */
export const REASONS: ReadonlyMap<string, ReasonText> = new Map(
  [...MARK, ...CANDIDATE, ...ACT, ...FEE].map(([code, zh, en, clauses, isDefault]) => [
    code,
    { code, zh, en, clauses, isPlatformDefault: isDefault === true },
  ]),
);

/** Text and clauses of a reason code; a code that no rule of ours gives says itself, and cites nothing. */
export function reasonText(code: string): ReasonText {
  return REASONS.get(code) ?? { code, zh: code, en: code, clauses: [], isPlatformDefault: false };
}
