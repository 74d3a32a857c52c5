/** Tasks 17 to 22 of the Henan action plan: examinations and tests, consultation, critical patients, nursing. */
import { CRITICAL_VALUE } from '../core-systems/critical-value.ts';
import type { Clause } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { CENTRE, clause, POINTER } from './clause.ts';

const { externalData, ledger, loop, organisation, policy } = NOT_ENCODED;

export const TASKS_17_TO_22: readonly Clause[] = [
  clause('t17.1', '全过程质量', 'The whole course of tests', [
    [
      '#01',
      'REGISTRY',
      '质量制度贯穿检查检验前、中、后',
      'Quality rules cover a test before, during and after',
      ledger,
    ],
    [
      '#02',
      'LOOP',
      '室内质控要加强',
      'More is made of IQC',
      [
        'register:iqc-monthly',
        'rule:mark/iqc-performed',
        'rule:mark/quality-requirement',
        'rule:print/line',
        'loop:iqc/out-of-control',
        'loop:iqc/month-due',
      ],
    ],
    [
      '#03',
      'LOOP',
      '配合室间质评',
      'The laboratory takes part in EQA',
      [
        'register:eqa-round',
        'register:eqa-outcome',
        'rule:mark/serving-organiser',
        'rule:mark/latest-round-not-failed',
      ],
    ],
    [
      '#04',
      'ORG',
      '质量部门指定一个部门统管全院检查检验，水平一致',
      'One named department answers for all tests of the hospital, so that they are alike',
      organisation,
    ],
    [
      '#05',
      'RULE',
      '以质量支撑互认：质控在控、质评合格的项目才可互认',
      'Quality carries recognition: it takes IQC in control and a passed EQA to offer an item for it',
      [
        'rule:mark/iqc-performed',
        'rule:mark/quality-requirement',
        'rule:mark/serving-organiser',
        'rule:mark/latest-round-not-failed',
        'rule:candidate/mark-basis',
      ],
    ],
  ]),
  clause('t17.2', '即时检验', 'Point-of-care testing', [
    [
      '#01',
      'RULE',
      '床旁检测也在实验室质量体系内',
      'Tests at the bedside are under the quality system of the laboratory',
      [
        'register:item',
        'register:instrument',
        'register:iqc-monthly',
        'register:staff-authorisation',
        'loop:comparison/due',
        'part:packages/core/src/laboratory',
        'part:packages/core/src/method',
        'part:apps/server/src/laboratory',
      ],
    ],
    ['#02', 'RULE', '结果要快、准、规范', 'They give a fast, right and orderly result', externalData],
  ]),
  clause('t17.3', '危急值', 'Critical values', [
    [
      '#01',
      'REGISTRY',
      '按本院病种调整危急值项目，系统内随时维护',
      'The list suits the diseases of the hospital and is kept current',
      ['register:critical-threshold'],
    ],
    [
      '#02',
      'INDICATOR',
      '报告更及时、更准确',
      'Reporting becomes prompter and more accurate',
      ['part:packages/core/src/critical', 'part:apps/server/src/critical'],
    ],
    [
      '#03',
      'LOOP',
      '系统内成闭环，从识别到处置共五步',
      'One loop of five steps in the system, from recognition to handling',
      CRITICAL_VALUE,
    ],
    ['#04', 'REGISTRY', '应急预案含危急值', 'They are part of contingency planning', ledger],
  ]),
  clause('t17.4', '危急值的质控指导', 'Guidance on critical values', [
    [
      '#01',
      'LOOP',
      '六个省级中心帮助机构按收治病种细分关键环节',
      'Six provincial centres help to sort the critical links by the diseases treated',
      CENTRE,
    ],
    [
      '#02',
      'REGISTRY',
      '病案质控中心写明系统内的闭环流程',
      'The centre for records defines the loop in the systems',
      CENTRE,
    ],
    ['#03', 'RULE', '关键时间点由系统采集', 'The system captures the times that matter', CRITICAL_VALUE],
  ]),
  clause('t18', '病历质量', 'Records', [['#01', 'SOFT', '见专项行动三', 'See special action 3', POINTER]]),
  clause('t19.1', '会诊制度', 'Rules of consultation', [
    ['#01', 'REGISTRY', '各类会诊各有流程', 'Each kind has its process', ledger],
    ['#02', 'AUTH', '会诊者须有资质', 'Consultants are qualified', ledger],
    ['#03', 'RULE', '会诊单统一格式与填法', 'One form, filled in one way', externalData],
    [
      '#04',
      'LOOP',
      '会诊意见做没做、效果如何要跟踪',
      'It is followed whether the advice was taken and what it did',
      loop,
    ],
  ]),
  clause('t19.2', '参与学科', 'Disciplines that join', [
    [
      '#01',
      'INDICATOR',
      '八个学科参与更多，如中医、营养、药学',
      'Eight disciplines join more often, from TCM and nutrition to imaging and pharmacy',
      externalData,
    ],
    ['#02', 'RULE', '营养与早期康复介入', 'Nutritionists and early rehabilitation have their part', externalData],
  ]),
  clause('t19.3', '会诊信息化', 'Consultation in the system', [
    [
      '#01',
      'RULE',
      '会诊全程在系统内，要点与节点嵌入，更快更规范',
      'The whole course is in the system with its nodes, and gets faster',
      externalData,
    ],
    [
      '#02',
      'REPORT',
      '宜把参与和效果计入医师考核',
      'Taking part and its effect had best count in assessments',
      organisation,
    ],
  ]),
  clause('t19.4', '会诊的质控指导', 'Guidance on consultation', [
    [
      '#01',
      'SOFT',
      '营养、康复等省级中心提高多学科会诊的意识与次数',
      'Provincial centres raise awareness and number',
      policy,
    ],
  ]),
  clause('t20.1', '识别与资源', 'Recognition and resources', [
    ['#01', 'REGISTRY', '写明哪些算急难危重及其分类', 'It is defined who counts, in classes', ledger],
    ['#02', 'RULE', '早发现', 'They are recognised early', externalData],
    [
      '#03',
      'RULE',
      '抢救设备药品处处可用，可紧急调配',
      'Every unit has what a rescue takes, ready, and it can be moved',
      externalData,
    ],
    [
      '#04',
      'RULE',
      '超出本院诊疗范围的也要施以必要帮助',
      'Those outside the scope of the hospital get the help they need',
      externalData,
    ],
    [
      '#05',
      'LOOP',
      '危急值处置更及时、更规范',
      'Critical values are handled sooner and better',
      [...CRITICAL_VALUE, 'part:apps/server/src/critical'],
    ],
  ]),
  clause('t20.2', '抢救与疑难讨论', 'Rescue and discussion', [
    [
      '#01',
      'RULE',
      '抢救制度与疑难病例讨论制度落到实处',
      'The core systems of rescue and of difficult cases are carried out',
      externalData,
    ],
    [
      '#02',
      'ORG',
      '质量部门参加讨论，找出薄弱处并设法解决',
      'The quality office joins, finds weak links and solves them',
      organisation,
    ],
  ]),
  clause('t20.3', '绿色通道检查', 'Inspection of the green channel', [
    [
      '#01',
      'LOOP',
      '质量部门定期查绿色通道十一个环节，从院前到转运',
      'Eleven links are inspected regularly, from the ambulance to the transfer',
      ['loop:organisation/green-channel-check', 'register:department', 'part:apps/server/src/organisation'],
    ],
    ['#02', 'LOOP', '改制度、改流程，危重者优先', 'Rules and flow change so that the critical come first', loop],
  ]),
  clause('t20.4', '预案与演练', 'Plans and drills', [
    [
      '#01',
      'REGISTRY',
      '此类患者的救治写进应急预案',
      'Emergency plans know how to rescue them',
      ['register:emergency-plan', 'register:department', 'loop:organisation/rescue-plan-missing'],
    ],
    ['#02', 'LOOP', '适时全员培训', 'All staff are trained at suitable times', loop],
    [
      '#03',
      'LOOP',
      '定期演练',
      'Drills are regular',
      [
        'register:emergency-plan',
        'loop:organisation/rescue-plan-missing',
        'loop:organisation/drill',
        'loop:organisation/hazard',
      ],
    ],
  ]),
  clause('t20.5', '救治的质控指导', 'Guidance on rescue', [
    [
      '#01',
      'LOOP',
      '院前、急诊、重症、门诊四中心定标准流程并培训',
      'Four provincial centres standardise how it is done, and train',
      CENTRE,
    ],
  ]),
  clause('t21', '患者安全', 'Patient safety', [['#01', 'SOFT', '见专项行动四', 'See special action 4', POINTER]]),
  clause('t22.1', '优质护理', 'Quality nursing', [
    ['#01', 'INDICATOR', '优质护理覆盖更广', 'Quality nursing reaches further', externalData],
    [
      '#02',
      'RULE',
      '护理核心制度、责任制整体护理与基础护理做实',
      'Core systems of nursing, one nurse responsible for the whole person, sound basic nursing',
      externalData,
    ],
  ]),
  clause('t22.2', '护理监测', 'Monitoring', [
    [
      '#01',
      'LOOP',
      '护理质量有监测、有反馈，循证改进',
      'Nursing quality is watched and fed back, and improves on evidence',
      loop,
    ],
  ]),
  clause('t22.3', '护理质控中心', 'The centre for nursing', [
    [
      '#01',
      'LOOP',
      '省护理中心把目标与优质护理结合，带动护士参与质量管理',
      'The provincial centre makes its targets those of good nursing and draws nurses in',
      CENTRE,
    ],
  ]),
];
