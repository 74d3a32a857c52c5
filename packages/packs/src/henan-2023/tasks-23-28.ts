/** Tasks 23 to 28 of the Henan action plan: openness, performance, targets, assessment, traditional medicine. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED, partly } from '../pack.ts';
import { CENTRE, clause, POINTER } from './clause.ts';

const { authority, externalData, ledger, organisation, policy, report } = NOT_ENCODED;

export const TASKS_23_TO_28: readonly Clause[] = [
  clause('t23', '质控体系', 'Quality-control system', [
    ['#01', 'SOFT', '见专项行动五', 'See special action 5', POINTER],
  ]),
  clause('t24.1', '平台与年度报告', 'Platforms and yearly report', [
    [
      '#01',
      'REGISTRY',
      '主管部门会用七个国家和省级质量平台',
      'Authorities know seven platforms of nation and province',
      authority,
    ],
    [
      '#02',
      'REPORT',
      '定期组织按专业、按机构汇总分析并公布',
      'How specialties and institutions do is collected, analysed and published regularly',
      report,
    ],
    [
      '#03',
      'REPORT',
      '省级与质控中心每年编全省质量安全报告',
      'The province and its centres compile a yearly report',
      report,
    ],
  ]),
  clause('t24.2', '主管部门公开', 'Disclosure by authorities', [
    [
      '#01',
      'REPORT',
      '市级以上要排名、通报并公开辖区情况',
      'From the city up, authorities rank, circulate and disclose',
      report,
    ],
  ]),
  clause('t24.3', '机构公开', 'Disclosure by hospitals', [
    ['#01', 'REPORT', '院内同样排名、通报、公开', 'Hospitals do the same for themselves', report],
  ]),
  clause('t24.4', '专业年度报告', 'Yearly report of a specialty', [
    [
      '#01',
      'LOOP',
      '质控中心监测、分析一年的专业质量并反馈',
      'Centres watch the year of their specialty and report back',
      CENTRE,
    ],
    [
      '#02',
      'REPORT',
      '省级中心每年写出分地区的专业报告并反馈',
      'Provincial centres write a yearly report by region and send it back',
      CENTRE,
    ],
    ['#03', 'LOOP', '对具体问题逐一拟可行方案', 'Each concrete problem gets a workable plan', CENTRE],
  ]),
  clause('t25.1', '质量与绩效', 'Quality in performance', [
    [
      '#01',
      'REPORT',
      '绩效考核看质量，并探索与分配挂钩',
      'Assessment, and in trials pay, rests on quality',
      organisation,
    ],
    [
      '#02',
      'REPORT',
      '科主任的考核、聘任、晋升、评优看科室质量',
      'The head of a department is judged by its quality',
      organisation,
    ],
    [
      '#03',
      'REGISTRY',
      '鼓励给医师建档，看得出工作质量',
      'A file for each doctor from which quality can be read is encouraged',
      ledger,
    ],
    [
      '#04',
      'AUTH',
      '手术授权、考核、晋升都以科室和个人质量为据',
      'Who may operate, how one is assessed and promoted, rests on quality, own and of the department',
      ledger,
    ],
  ]),
  clause('t25.2', '专家委员会成员', 'Members of expert committees', [
    [
      '#01',
      'REGISTRY',
      '质控专家履职记录在案，供聘任、晋升、评优',
      'What chairs, members and secretaries did is recorded and counts for them',
      ledger,
    ],
  ]),
  clause('t25.3', '质控专员与质控员', 'Specialists and officers', [
    [
      '#01',
      'REGISTRY',
      '其工作以改进的数据衡量，同样用于评价',
      'What improved by data judges their work, which counts likewise',
      ledger,
    ],
  ]),
  clause('t25.4', '中心与专科设置', 'Setting up centres', [
    [
      '#01',
      'REPORT',
      '设各类中心与重点专科、评优时看质量',
      'Quality decides where centres and key specialties are set up and who is honoured',
      authority,
    ],
  ]),
  clause('t26.1', '基线与幅度', 'Baseline and margin', [
    [
      '#01',
      'LOOP',
      '主管部门指导细化目标，定基线与幅度，含患者安全目标',
      'Authorities guide centres and hospitals to baseline and margin, patient safety goals included',
      authority,
    ],
  ]),
  clause('t26.2', '数据质控', 'Control by data', [
    [
      '#01',
      'LOOP',
      '质控中心用数据找出卡住目标的核心问题，拟方案、作培训',
      'Centres find by data what holds targets back, plan and train',
      CENTRE,
    ],
  ]),
  clause('t26.3', '机构主责', 'The hospital answers', [
    [
      '#01',
      'LOOP',
      '每个目标有组织、制度、机制与路径，多部门共担',
      'Each target has organisation, rules and a path that many departments share',
      [
        'register:quality-task',
        'register:task-milestone',
        'loop:organisation/target-without-project',
        'loop:organisation/milestone',
        'part:packages/core/src/organisation',
      ],
    ],
    ['#02', 'REGISTRY', '一个目标一本账', 'Every target has its ledger', ledger],
    ['#03', 'REGISTRY', '有激励，也有约束', 'Incentives and constraints exist', ledger],
  ]),
  clause('t26.4', '以数据示人', 'The area shown by data', [
    [
      '#01',
      'REPORT',
      '主管部门与质控中心以信息系统展示辖区质量',
      'Authorities and centres show the quality of their area by data',
      partly(
        ['part:apps/server/src/statistics'],
        '互认统计可按机构、科室查看，其他质量数据未接收',
        'recognition is counted by institution and department; other data on quality do not arrive',
      ),
    ],
  ]),
  clause('t27.1', '八项评估', 'Eight evaluations', [
    [
      '#01',
      'REPORT',
      '评审、绩效、高质量发展、双中心、重点专科、医联体、专科与单病种评估都重质量',
      'Quality weighs in eight evaluations, from accreditation to single diseases',
      authority,
    ],
  ]),
  clause('t27.2', '质控中心述职', 'Evaluation of centres', [
    [
      '#01',
      'LOOP',
      '主管部门定期听取本级中心述职并评价',
      'Authorities regularly hear and evaluate the centres of their level',
      ['loop:authority/centre-review'],
    ],
    ['#02', 'REGISTRY', '评价标准随目标与指标调整', 'The criteria change with targets and indicators', authority],
  ]),
  clause('t28.1', '中医纳入管理', 'TCM in quality management', [
    [
      '#01',
      'RULE',
      '中医技术与中药使用都纳入质量管理',
      'TCM techniques and drugs are part of quality management',
      externalData,
    ],
  ]),
  clause('t28.2', '中医质控机构', 'TCM quality-control bodies', [
    [
      '#01',
      'ORG',
      '中医药主管部门逐级设好中医质控机构',
      'The TCM authority of each level sets up such bodies',
      partly(
        ['register:qc-organisation'],
        '可登记其专业、级别与设立机关，应设而未设的不判断',
        'specialty, level and appointing authority can be registered; what is missing is not judged',
      ),
    ],
    ['#02', 'REGISTRY', '中医技术规范修订补全', 'The technical norms of TCM are kept up', authority],
    [
      '#03',
      'SOFT',
      '中医服务与人才，在预防、重病、康复中多起作用',
      'Services, people and the role of TCM from prevention to rehabilitation',
      policy,
    ],
  ]),
];
