/** Tasks 1 to 4 of the Henan action plan: organisation, rules, working mechanism, staff. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED, partly } from '../pack.ts';
import { CENTRE, clause } from './clause.ts';

const { externalData, ledger, loop, organisation, policy } = NOT_ENCODED;

export const TASKS_1_TO_4: readonly Clause[] = [
  clause('t1.1', '两级管理体系', 'Two levels of management', [
    [
      '#01',
      'ORG',
      '质量安全在医院与科室两层各有人管',
      'Quality and safety are managed at hospital and at department',
      ['register:quality-body'],
    ],
    [
      '#02',
      'ORG',
      '具备条件的，可再设到诊疗组',
      'Where it can, a hospital adds the treatment group as a third level',
      organisation,
    ],
  ]),
  clause('t1.2', '质量管理委员会', 'Quality management committee', [
    [
      '#01',
      'ORG',
      '委员会由院长牵头并实际履职',
      'The committee is chaired by the head of the hospital and does its work',
      ['register:institution-head', 'loop:organisation/committee-fault', 'loop:organisation/committee-month'],
    ],
    [
      '#02',
      'RULE',
      '成员至少含十类部门的负责人：医务、质控、护理、院感、医工、信息、后勤、临床、药学、医技',
      'Its members come at least from ten kinds of department, from medical affairs, nursing and infection control to pharmacy and technology',
      ['register:quality-body-member', 'loop:organisation/committee-fault'],
    ],
    [
      '#03',
      'ORG',
      '下设各专业质量组，由其统筹',
      'Quality groups of the specialties work under it',
      ['register:quality-body'],
    ],
  ]),
  clause('t1.3', '办公室、规划与预算', 'Office, plan and budget', [
    [
      '#01',
      'ORG',
      '有专门办公室或指定部门管日常',
      'An office or a named department does the daily work',
      ['register:quality-body'],
    ],
    [
      '#02',
      'ORG',
      '质量体系建设写进各期规划与每年的计划',
      'Long-term and yearly plans contain the quality system',
      organisation,
    ],
    ['#03', 'RULE', '所需经费每年列入预算', 'The yearly budget has money for it', externalData],
  ]),
  clause('t1.4', '医院质控专员', 'The quality specialist of the hospital', [
    [
      '#01',
      'ORG',
      '每院指定一名质控专员，在委员会之下对接各质控中心',
      'One named specialist works with the quality-control centres under the committee',
      ['register:quality-officer'],
    ],
    [
      '#02',
      'RULE',
      '懂政策法规、懂专业，有质控素养与责任心',
      'Knows the law, the specialty and the craft of quality control',
      externalData,
    ],
    [
      '#03',
      'RULE',
      '人选要稳定，不宜常换；多久由机构定',
      'Stays in post; how long is left to the hospital',
      ['loop:organisation/early-change'],
    ],
  ]),
  clause('t1.5', '科室质量组', 'Quality group of the department', [
    [
      '#01',
      'ORG',
      '业务科室都有质量组，科主任任组长',
      'Every clinical or technical department has a group under its head',
      ['register:quality-body', 'register:quality-body-member'],
    ],
    [
      '#02',
      'ORG',
      '各有一名质控员管日常',
      'Each has a quality officer for the daily work',
      ['loop:organisation/officer-missing'],
    ],
  ]),
  clause('t2.1', '院内制度', 'Rules of the institution', [
    ['#01', 'REGISTRY', '依法把质量安全制度建齐', 'The rules on quality and safety are complete', ledger],
    ['#02', 'SOFT', '日常管理的要害处用信息化思路', 'Information technology is thought of where it matters', policy],
  ]),
  clause('t2.2', '核心制度与决策支持', 'Core systems and decision support', [
    ['#01', 'REGISTRY', '每项核心制度都有院内细则并照做', 'Each core system has a local rule that is followed', ledger],
    [
      '#02',
      'RULE',
      '核心制度的节点与易漏处由决策支持提示，结合知识库与患者信息',
      'Decision support watches nodes and weak spots of the core systems, from medical knowledge and the data of the patient',
      externalData,
    ],
  ]),
  clause('t2.3', '信息化闭环', 'Closed loops in the systems', [
    [
      '#01',
      'REGISTRY',
      '省病案等质控中心拟出以信息化落实核心制度的关键闭环',
      'Provincial centres, that of records first, define the loops by which systems carry the core systems',
      CENTRE,
    ],
    ['#02', 'SOFT', '并给技术指导，使监管常态而动态', 'They advise, so that supervision is continuous', policy],
  ]),
  clause('t3.1', '委员会月会与目标分解', 'Monthly committee, targets broken down', [
    [
      '#01',
      'ORG',
      '院长每月主持一次专题会',
      'The head of the hospital holds a meeting of the committee each month',
      ['loop:organisation/committee-month'],
    ],
    [
      '#02',
      'LOOP',
      '国家与省级年度目标逐一分到科室',
      'The yearly targets of nation and province are given to departments',
      [
        'register:quality-target',
        'register:department-target',
        'register:target-value',
        'loop:organisation/targets-missing',
        'loop:organisation/department-without-target',
        'part:packages/core/src/organisation',
      ],
    ],
    [
      '#03',
      'LOOP',
      '以质量工具找出堵点，定措施，督促科室办',
      'Quality tools show what blocks; measures follow, and departments are held to them',
      ['loop:organisation/decision'],
    ],
    [
      '#04',
      'INDICATOR',
      '质控指标逐步变好',
      'The indicators get better step by step',
      ['register:target-value', 'register:indicator-month', 'part:packages/core/src/organisation'],
    ],
  ]),
  clause('t3.2', '周会反馈与月刊', 'Weekly feedback, monthly journal', [
    [
      '#01',
      'REPORT',
      '院周会每周通报质量安全',
      'The weekly meeting hears about quality and safety',
      ['loop:organisation/week'],
    ],
    [
      '#02',
      'REPORT',
      '每月一刊，用数据讲六件事：核心制度、目标、指标、不良事件、负性指标、病历',
      'A monthly journal has data on six subjects: core systems, targets, indicators, adverse events, negative figures, records',
      partly(
        ['loop:organisation/journal-month'],
        '病历书写的数据平台未接收，由编辑填写',
        'data of record writing do not reach the platform: the editor writes them',
      ),
    ],
    [
      '#03',
      'SOFT',
      '评审、绩效与高质量发展评价融入日常',
      'Accreditation and assessments are part of every day',
      policy,
    ],
  ]),
  clause('t3.3', '科室月调度', 'Monthly meeting of the department', [
    [
      '#01',
      'ORG',
      '部门与科室负责人每月开调度会',
      'Heads of departments meet on quality every month',
      ['loop:organisation/department-month'],
    ],
    [
      '#02',
      'LOOP',
      '针对委员会指出的短板排重点、定计划、跟到底',
      'It takes up the weak figures named by the committee, by priority, plan and follow-up',
      ['loop:organisation/decision'],
    ],
    [
      '#03',
      'ORG',
      '委员会逐步参加各科会议，直至全部覆盖',
      'The committee comes to the meetings of all departments in turn',
      ['register:quality-body-member', 'part:packages/core/src/organisation'],
    ],
  ]),
  clause('t4.1', '准入与执业', 'Access to practice', [
    [
      '#01',
      'AUTH',
      '医师、护士、医技人员凭资质上岗，在范围内执业',
      'Doctors, nurses and technologists work with a licence and within its field',
      partly(
        ['register:practitioner'],
        '登记机构、科室与执业范围，无证照有效期，也不据此核对行为',
        'institution, department and field are registered; no licence expires there, and no act is checked against it',
      ),
    ],
    ['#02', 'AUTH', '手术按医师分级授权', 'Surgeons are authorised by grade', ledger],
    ['#03', 'REGISTRY', '多点执业登记在册', 'Practice at several places is on file', ledger],
    ['#04', 'LOOP', '定期考核，间隔未定', 'Periodic assessment; the interval is open', loop],
  ]),
  clause('t4.2', '题库与三基训练', 'Question bank and basic training', [
    [
      '#01',
      'REGISTRY',
      '题库取自指南、规范与规程，合本院实情',
      'Questions drawn from norms and guidelines, fit for the hospital',
      ledger,
    ],
    ['#02', 'LOOP', '全员三基培训与考核，借助信息化', 'Everybody is trained and tested in the three basics', loop],
  ]),
  clause('t4.3', '目标到人', 'Targets reach persons', [
    [
      '#01',
      'LOOP',
      '目标与指标落到每个科室和个人',
      'Targets and indicators come down to departments and persons',
      [
        'register:quality-target',
        'register:department-target',
        'register:staff-target',
        'loop:organisation/targets-missing',
        'loop:organisation/department-without-target',
        'loop:organisation/staff-without-target',
        'part:packages/core/src/organisation',
      ],
    ],
  ]),
  clause('t4.4', '质控中心培训', 'Training by the centres', [
    [
      '#01',
      'ORG',
      '质控中心先调研，再按专业定培训计划，办会办班',
      'Centres survey, plan training for their specialty and hold it',
      CENTRE,
    ],
  ]),
];
