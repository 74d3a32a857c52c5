/** Preamble, principles, goal, schedule and requirements of the Henan action plan: what frames its tasks. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED, partly } from '../pack.ts';
import { clause, TERM, TERM_OVER } from './clause.ts';

const { externalData, ledger, organisation, policy, report } = NOT_ENCODED;

export const PREAMBLE: readonly Clause[] = [
  clause('front', '印发通知', 'Notice of issue', [
    [
      '#01',
      'REGISTRY',
      '文件入库：省卫健委 2023-09-04 印发，行动三年（2023—2025），上承国卫医政发〔2023〕12号，前接 2021—2025 年千院行活动',
      'The instrument is on file: issued 2023-09-04 for the years 2023 to 2025, under a national notice of 2023, after the Thousand-Hospital programme of 2021 to 2025',
      partly(
        ['part:packages/packs'],
        '题名、机关、日期与条款已登记，上级文件与发文对象不是字段',
        'title, issuer, day and clauses are kept; the superior document and the addressees are no fields',
      ),
    ],
  ]),
  clause('guide', '指导思想', 'Guiding thought', [
    [
      '#01',
      'SOFT',
      '质量为先，各地各院水平趋同，中西医并重，资源布局更均衡',
      'Quality comes first and becomes alike everywhere; traditional medicine has its part; resources spread evenly',
      policy,
    ],
  ]),
  clause('bp.1', '原则一：组织推进', 'Principle 1: how the action is led', [
    [
      '#01',
      'LOOP',
      '主管部门与机构列出任务清单，逐项立项，定责任人与节点，到点督查',
      'Authorities and hospitals list the tasks, each a project with an owner and milestones that are chased',
      [
        'register:quality-task',
        'register:task-milestone',
        'register:authority-task',
        'register:authority-milestone',
        'loop:organisation/milestone',
        'loop:organisation/target-without-project',
        'loop:authority/milestone',
        'loop:authority/task-list',
        'part:packages/core/src/organisation',
      ],
    ],
  ]),
  clause('bp.2', '原则二：系统推进', 'Principle 2: one system', [
    [
      '#01',
      'SOFT',
      '医院评审与公立医院绩效考核都以质量为底，应一并谋划',
      'Quality is the ground of accreditation and of assessments, which are planned as one',
      policy,
    ],
  ]),
  clause('bp.3', '原则三：打牢基础', 'Principle 3: a firm base', [
    [
      '#01',
      'REGISTRY',
      '机构与人员依医师法、护士条例和医疗质量管理办法行事，以核心制度为主线，重“三基三严”',
      'Hospitals and staff keep to the laws on physicians, nurses and quality; the core systems are the thread, basic skills the base',
      ledger,
    ],
  ]),
  clause('bp.4', '原则四：主动创新', 'Principle 4: improvement on one’s own motion', [
    ['#01', 'SOFT', '养成安全文化，自行把制度改好', 'A safety culture grows, and rules are improved unasked', policy],
  ]),
  clause('bp.5', '原则五：专业引领', 'Principle 5: specialties lead', [
    [
      '#01',
      'ORG',
      '质控中心照省级管理办法运作，盯目标、找问题、守公益',
      'Quality-control centres work by the rules of the province, towards targets, for the public good',
      partly(
        ['register:qc-organisation'],
        '登记质控组织，工作计划与活动未登记',
        'the centres are on a register; their plans and activities are not',
      ),
    ],
  ]),
  clause('bp.6', '原则六：信息支撑', 'Principle 6: information technology', [
    [
      '#01',
      'ORG',
      '中长期规划与年度计划都写入智慧医院建设',
      'Long-term and yearly plans contain the building of a smart hospital',
      organisation,
    ],
    [
      '#02',
      'RULE',
      '核心制度的要点做进电子病历，并多用临床决策支持',
      'What matters in the core systems is built into the electronic record, with more decision support',
      externalData,
    ],
  ]),
  clause(
    'goal',
    '行动目标',
    'Goal',
    [
      [
        '#01',
        'SOFT',
        '三年内安全意识、管理体系、多方共治、基础质量、精细管理、资源布局与重病救治都上台阶，群众更信任、更满意',
        'Within three years awareness, management, shared governance, base quality, distribution and the care of grave disease all rise, and so do trust and satisfaction',
        TERM_OVER,
      ],
    ],
    TERM,
  ),
  clause('scope', '行动范围', 'Scope', [
    [
      '#01',
      'RULE',
      '约束全省二级及以上机构，更低级别的可比照',
      'Binds all of Henan from level two up; lower institutions may follow',
      partly(
        ['register:institution'],
        '登记级别与所在地；机构是否已有方案未登记',
        'level and place are registered, but not whether an institution has a plan',
      ),
    ],
  ]),
];

export const SCHEDULE: readonly Clause[] = [
  clause(
    'stage.1',
    '启动',
    'Start',
    [
      [
        '#01',
        'REPORT',
        '省级在 2023 年 6 至 8 月发方案、开会部署',
        'June to August 2023: the plan goes out from the province, with a meeting',
        TERM_OVER,
      ],
      [
        '#02',
        'REPORT',
        '市级可再细化，部署后向省级备案',
        'Cities may add detail, deploy and file their arrangement with the province',
        TERM_OVER,
      ],
    ],
    // As the plan dates the stage: it was over when the plan was issued.
    { from: '2023-06-01', to: '2023-09-01' },
  ),
  clause(
    'stage.2',
    '实施',
    'Implementation',
    [
      [
        '#01',
        'REPORT',
        '2023 年 9 月至 2025 年 9 月，各级每年按计划部署并总结',
        'September 2023 to September 2025: each level deploys and sums up every year by plan',
        TERM_OVER,
      ],
      [
        '#02',
        'LOOP',
        '各地边指导边评估，共性问题及时处理',
        'Places guide and evaluate; problems that many share are solved promptly',
        TERM_OVER,
      ],
      ['#03', 'REGISTRY', '每年选出典型案例并推广', 'Each year good examples are chosen and made known', TERM_OVER],
      [
        '#04',
        'REPORT',
        '省级分阶段总结，经省质控信息网、豫见康公众号等宣传',
        'The province sums up by phases and tells of it on its quality network, its official account and elsewhere',
        TERM_OVER,
      ],
    ],
    { from: '2023-09-04', to: '2025-10-01' },
  ),
  clause(
    'stage.3',
    '评估',
    'Evaluation',
    [
      [
        '#01',
        'REPORT',
        '省级于 2025 年 10 至 12 月作中期与终期评估，通报典型',
        'October to December 2025: the province evaluates the middle and the end, and circulates good examples',
        TERM_OVER,
      ],
      ['#02', 'SOFT', '有效的做法固定为制度', 'What worked becomes a standing arrangement', policy],
    ],
    { from: '2025-10-01', to: '2026-01-01' },
  ),
];

export const REQUIREMENTS: readonly Clause[] = [
  clause('req.1', '组织领导', 'Leadership', [
    [
      '#01',
      'ORG',
      '主管部门负责人与院长亲自过问，任务分到人、责任到层级',
      'Heads of authorities and hospitals see to it themselves; each task has somebody who answers for it',
      organisation,
    ],
    ['#02', 'SOFT', '调研与学习的工作方法', 'A method of inquiry and of learning', policy],
  ]),
  clause('req.2', '政策协同', 'Coordination', [
    [
      '#01',
      'LOOP',
      '指标分解到科室，专门部门督办，平时就监测、分析并回馈',
      'Indicators are assigned to departments; a named office chases, watches, analyses and reports back day by day',
      [
        'register:indicator-duty',
        'register:department-indicator-month',
        'loop:organisation/indicators-unassigned',
        'loop:organisation/department-indicators',
        'part:packages/core/src/organisation',
      ],
    ],
  ]),
  clause('req.3', '科学管理', 'Scientific management', [
    [
      '#01',
      'RULE',
      '目标、要害环节、时点与流程做进电子病历，质控转向信息化、数据化',
      'Goals, critical links, times and standard flows enter the electronic record; quality control runs on data',
      externalData,
    ],
    ['#02', 'SOFT', '推广单病种、全面质量管理等工具', 'Tools such as single-disease management are spread', policy],
  ]),
  clause('req.4', '宣传', 'Publicity', [
    [
      '#01',
      'REPORT',
      '主管部门选出代表性案例通报表扬',
      'Authorities commend representative examples by circular',
      report,
    ],
    ['#02', 'SOFT', '借行业媒体与新媒体宣传', 'Trade press and new media carry the message', policy],
  ]),
  clause('req.5', '长效机制', 'A lasting mechanism', [
    [
      '#01',
      'SOFT',
      '政策从问题出发，多方共治长期坚持',
      'Problems are where policy starts; shared governance lasts',
      policy,
    ],
  ]),
];
