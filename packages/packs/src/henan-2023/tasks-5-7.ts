/** Tasks 5 to 7 of the Henan action plan: drugs and devices, medical technology, emergency care. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { CENTRE, clause } from './clause.ts';

const { authority, externalData, ledger, loop, organisation, policy, report } = NOT_ENCODED;

export const TASKS_5_TO_7: readonly Clause[] = [
  clause('t5.1', '供应目录与重点品种', 'Catalogue and watched goods', [
    [
      '#01',
      'REGISTRY',
      '药品器械依法列入本院供应目录',
      'Drugs and devices stand in a lawful catalogue of the hospital',
      ledger,
    ],
    [
      '#02',
      'RULE',
      '严管重点药（监控、抗菌、抗肿瘤、麻精）与常用器械（影像、植入）',
      'Five kinds of drugs, from monitored ones to narcotics, and common devices such as implants are managed more closely',
      externalData,
    ],
  ]),
  clause('t5.2', '不良反应与清退', 'Adverse reactions and removal', [
    [
      '#01',
      'LOOP',
      '药品器械的不良反应有监测、有报告',
      'Adverse reactions are watched for and reported',
      ['loop:adverse-event/report', 'loop:adverse-event/unreported', 'part:apps/server/src/adverse-events'],
    ],
    ['#02', 'REPORT', '以信息化定期汇总并析因', 'They are summed up regularly, with their causes', report],
    [
      '#03',
      'LOOP',
      '反应多、隐患大的品种及时清出目录',
      'What shows many reactions and a plain hazard leaves the catalogue',
      loop,
    ],
    ['#04', 'SOFT', '上报不罚，或予奖励', 'Whoever reports is not punished, or is rewarded', policy],
  ]),
  clause('t5.3', '六个省级质控中心', 'Six provincial centres', [
    [
      '#01',
      'LOOP',
      '六个省级中心（药学、美容、介入、核医学、放射、超声）按目标与指标拟出方案',
      'Six centres, from clinical pharmacy to ultrasound, plan by their targets',
      CENTRE,
    ],
  ]),
  clause('t6.1', '组织与技术梳理', 'Committee and survey', [
    [
      '#01',
      'ORG',
      '依履职情况调整技术管理组织',
      'The committee on technologies is reshaped by how it has worked',
      organisation,
    ],
    [
      '#02',
      'REGISTRY',
      '在用技术全面摸底，限制类、内镜、介入为先',
      'What is in use is surveyed: first restricted techniques, endoscopy, intervention',
      ledger,
    ],
  ]),
  clause('t6.2', '新技术准入', 'Access of new technologies', [
    [
      '#01',
      'AUTH',
      '五条都符合才批：有效、安全、经济、适宜、可用于临床',
      'Approved on five criteria, safety and effect first',
      ledger,
    ],
    ['#02', 'REGISTRY', '新技术有清单并定期更新', 'A list of them is renewed regularly', ledger],
    ['#03', 'AUTH', '每项写明可操作人员', 'Each names who may do it', ledger],
    ['#04', 'REGISTRY', '用前论证风险、备好预案', 'Risks are argued and a plan is ready before use', ledger],
    ['#05', 'LOOP', '全程跟踪、动态评估', 'Followed and evaluated throughout', loop],
  ]),
  clause('t6.3', '省系统备案', 'Filing with the province', [
    ['#01', 'LOOP', '机构在省医疗技术系统按要求及时备案', 'The hospital files in the provincial system in time', loop],
    ['#02', 'LOOP', '主管部门按时办结备案', 'The authority completes the filing on time', authority],
    [
      '#03',
      'AUTH',
      '拟作限制类技术培训基地的，先自评，再经基地模块报省级',
      'A would-be training base assesses itself and files with the province',
      authority,
    ],
  ]),
  clause('t6.4', '病例上报接口', 'Interface for cases', [
    [
      '#01',
      'REPORT',
      '接通省级接口，个案一例一报，及时、准确、完整',
      'Connected to the provincial interface, each case is sent: prompt, accurate, complete',
      report,
    ],
  ]),
  clause('t6.5', '限制类技术质控中心', 'Centres for restricted technologies', [
    [
      '#01',
      'LOOP',
      '六个省级中心（神内、两类内镜、介入、口腔、种植）落实目标并拟方案',
      'Six centres, from neurology to dental implants, plan by their targets',
      CENTRE,
    ],
  ]),
  clause('t6.6', '中医技术感控', 'Infection control in TCM techniques', [
    [
      '#01',
      'RULE',
      '中医操作照中医技术相关感染防控的试行指南做',
      'Infections by TCM techniques are prevented as a trial guideline says',
      externalData,
    ],
  ]),
  clause('t7.1', '院前与院内衔接', 'From ambulance to hospital', [
    [
      '#01',
      'RULE',
      '急救车与急诊科信息相通，交接不断档',
      'Ambulance and emergency department share information and hand over without a gap',
      externalData,
    ],
  ]),
  clause('t7.2', '分诊与绿色通道', 'Triage and green channel', [
    ['#01', 'RULE', '预检分诊做得更实', 'Triage is strengthened', externalData],
    ['#02', 'LOOP', '急诊流程与绿色通道更顺', 'The emergency flow and its green channel improve', loop],
    [
      '#03',
      'ORG',
      '多学科抢救危重者：心脏、脑血管、多发伤、骤停为重',
      'Several disciplines rescue the critical, in heart and brain disease and trauma above all',
      organisation,
    ],
  ]),
  clause('t7.3', '急会诊', 'Urgent consultation', [
    ['#01', 'LOOP', '急会诊照会诊制度办', 'Urgent consultations keep to the core system', loop],
    [
      '#02',
      'LOOP',
      '急诊多学科会诊把好指征、理顺流程、常演练',
      'Joint emergency consultations are well indicated, flow well and are drilled',
      loop,
    ],
    [
      '#03',
      'RULE',
      '院内急会诊宜上系统，盯住时间点',
      'A system for urgent consultations that watches their times is welcome',
      externalData,
    ],
  ]),
  clause('t7.4', '卒中、胸痛、创伤', 'Stroke, chest pain, trauma', [
    [
      '#01',
      'LOOP',
      '五个省级中心平时就检查指导卒中、胸痛、创伤与急诊',
      'Five provincial centres inspect and guide as a routine',
      CENTRE,
    ],
    [
      '#02',
      'INDICATOR',
      '三级综合医院全部（100%）建成所要求的中心；“三级中心”作何解由参数定',
      'Every tertiary general hospital, 100 %, has built the required centres; which ones is open to reading',
      externalData,
    ],
    [
      '#03',
      'SOFT',
      '卒中与胸痛中心（三级）的数量质量居全国前列',
      'In number and quality its tertiary centres for stroke and chest pain stay among the best of the nation',
      policy,
    ],
    [
      '#04',
      'LOOP',
      '帮助基层卒中、胸痛单元达标',
      'Small units for stroke and chest pain are brought to standard',
      CENTRE,
    ],
  ]),
  clause('t7.5', '质控中心协作', 'Centres together', [
    [
      '#01',
      'SOFT',
      '院前与急诊两中心联手改流程，探索共享平台',
      'Two centres better the hand-over and try a platform in common',
      policy,
    ],
  ]),
];
