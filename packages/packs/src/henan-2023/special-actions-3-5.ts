/** Special actions 3 to 5 of the Henan action plan: records, patient safety, the network of quality control. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED, partly } from '../pack.ts';
import { CENTRE, clause, TERM } from './clause.ts';

const { authority, externalData, indicator, ledger, loop, organisation, policy, report } = NOT_ENCODED;

export const ACTION_3: readonly Clause[] = [
  clause('sa3.0', '专项三：病历内涵', 'Action 3: what records contain', [
    [
      '#01',
      'LOOP',
      '靠培训、抽查、评优、宣传，把病历写实、写准、写全、写及时',
      'Training, spot checks, prizes and publicity make records that are truthful, whole, prompt and orderly',
      loop,
    ],
  ]),
  clause(
    'sa3.1',
    '专项三目标',
    'Target of action 3',
    [
      [
        '#01',
        'INDICATOR',
        '首页主诊断编码正确率：2024 年底至少 88%，2025 年底至少 90%',
        'Principal diagnosis coded correctly: at least 88 % by the end of 2024, 90 % by the end of 2025',
        externalData,
      ],
    ],
    TERM,
  ),
  clause('sa3.2.1', '主管部门职责', 'Duties of authorities', [
    [
      '#01',
      'LOOP',
      '本地编码目标分步定，不得低于省级',
      'The local target for coding is no lower than that of the province',
      authority,
    ],
    [
      '#02',
      'LOOP',
      '组织机构参评省级与全国百佳病案',
      'Hospitals enter the selections of the hundred best records',
      authority,
    ],
  ]),
  clause('sa3.2.2', '编码与培训', 'Coding and training', [
    [
      '#01',
      'RULE',
      '内涵、完整、及时为核心，书写合规',
      'What a record says, that it is whole and prompt, matters; writing conforms',
      externalData,
    ],
    ['#02', 'ORG', '抓编码管理，办病历培训', 'Coding is managed, staff are trained', organisation],
  ]),
  clause('sa3.2.3', '关键文书', 'Key documents', [
    [
      '#01',
      'RULE',
      '六种重点文书，从首次病程、术前小结到出院小结',
      'Six documents come first, from the first course note and the summary before surgery to that of discharge',
      externalData,
    ],
  ]),
  clause('sa3.2.4', '结构化门急诊病历', 'Structured outpatient records', [
    ['#01', 'INDICATOR', '结构化病历用得更多', 'Structured records are used more', externalData],
    ['#02', 'REGISTRY', '自拟并改进合用的模板', 'The hospital makes templates that suit it', ledger],
  ]),
  clause('sa3.2.5', '病历质控中心', 'Centres for records', [
    [
      '#01',
      'REGISTRY',
      '病案、门诊、急诊三中心指导模板，合规又省力',
      'Three centres guide templates that conform and spare labour',
      CENTRE,
    ],
    ['#02', 'LOOP', '省病案中心组织全省百佳评选', "The centre for records holds the province's selection", CENTRE],
  ]),
];

export const ACTION_4: readonly Clause[] = [
  clause('sa4.0', '专项四：患者安全', 'Action 4: patient safety', [
    [
      '#01',
      'LOOP',
      '全员排查隐患，从诊疗、设施到应急',
      'All staff search for hazards in care, buildings and emergency response',
      ['loop:organisation/hazard', 'loop:organisation/hazard-search'],
    ],
    [
      '#02',
      'LOOP',
      '预案要改进，训练与演练不停',
      'Emergency plans improve; training and drills go on',
      ['register:emergency-plan', 'loop:organisation/plan-review', 'loop:organisation/drill'],
    ],
    [
      '#03',
      'RULE',
      '报告不受罚，识别更强，渠道更畅',
      'Reporting brings no punishment; recognition and channels get better',
      ['part:apps/server/src/adverse-events'],
    ],
  ]),
  clause(
    'sa4.1',
    '专项四目标',
    'Target of action 4',
    [
      [
        '#01',
        'INDICATOR',
        '每百名出院者主动上报不良事件年均：2024 年底超 2.0 例，2025 年底超 2.5 例',
        'Adverse events reported freely for each 100 discharges, mean of the year: more than 2.0 at the end of 2024, more than 2.5 at the end of 2025',
        ['part:apps/server/src/adverse-events', 'register:discharge-count'],
      ],
    ],
    TERM,
  ),
  clause('sa4.2.1', '主管部门职责', 'Duties of authorities', [
    [
      '#01',
      'LOOP',
      '本地分步目标不低于省级',
      'Local targets are no lower than those of the province',
      {
        zh: '省级目标止于 2025 年底，其后没有可比的省级目标；之前的分解由主管部门在系统外完成',
        en: 'the targets of the province end with 2025, and none stands since to compare with; authorities broke them down outside the platform',
      },
    ],
    [
      '#02',
      'LOOP',
      '专项评价，发现问题并督促改进',
      'Special evaluations find problems and press for improvement',
      ['part:packages/core/src/inspection', 'loop:inspection/rectification', 'part:apps/server/src/adverse-events'],
    ],
  ]),
  clause('sa4.2.2', '监测与报告机制', 'Mechanism', [
    [
      '#01',
      'LOOP',
      '不良事件有监测、报告与评价',
      'Adverse events are watched for, reported and evaluated',
      ['loop:adverse-event/report'],
    ],
    [
      '#02',
      'REPORT',
      '定期按六个维度分析反馈：数量、等级、环节、时间、地点、病情',
      'Regular analysis by number, grade, stage, time, place and disease is fed back',
      ['part:apps/server/src/adverse-events'],
    ],
    [
      '#03',
      'LOOP',
      '从培训、制度流程、系统运行三方面预防',
      'Prevention is systemic: training, rules, how the system runs',
      ['loop:adverse-event/report'],
    ],
  ]),
  clause('sa4.2.3', '识别能力', 'Recognition', [
    [
      '#01',
      'RULE',
      '尤其识别隐患与未致严重后果的事件，并主动上报',
      'Above all hazards and events without grave harm are recognised and reported',
      ['loop:adverse-event/report', 'part:apps/server/src/adverse-events'],
    ],
  ]),
  clause('sa4.2.4', '入院内系统', 'In the system of the hospital', [
    [
      '#01',
      'REPORT',
      '跟进国家质控网的报告与学习平台',
      'What the national platform reports and teaches is followed',
      report,
    ],
    [
      '#02',
      'LOOP',
      '系统自动抽取事件，提醒上报，归类统计，结果送回',
      'The system extracts, reminds, sums up by class and delivers the result',
      [
        'loop:adverse-event/unreported',
        'loop:adverse-event/report',
        'part:apps/server/src/adverse-events',
        'part:apps/server/src/critical',
        'part:apps/server/src/recognition',
      ],
    ],
  ]),
  clause('sa4.2.5', '质控中心', 'Centres', [
    [
      '#01',
      'LOOP',
      '各级中心日常质控含患者安全与其指标',
      'Patient safety is part of the daily work of all centres',
      [
        'register:authority-task',
        'register:authority-milestone',
        'loop:authority/task-list',
        'loop:authority/milestone',
        'loop:inspection/rectification',
        'part:apps/server/src/adverse-events',
        'part:packages/core/src/inspection',
      ],
    ],
  ]),
];

export const ACTION_5: readonly Clause[] = [
  clause('sa5.0', '专项五：织网', 'Action 5: net-weaving', [
    [
      '#01',
      'ORG',
      '主管部门把质控网织密管好，重点专业到县',
      'Authorities make the network dense and orderly; key specialties reach the counties',
      partly(
        ['register:qc-organisation'],
        '登记级别、专业与地区，运行是否合规不判断',
        'level, specialty and region are registered; whether a centre runs by the rules is not judged',
      ),
    ],
  ]),
  clause(
    'sa5.1',
    '专项五目标',
    'Targets of action 5',
    [
      [
        '#01',
        'INDICATOR',
        '对照国家清单，2025 年底建齐 3 类 6 领域 70 个方向',
        'By the end of 2025 all of 3 categories, 6 fields and 70 directions of the national list',
        indicator,
      ],
      ['#02', 'INDICATOR', '中医专业省级中心至少 10 个', 'At least 10 provincial centres in TCM', indicator],
      ['#03', 'INDICATOR', '市级中心至少 1000 个', 'At least 1000 centres of cities', indicator],
      ['#04', 'INDICATOR', '县级中心或组织至少 800 个', 'At least 800 centres or organisations of counties', indicator],
      [
        '#05',
        'SOFT',
        '住院、日间、门急诊患者都在质控之内',
        'Inpatients, day patients, outpatients and emergencies all come under quality control',
        policy,
      ],
      ['#06', 'INDICATOR', '16 个专业每市都有市级中心', 'In 16 specialties every city has a centre', indicator],
      [
        '#07',
        'INDICATOR',
        '这 16 个专业延伸到至少 50% 的县',
        'The same 16 reach at least 50 % of the counties',
        indicator,
      ],
      [
        '#08',
        'INDICATOR',
        '单病种管理的病种或技术至少 100 个',
        'Single-disease management covers at least 100',
        indicator,
      ],
      [
        '#09',
        'INDICATOR',
        '半数（50%）省级中心每年发布专业报告',
        'Half (50 %) of the provincial centres publish a report each year',
        indicator,
      ],
    ],
    TERM,
  ),
  clause('sa5.2', '主管部门职责', 'Duties of authorities', [
    [
      '#01',
      'ORG',
      '按省级办法设立或合并质控中心',
      'Centres are set up and merged by the rules of the province',
      partly(
        ['register:qc-organisation'],
        '登记设立机关与起止，合并关系未登记',
        'the appointing authority and the period are registered; which centre went into which is not',
      ),
    ],
    ['#02', 'REGISTRY', '质控中心管理制度完备', 'The rules for centres are complete', authority],
    ['#03', 'LOOP', '指导考核更严', 'They are guided and assessed more closely', authority],
  ]),
  clause('sa5.3', '管理办公室', 'Management office', [
    [
      '#01',
      'ORG',
      '提倡有专门办公室，也可指定组织代行',
      'An office, or an organisation named for it, is welcome',
      organisation,
    ],
    ['#02', 'ORG', '专题会至少每季度一次', 'Each quarter has at least one special meeting', organisation],
    ['#03', 'SOFT', '定期交流，向别处取经', 'It learns from others, regularly', policy],
  ]),
  clause('sa5.4', '智库', 'Think tank', [
    ['#01', 'REGISTRY', '省级建质量管理智库', 'The province has a think tank on quality', authority],
    ['#02', 'LOOP', '组织质控中心按需调研、指导、评价', 'Centres are sent out where they are needed', authority],
  ]),
  clause('sa5.5', '省级质控中心', 'Provincial centres', [
    [
      '#01',
      'REPORT',
      '以每年发布专业报告为工作目标',
      'Their aim is a published report of the specialty each year',
      CENTRE,
    ],
    [
      '#02',
      'LOOP',
      '用质量工具找薄弱、析原因、定措施、看成效',
      'With quality tools: weak links, causes, measures, effect',
      CENTRE,
    ],
  ]),
];
