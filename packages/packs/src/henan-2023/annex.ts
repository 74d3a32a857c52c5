/**
 * Annex of the Henan action plan: its 40 indicators 指标 in six dimensions. The annex gives names and directions; figures
 * stand in the special actions.
 */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { clause } from './clause.ts';

const { externalData, indicator } = NOT_ENCODED;

export const ANNEX: readonly Clause[] = [
  clause('ind.1', '工作落实', 'Carrying out the work', [
    ['.1', 'INDICATOR', '部署是否已上报', 'Deployment reported', indicator],
    ['.2', 'INDICATOR', '每年有无工作总结', 'Yearly summary', indicator],
    ['.3', 'INDICATOR', '每年是否公开质量安全信息', 'Yearly disclosure on quality and safety', indicator],
    [
      '.4',
      'INDICATOR',
      '质控中心按省级规划的设置率，应升',
      'Centres set up against the plan of the province: up',
      indicator,
    ],
    ['.5', 'INDICATOR', '质控中心是否经过考核', 'Centres assessed', indicator],
    ['.6', 'INDICATOR', '中西医结合开展得如何', 'Chinese and Western medicine working together', externalData],
  ]),
  clause('ind.2', '目标改进', 'Progress on targets', [
    ['.1', 'INDICATOR', '国家年度质量安全目标进展', 'Progress on the yearly targets of the nation', indicator],
    ['.2', 'INDICATOR', '年度质控目标进展', 'Progress on the yearly targets of quality control', indicator],
  ]),
  clause('ind.3', '急诊与日间', 'Emergency and day care', [
    ['.1', 'INDICATOR', '急救响应平均时长，应降', 'Mean response time of emergency care: down', externalData],
    [
      '.2',
      'INDICATOR',
      '心脏骤停复苏成功的比例，应升',
      'Cardiac arrests with successful resuscitation: up',
      externalData,
    ],
    [
      '.3',
      'INDICATOR',
      '急性 ST 段抬高心梗得到再灌注的比例，应升；83%、85%（2024、2025 年底）',
      'STEMI with reperfusion: up; 83 % and 85 % at the ends of 2024 and 2025',
      externalData,
    ],
    [
      '.4',
      'INDICATOR',
      '急性脑梗死得到再灌注的比例，应升；45%、55%（2024、2025 年底）',
      'Acute cerebral infarction with reperfusion: up; 45 % and 55 % at the ends of 2024 and 2025',
      externalData,
    ],
    ['.5', 'INDICATOR', '多少医院开展日间医疗，应升', 'Hospitals with day care: up', externalData],
    ['.6', 'INDICATOR', '择期手术中日间手术的份额，应升', 'Day surgery among elective surgery: up', externalData],
  ]),
  clause('ind.4', '医疗行为', 'Conduct of care', [
    [
      '.1',
      'INDICATOR',
      '肿瘤治疗前做临床 TNM 分期的比例，应升',
      'Tumours staged (clinical TNM) before treatment: up',
      externalData,
    ],
    ['.2', 'INDICATOR', '营养风险筛查的比例，应升', 'Patients screened for nutritional risk: up', externalData],
    ['.3', 'INDICATOR', '疼痛规范评估的比例，应升', 'Pain assessed properly: up', externalData],
    [
      '.4',
      'INDICATOR',
      '门诊、住院处方经审核的比例，应升',
      'Prescriptions reviewed, outpatient and inpatient: up',
      externalData,
    ],
    [
      '.5',
      'INDICATOR',
      '门诊、住院处方审核合格的比例，应升',
      'Reviewed prescriptions that pass, outpatient and inpatient: up',
      externalData,
    ],
    ['.6', 'INDICATOR', '住院静脉输液合规的比例，应升', 'Infusions of inpatients in due form: up', externalData],
    [
      '.7',
      'INDICATOR',
      '危急值及时报告、及时处置两个比例，应升',
      'Critical values reported in time and handled in time, two values: up',
      ['part:packages/core/src/critical', 'part:apps/server/src/critical'],
    ],
    ['.8', 'INDICATOR', '早期康复介入的比例，应升', 'Early rehabilitation: up', externalData],
    [
      '.9',
      'INDICATOR',
      '室间质评项目合格的比例，应升',
      'EQA items passed: up',
      ['part:packages/core/src/laboratory', 'part:apps/server/src/laboratory'],
    ],
    ['.10', 'INDICATOR', '四级手术后得到随访的比例，应升', 'Follow-up after grade-four surgery: up', externalData],
    ['.11', 'INDICATOR', '恶性肿瘤患者得到随访的比例，应升', 'Follow-up of malignant tumours: up', externalData],
    [
      '.12',
      'INDICATOR',
      '每百名出院者的不良事件主动上报数，应升；超 2.0、超 2.5（2024、2025 年底）',
      'Adverse events reported freely for each 100 discharges: up; above 2.0 and 2.5 at the ends of 2024 and 2025',
      externalData,
    ],
    [
      '.13',
      'INDICATOR',
      '中医机构出院者中主要靠中医治疗的比例，应升',
      'Discharges of TCM institutions treated mainly by TCM: up',
      externalData,
    ],
  ]),
  clause('ind.5', '结果', 'Results', [
    ['.1', 'INDICATOR', '病例组合指数（CMI），应升', 'Case-mix index: up', externalData],
    ['.2', 'INDICATOR', '重症监护病死率，应降', 'Mortality in intensive care: down', externalData],
    ['.3', 'INDICATOR', '手术并发症率，应降', 'Surgical complications: down', externalData],
    [
      '.4',
      'INDICATOR',
      '非计划重返手术室再手术率，应降；至多 1.9‰、1.8‰（2024、2025 年底）',
      'Unplanned return to theatre: down; at most 1.9 ‰ and 1.8 ‰ at the ends of 2024 and 2025',
      externalData,
    ],
    ['.5', 'INDICATOR', '围术期死亡率，应降', 'Deaths around surgery: down', externalData],
    ['.6', 'INDICATOR', '恶性肿瘤患者生存多久，应升', 'Survival of malignant tumours: up', externalData],
    ['.7', 'INDICATOR', '血管导管血流感染率，应降', 'Bloodstream infections by catheter: down', externalData],
    ['.8', 'INDICATOR', '院内压力性损伤率，应降', 'Pressure injuries acquired in hospital: down', externalData],
  ]),
  clause('ind.6', '病历', 'Records', [
    ['.1', 'INDICATOR', '门诊病历电子化的比例，应升', 'Electronic records of outpatients: up', externalData],
    ['.2', 'INDICATOR', '门诊病历结构化的比例，应升', 'Structured records of outpatients: up', externalData],
    [
      '.3',
      'INDICATOR',
      '首页主诊断编码正确的比例，应升；至少 88%、90%（2024、2025 年底）',
      'Principal diagnosis coded correctly: up; at least 88 % and 90 % at the ends of 2024 and 2025',
      externalData,
    ],
    ['.4', 'INDICATOR', '病历是否及时完成，应升', 'Timeliness of records: up', externalData],
    ['.5', 'INDICATOR', '入选全国百佳的病案数', 'Records among the hundred best of the nation', externalData],
  ]),
];
