/** Henan 2025, measures 6 to 9 on clinical testing: quality of laboratories, IQC, EQA, reports. */
import { CRITICAL_VALUE } from '../core-systems/critical-value.ts';
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

export const TESTING_QUALITY: readonly Clause[] = [
  clause('lab.6', '实验室质量管理', 'Quality of laboratories', [
    ['#01', 'ORG', '机构负主体责任，机制与职责明确', 'The institution answers; duties are clear', GAP.organisation],
    ['#02', 'RULE', '检测人员具备资质', 'Testing staff are qualified', ['register:staff-authorisation']],
    [
      '#03',
      'RULE',
      '不合岗位要求者不得检测',
      'Nobody tests who does not meet the post',
      ['register:staff-authorisation', 'part:packages/core/src/laboratory', 'part:apps/server/src/ingest'],
    ],
    [
      '#04',
      'REGISTRY',
      '有仪器管理程序',
      'Instruments are managed',
      partly(
        ['register:instrument'],
        '有仪器目录；程序文件由机构保存',
        'the register of instruments is here; the procedure stays with the institution',
      ),
    ],
    [
      '#05',
      'LOOP',
      '仪器的检定校准与维护保养按期做',
      'Each instrument has its verification, calibration and upkeep on time',
      partly(
        [
          'register:instrument-activity',
          'rule:mark/instrument-in-date',
          'loop:instrument/activity-due',
          'part:packages/core/src/laboratory',
          'part:apps/server/src/ingest',
          'part:apps/server/src/recognition',
        ],
        '逾期即失去标识，提前催办，证书留存；全部仪器逾期的项目开单时提示停用、拒收其报告；院内系统的开单本身由其自行拦截',
        'overdue takes the mark away, is told ahead and its certificate kept; an item all of whose instruments are overdue is told at ordering as stopped, and its reports are refused; the order itself is held up by the record system',
      ),
    ],
    [
      '#06',
      'REGISTRY',
      '标本从采到收，每步有操作规程',
      'Procedures for collecting, storing, carrying and receiving specimens',
      GAP.ownRules,
    ],
    ['#07', 'RULE', '执行检测标准、规范与规程', 'Standards, norms and procedures are followed', GAP.externalData],
    [
      '#08',
      'RULE',
      '质量记录至少保存两年',
      'Quality records are kept for two years or longer',
      partly(
        ['part:apps/server/src/registers', 'part:apps/server/src/laboratory', 'part:apps/server/src/audit'],
        '目录版本与质控数据不删，证书两年内拒删，审计至少存 24 个月；仪器原始记录未接收',
        'versions of registers and control data stay, certificates are not removed within two years, the audit stays at least 24 months; raw records of instruments are not received',
      ),
    ],
    [
      '#09',
      'RULE',
      '结果、质控、质评与比对数据不得编造篡改',
      'Results and data of control, assessment and comparison are never invented or altered',
      partly(
        [
          'rule:candidate/integrity',
          'part:packages/core/src/iqc',
          'part:apps/server/src/registers',
          'part:apps/server/src/platform/audit',
        ],
        '收到之后的改动可见，质控值重复与离散过小有提示；仪器原始数据未接收',
        'changes after receipt show, repeated or too smooth control values are asked about; raw data of instruments are not received',
      ),
    ],
    [
      '#10',
      'RULE',
      '不得与他机构串通结果',
      'No collusion on results',
      ['part:packages/core/src/eqa', 'part:apps/server/src/laboratory'],
    ],
  ]),
  clause('lab.7', '室内质控', 'Internal quality control', [
    [
      '#01',
      'REGISTRY',
      '程序含质控品、频次方法、失控规则、原因分析与数据管理',
      'A procedure covers material, frequency, rules, causes and data',
      [
        'register:test-system',
        'register:control-material',
        'loop:iqc/out-of-control',
        'part:apps/server/src/laboratory',
      ],
    ],
    [
      '#02',
      'RULE',
      '项目检测当日室内质控原则上至少一次',
      'On a day of testing, IQC at least once, as a rule',
      ['register:iqc-measured', 'register:iqc-monthly', 'rule:mark/iqc-performed', 'part:apps/server/src/laboratory'],
    ],
    [
      '#03',
      'RULE',
      '每个项目原则上至少两个质控水平',
      'Two levels or more for each item, as a rule',
      ['register:test-system', 'part:apps/server/src/laboratory'],
    ],
    [
      '#04',
      'LOOP',
      '失控后及时查因、纠正并验证',
      'Out of control: cause, correction, proof that it worked',
      ['loop:iqc/out-of-control', 'register:iqc-hold', 'rule:mark/run-in-control'],
    ],
    [
      '#05',
      'INDICATOR',
      '出临床报告的项目都有质控或比对',
      'Every reported item has IQC or comparison',
      partly(
        ['part:packages/core/src/laboratory', 'part:apps/server/src/laboratory'],
        '质控覆盖（CL-07）与比对（CL-11）分别统计，未合并为一个指标',
        'coverage by IQC (CL-07) and by comparison (CL-11) are counted apart, not as one indicator',
      ),
    ],
    [
      '#06',
      'RULE',
      '质控缺失或失控时不得发报告',
      'Without IQC in control no report goes out',
      ['register:iqc-hold', 'rule:mark/run-in-control', 'rule:print/line', 'part:apps/server/src/ingest'],
    ],
  ]),
  clause('lab.8', '室间质评', 'External quality assessment', [
    [
      '#01',
      'RULE',
      '参加室间质评，国家或省级均可',
      'Laboratories join EQA of the nation or the province',
      partly(
        ['register:eqa-round', 'register:eqa-outcome', 'rule:mark/serving-organiser', 'rule:mark/half-year'],
        '只核对互认清单内的项目',
        'only items on a recognition list are checked',
      ),
    ],
    [
      '#02',
      'LOOP',
      '不合格的限期整改，其间暂停开展',
      'After a failure the item stops until put right, by a set day',
      partly(
        [
          'rule:mark/latest-round-not-failed',
          'rule:mark/not-suspended',
          'register:suspension',
          'loop:eqa/rectification',
          'part:packages/core/src/laboratory',
          'part:apps/server/src/ingest',
          'part:apps/server/src/recognition',
        ],
        '暂停互认，限期整改至质控中心确认；其间开单时提示暂停开展、拒收其报告；院内系统的开单本身由其自行拦截',
        'recognition is suspended, and put right within a limit until the centre confirms it; until then it is told at ordering as stopped, and its reports are refused; the order itself is held up by the record system',
      ),
    ],
    [
      '#03',
      'RULE',
      '无质评的项目与同级或上级机构比对或另行验证',
      'Where no EQA exists, results are compared with another hospital or proved otherwise',
      partly(
        ['part:packages/core/src/method', 'part:apps/server/src/laboratory'],
        '分割样品比对可记录、判定并计入 CL-11；到期不催办',
        'split samples are recorded, judged and counted in CL-11; nobody is reminded when the next is due',
      ),
    ],
    [
      '#04',
      'RULE',
      '床旁检测与实验室方法比对',
      'Bedside tests are compared with the laboratory',
      partly(
        ['part:packages/core/src/method', 'part:apps/server/src/laboratory'],
        '床旁与血糖仪比对可记录并判定；到期不催办',
        'comparisons of bedside tests and glucose meters are recorded and judged; nobody is reminded when the next is due',
      ),
    ],
    [
      '#05',
      'REPORT',
      '组织者定期报本级主管部门与核发许可证机关',
      'The organiser reports at intervals to its authority and the licensing one',
      GAP.report,
    ],
  ]),
  clause('lab.9', '报告质量', 'Quality of reports', [
    ['#01', 'REGISTRY', '有报告管理制度', 'Rules on reports', GAP.ownRules],
    [
      '#02',
      'AUTH',
      '检测者与审核者职责权限分明',
      'Who tests and who reviews is laid down',
      partly(
        ['register:staff-authorisation', 'part:packages/core/src/laboratory', 'part:apps/server/src/ingest'],
        '按项目组分别授权检测与审核，报告所列人员无相应授权的有提示；检测与审核同为一人的不提示',
        'testing and reviewing are authorised apart for each group of items, and a report that names somebody without it is flagged; nothing is said where one person did both',
      ),
    ],
    [
      '#03',
      'RULE',
      '报告内容与审发流程规范',
      'Content, review and issue follow a norm',
      partly(
        ['rule:candidate/complete-report', 'rule:candidate/final-report', 'part:apps/server/src/ingest'],
        '收到时核对内容与终审状态；院内审发过程不可见',
        'content and final state are checked on receipt; review and issue within the hospital are not seen',
      ),
    ],
    [
      '#04',
      'RULE',
      '全院同一格式，报告全部进 HIS',
      'One layout for the hospital, every report in its system',
      GAP.externalData,
    ],
    ['#05', 'LOOP', '实验室一侧的危急值处理', "The laboratory's side of critical values", CRITICAL_VALUE],
    [
      '#06',
      'RULE',
      '涉公共卫生与传染病的报告优先复核',
      'Reports that touch public health or infection are rechecked first',
      GAP.externalData,
    ],
    [
      '#07',
      'LOOP',
      '可疑报告复检更正：写明原因、保留原报告、可追溯',
      'Doubtful reports are retested and corrected: reason told, original kept, traceable',
      [
        'part:apps/server/src/ingest',
        'part:apps/server/src/recognition',
        'loop:report/correction',
        'loop:report/changed',
      ],
    ],
    ['#08', 'RULE', '成批异常报告要发现并上报', 'Clusters of abnormal reports are noticed and reported', GAP.indicator],
    [
      '#09',
      'LOOP',
      '从报告信息到响应，四步有章可循',
      'Report, assessment, warning and response have rules and steps',
      GAP.loop,
    ],
  ]),
];
