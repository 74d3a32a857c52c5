/** Sections 5 to 7 and annexes of the Taiyuan plan: conditions, the mark, telling the patient, organisation and quality. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED, partly } from '../pack.ts';

const clause = clauseWriter('taiyuan-2024', { from: '2024-05-01', to: null });

export const CONDITIONS: readonly Clause[] = [
  clause('5.0', '互认条件', 'Conditions of recognition', [
    [
      '#01',
      'RULE',
      '项目为机构常规开展',
      'The test is routine at the institution',
      partly(
        ['rule:mark/iqc-performed', 'register:iqc-monthly'],
        '以上月有检测日为准，未另行登记是否常规开展',
        'testing days of the last month stand for it; nothing else says that a test is routine',
      ),
    ],
    [
      '#02',
      'RULE',
      '定量看不精密度，定性看符合率，均达质量要求',
      'Imprecision of quantitative and agreement of qualitative items meet the requirement',
      ['rule:mark/quality-requirement', 'register:quality-requirement', 'register:iqc-measured'],
    ],
    [
      '#03',
      'RULE',
      '参加前一年度质评，且连续两次或三次中两次合格',
      "Part in the previous year's EQA, and two consecutive passes or two of three",
      ['rule:mark/eqa-series'],
    ],
    [
      '#04',
      'RULE',
      '室内质控缺做，或结果超出要求，该项目不标注',
      'An item whose IQC is missing or out of its limits bears no mark',
      ['rule:mark/iqc-performed', 'rule:mark/quality-requirement'],
    ],
    [
      '#05',
      'RULE',
      '未参加质评或成绩不合格的排除',
      'Without EQA, or failed: excluded',
      ['rule:mark/latest-round-not-failed', 'rule:mark/eqa-series'],
    ],
  ]),
  clause('5.1', '仪器试剂', 'Instruments and reagents', [
    [
      '#01',
      'RULE',
      '仪器、试剂、耗材符合要求',
      'Instruments, reagents and consumables meet requirements',
      ['register:instrument', 'register:reagent-lot', 'register:reagent-use'],
    ],
    [
      '#02',
      'LOOP',
      '五项设备活动按期完成',
      'The five activities are done in time',
      ['rule:mark/instrument-in-date', 'register:instrument-activity', 'loop:instrument/activity-due'],
    ],
  ]),
  clause('5.2', '体系与指标', 'Quality system and indicators', [
    ['#01', 'ORG', '质量体系健全并严格执行', 'The quality system is sound and followed', NOT_ENCODED.organisation],
    [
      '#02',
      'INDICATOR',
      '检验前、中、后各有质量指标',
      'Indicators before, during and after testing',
      ['register:laboratory-count', 'part:packages/core/src/laboratory', 'part:apps/server/src/laboratory'],
    ],
    ['#03', 'RULE', '室间质评须参加', 'The laboratory is evaluated from outside', ['rule:mark/serving-organiser']],
  ]),
  clause('5.3', '室内质控与比对', 'IQC, reporting, comparison', [
    [
      '#01',
      'RULE',
      '室内质控规范并能达标',
      'IQC is in due form and meets requirements',
      ['rule:mark/iqc-performed', 'rule:mark/quality-requirement'],
    ],
    [
      '#02',
      'REPORT',
      '准确及时报送室内质控；迟报只预警',
      'IQC is reported accurately and in time; lateness only alerts',
      ['register:iqc-monthly', 'loop:iqc/month-due'],
    ],
    [
      '#03',
      'SOFT',
      '积极参加省级室间化比对',
      'Joins the provincial comparison of IQC',
      ['part:packages/core/src/laboratory', 'part:apps/server/src/laboratory'],
    ],
  ]),
  clause('5.4', '省内互认的质评', 'EQA for recognition in Shanxi', [
    [
      '#01',
      'RULE',
      '连续参加国家或省级临床检验中心质评并合格',
      'Continuous EQA of the national or provincial centre',
      ['rule:mark/serving-organiser', 'rule:mark/eqa-series'],
    ],
  ]),
];

export const MARK_AND_TELLING: readonly Clause[] = [
  clause('6.1', '互认标识', 'The mark 晋HR', [
    [
      '#01',
      'RULE',
      '报告写明方法、必要时系统、参考区间',
      'Method, measuring system where needed, reference interval',
      ['rule:candidate/complete-report', 'rule:print/line'],
    ],
    [
      '#02',
      'RULE',
      '清单内机构在可互认项目名称前标注晋HR',
      'Listed institutions put 晋HR before the name of each item',
      ['rule:mark/listed', 'rule:print/line'],
    ],
    ['#03', 'RULE', '报告底部有固定脚注', 'A fixed note at the bottom of the report', ['rule:print/footnote']],
  ]),
  clause('6.2', '互认规则', 'Recognition rule', [
    [
      '#01',
      'RULE',
      '只要不影响患者安全，带晋HR的结果就认',
      'Results marked 晋HR are accepted wherever that is safe for the patient',
      ['rule:candidate/mark-basis'],
    ],
    [
      '#02',
      'RULE',
      '符合条件、满足需要的结果不得重复检验',
      'What qualifies and serves the need is not repeated',
      ['rule:act/exception-code', 'loop:recognition/overlooked'],
    ],
    [
      '#03',
      'RULE',
      '病历记录结果、检验机构名称与日期',
      'The chart records result, institution and date',
      ['rule:act/chart', 'loop:recognition/chart-entry'],
    ],
    [
      '#04',
      'REPORT',
      '每周统计互认结果',
      'Accepted results are counted weekly',
      ['part:apps/server/src/statistics', 'loop:weekly-return/institution'],
    ],
  ]),
  clause('6.3', '告知', 'Telling the patient', [
    [
      '#01',
      'RULE',
      '复检须告知原因、必要性与可能影响',
      'Reason, necessity and possible effects of a repeat are told',
      ['rule:act/explanation', 'loop:recognition/explanation'],
    ],
  ]),
];

export const ORGANISATION_AND_QUALITY: readonly Clause[] = [
  clause('7.1', '组织领导', 'Organisation, complaints, discipline', [
    [
      '#01',
      'ORG',
      '明确部门与责任人及三项职责',
      'A department and a person with three duties',
      NOT_ENCODED.organisation,
    ],
    [
      '#02',
      'ORG',
      '平台、制度、培训、流程与设备',
      'Platform, rules, training, workflow, equipment',
      NOT_ENCODED.organisation,
    ],
    [
      '#03',
      'AUTH',
      '投诉按机构类别分流到三个科室',
      'Complaints go to three sections by kind of institution',
      ['loop:complaint/handling', 'part:packages/core/src/complaints'],
    ],
    [
      '#04',
      'LOOP',
      '违纪违法线索移交纪检组',
      'Clues to breaches go to the discipline group',
      ['loop:complaint/handling'],
    ],
  ]),
  clause('7.2', '质量控制', 'Quality control, inspection, blind samples', [
    [
      '#01',
      'RULE',
      '按质量要求检测并落实标识',
      'Tests by the requirements, puts the mark in practice',
      ['rule:print/line'],
    ],
    [
      '#02',
      'LOOP',
      '动态评估机构与项目',
      'Institutions and items are assessed dynamically',
      ['part:packages/core/src/recognition'],
    ],
    [
      '#03',
      'LOOP',
      '现场检查与飞行盲样考核',
      'On-site inspection and unannounced blind samples',
      [
        'loop:inspection/rectification',
        'register:blind-sample',
        'loop:blind-sample/failed',
        'part:apps/server/src/laboratory',
      ],
    ],
    [
      '#04',
      'LOOP',
      '盲样不合格的及时报告',
      'Failed blind samples are reported promptly',
      ['rule:mark/not-suspended', 'rule:candidate/doubt-window', 'register:suspension', 'loop:blind-sample/failed'],
    ],
  ]),
  clause('7.3', '宣传教育', 'Publicity, principle, complaints', [
    [
      '#01',
      'REGISTRY',
      '政策、项目与投诉电话在三个渠道公布',
      'Policy, items and phone on three channels',
      ['part:apps/web'],
    ],
    ['#02', 'SOFT', '五项原则的培训', 'Training on the five principles', NOT_ENCODED.policy],
    ['#03', 'LOOP', '投诉及时处理', 'Complaints are handled in time', ['loop:complaint/handling']],
    ['#04', 'RULE', '违规重复的依法处理', 'Needless repeats are dealt with', ['part:apps/server/src/statistics']],
    [
      '#05',
      'INDICATOR',
      '患者满意度',
      'Patient satisfaction',
      partly(
        ['loop:complaint/handling'],
        '仅对反映人的回访，没有面向全部患者的调查',
        'only who complained is asked back; there is no survey of all patients',
      ),
    ],
  ]),
  clause('7.4', '督导调度', 'Supervision and weekly dispatch', [
    ['#01', 'ORG', '纳入目标责任考核', 'Part of target assessment', NOT_ENCODED.organisation],
    [
      '#02',
      'LOOP',
      '定期调度会并通报',
      'Regular dispatch meetings',
      ['loop:dispatch/meeting', 'loop:dispatch/institution', 'loop:dispatch/county'],
    ],
    [
      '#03',
      'REPORT',
      '每周一报送上周进展，首报 2024-06-03',
      'Each Monday for the week before, first on 2024-06-03',
      ['loop:weekly-return/institution', 'loop:weekly-return/county', 'part:packages/core/src/duties'],
    ],
    [
      '#04',
      'LOOP',
      '定期与不定期检查',
      'Regular and irregular checks',
      ['part:packages/core/src/inspection', 'loop:inspection/rectification'],
    ],
    ['#05', 'REGISTRY', '机构工作台账', "The institution's ledger", NOT_ENCODED.ledger],
  ]),
  clause('contact', '联系方式', 'Contact data', [
    ['#01', 'REGISTRY', '联系人与电话由使用单位登记', 'Contact persons, entered by the tenant', NOT_ENCODED.ledger],
  ]),
  clause('annex.1', '监督反映方式', 'Supervision and complaint channels', [
    [
      '#01',
      'REGISTRY',
      '科室负责人与电话（附件未见）',
      'Section heads and phones (annex not at hand)',
      NOT_ENCODED.ledger,
    ],
  ]),
  clause('annex.2', '统计表', 'Statistics form', [
    [
      '#01',
      'REPORT',
      '统计表列（附件未见，采用平台默认列）',
      'Columns of the weekly form (annex not at hand, platform columns)',
      partly(
        ['loop:weekly-return/institution', 'part:packages/core/src/duties'],
        '附件未见，采用平台默认列',
        'the annex is not at hand: columns of the platform',
      ),
    ],
  ]),
];
