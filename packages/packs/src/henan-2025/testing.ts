/** Henan 2025, preamble and measures 1 to 5 on clinical testing: who runs laboratories, and which tests are done. */
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

export const TESTING: readonly Clause[] = [
  clause('lab.0', '检验检测措施的依据', 'Basis of the measures on testing', [
    [
      '#01',
      'REGISTRY',
      '以临床实验室管理办法及 2025 年两份通知为依据',
      'Rests on the measures on clinical laboratories and two notices of 2025',
      {
        zh: '三份上位文件与本文件条款的对应未登记',
        en: 'the links from these clauses to the three instruments are not recorded',
      },
    ],
    [
      '#02',
      'SOFT',
      '目的：规范检测、保证结果、用好资源、保护患者',
      'Aims: order, sound results, resources well used, patients protected',
      GAP.policy,
    ],
  ]),
  clause('lab.1', '检验检测的组织', 'Organisation of testing', [
    ['#01', 'REGISTRY', '二级以上机构有检验检测制度与机制', 'Rules and mechanisms from level two on', GAP.ownRules],
    ['#02', 'ORG', '主要负责人为第一责任人', 'The person in charge answers first', GAP.organisation],
    ['#03', 'ORG', '主要负责人定期研究检验检测管理', 'And looks into testing at intervals', GAP.loop],
    [
      '#04',
      'ORG',
      '院领导牵头，医务协调，临床医技执行',
      'A leader leads, medical affairs coordinates, departments carry out',
      GAP.organisation,
    ],
    [
      '#05',
      'ORG',
      '可设专门委员会，由医务部门承担办公室',
      'A committee with its office in medical affairs is possible',
      GAP.organisation,
    ],
  ]),
  clause('lab.2', '实验室集中统一管理', 'Laboratories under one management', [
    [
      '#01',
      'REGISTRY',
      '实验室集中设置、统一管理、资源共享',
      'One place, one management and shared resources for laboratories',
      partly(
        ['register:department', 'register:instrument'],
        '有检验科室、仪器与所测项目；审批与集中外检测占比没有',
        'laboratory departments, instruments and their items are on record; approvals and the share tested elsewhere are not',
      ),
    ],
    [
      '#02',
      'ORG',
      '医务牵头、检验科协同，管设置、项目、设备、试剂、人员与质控',
      'Medical affairs with the laboratory manages places, tests, devices, reagents, staff and quality',
      GAP.organisation,
    ],
    [
      '#03',
      'REGISTRY',
      '设施设备可用，天天有维护',
      'Facilities and devices work and are maintained',
      partly(
        ['register:instrument', 'register:instrument-activity'],
        '有仪器与保养到期日；状态与维护日志没有',
        'instruments and due days of maintenance are on record; state and log are not',
      ),
    ],
    [
      '#04',
      'RULE',
      '试剂耗材合格合规',
      'Reagents and consumables are sound and lawful',
      partly(
        [
          'register:reagent-lot',
          'register:reagent-use',
          'register:lot-recall',
          'loop:reagent/recall',
          'part:packages/core/src/laboratory',
        ],
        '注册证、验收与效期；储存温度未登记',
        'registration, acceptance and expiry; temperatures of storage are not recorded',
      ),
    ],
    [
      '#05',
      'AUTH',
      '人员经培训并授权上岗',
      'Nobody works there without training and leave',
      ['register:staff-authorisation', 'part:packages/core/src/laboratory'],
    ],
    [
      '#06',
      'LOOP',
      '质控与评价覆盖全院检测',
      'Quality control covers all testing of the hospital',
      partly(
        ['register:iqc-monthly', 'register:eqa-outcome', 'part:apps/server/src/laboratory'],
        '按机构与项目登记并核对每个检测日；院内各实验室未区分',
        'kept by institution and item, and held against each testing day; laboratories within it are not told apart',
      ),
    ],
    [
      '#07',
      'AUTH',
      '科室确需自设实验室的，申请、论证后由院长办公会与班子决定',
      "A department's own laboratory is applied for, argued and decided by the leadership",
      GAP.loop,
    ],
    [
      '#08',
      'LOOP',
      '已设的科室实验室重新论证，该关的关，该并的并',
      'Existing ones are argued anew, closed or merged',
      GAP.loop,
    ],
    [
      '#09',
      'RULE',
      '不属临床的实验室不向临床出报告',
      'A laboratory that is not clinical issues no clinical report',
      GAP.externalData,
    ],
    ['#10', 'RULE', '也不得收检测费', 'Nor does it charge', GAP.externalData],
  ]),
  clause('lab.3', '依法检测', 'Testing within the law', [
    [
      '#01',
      'RULE',
      '所检项目须在执业登记的科目之内',
      'Tests stay within the subjects of the licence',
      partly(
        ['register:licensed-subject', 'part:packages/core/src/laboratory', 'loop:licence/outside'],
        '列出超登记项目，限期审核批准并变更登记，逾期告知行政部门；不阻断开展',
        'items outside are listed, reviewed and registered within a limit, and the authority is told when it is over; they are not stopped',
      ),
    ],
    [
      '#02',
      'AUTH',
      '新增或超专业项目须医务审核、医院批准',
      'New tests, or tests beyond the specialty, are reviewed and approved',
      partly(
        ['loop:licence/outside', 'register:licensed-subject'],
        '超出登记科目的须审核批准方可继续；科目之内新增的项目没有审批登记',
        'tests beyond the registered subjects are reviewed and approved; of a new test within them no approval is on record',
      ),
    ],
    [
      '#03',
      'LOOP',
      '超出的，登记随之变更',
      'The registration is changed as prescribed',
      ['loop:licence/outside', 'register:licensed-subject'],
    ],
    [
      '#04',
      'RULE',
      '除即时检测外，检验科已做的其他科原则上不做',
      'Apart from bedside tests, what the laboratory does no other department does, as a rule',
      GAP.externalData,
    ],
    ['#05', 'REGISTRY', '执行生物安全制度与操作规程', 'Rules on biosafety are kept', GAP.ownRules],
    ['#06', 'REGISTRY', '有事故预防措施与应急预案', 'Accidents are prevented and planned for', GAP.ownRules],
    ['#07', 'RULE', '管控样本外送风险', 'The risk of samples sent out is managed', GAP.externalData],
  ]),
  clause('lab.4', '组套设计', 'Design of panels', [
    [
      '#01',
      'LOOP',
      '对照指南、规范、路径与实践论证现有项目和组套',
      'Present tests and panels are argued against guidelines, norms, pathways and practice',
      GAP.loop,
    ],
    [
      '#02',
      'REGISTRY',
      '组套目录有版本，成员有理由',
      'Panels have versions, their members a reason',
      partly(
        ['register:panel-component'],
        '有组成与版本；成员的理由没有',
        'members and versions are on record, reasons are not',
      ),
    ],
    ['#03', 'RULE', '组套够用即可，持续优化', 'A panel holds what suffices and no more', GAP.externalData],
    [
      '#04',
      'RULE',
      '六类项目（三大常规至人类基因）重点清理冗余',
      'Six families, from the three routines to human genes, are searched for what is not needed',
      GAP.indicator,
    ],
  ]),
  clause('lab.5', '项目分级', 'Grades of tests', [
    [
      '#01',
      'REGISTRY',
      '普通级与特殊级目录，动态调整',
      'A catalogue of ordinary and special tests, kept current',
      GAP.ledger,
    ],
    ['#02', 'AUTH', '按人员授予不同级别的开单权', 'Who may order which grade is granted by person', GAP.permissions],
    [
      '#03',
      'AUTH',
      '鼓励医技分级审核、科内审核与机构审核',
      'Review by doctor and technician, by department and by institution is encouraged',
      GAP.loop,
    ],
    ['#04', 'RULE', '信息系统重点审核特殊级项目', 'Systems review orders of special tests', GAP.permissions],
    [
      '#05',
      'RULE',
      '重点审核重复开单，逻辑校验并弹窗',
      'Repeated orders are checked and prompt the doctor',
      partly(
        [
          'rule:candidate/same-item',
          'rule:candidate/time-limit',
          'rule:act/exception-code',
          'part:packages/wire/src/cds-hooks',
          'part:apps/server/src/statistics',
        ],
        '已有结果的重复会提示；尚无结果的重复医嘱不提示',
        'prompts where a result exists; a second order before the first has one does not prompt',
      ),
    ],
    [
      '#06',
      'RULE',
      '重点审核组套交叉项目，校验弹窗，避免重复检测与收费',
      'Tests that panels have in common are checked, against repeated testing and charges',
      partly(
        ['register:panel-component', 'rule:panel/limit'],
        '组合逐项判定并限收费；同时开立的组套间交叉不提示',
        'a panel is judged by component and its charge limited; overlaps among panels ordered together do not prompt',
      ),
    ],
  ]),
];
