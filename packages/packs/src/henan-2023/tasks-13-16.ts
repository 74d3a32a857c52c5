/** Tasks 13 to 16 of the Henan action plan: daily care, assessment of patients, rounds, medication. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED, partly } from '../pack.ts';
import { CENTRE, clause } from './clause.ts';

const { externalData, ledger, loop, organisation, policy } = NOT_ENCODED;

export const TASKS_13_TO_16: readonly Clause[] = [
  clause('t13.1', '合规诊疗', 'Care by guideline', [
    [
      '#01',
      'RULE',
      '照指南、规范、标准、路径与核心制度诊疗，检查、用药、治疗都有适应证',
      'Norms of every kind govern; what is examined, given and done is indicated',
      partly(
        ['rule:act/exception-code', 'rule:candidate/mark-basis'],
        '只判断可否免于重复检查检验，适应证、用药与治疗不判断',
        'only a needless repeat of a test is judged, not indications, medication or treatment',
      ),
    ],
  ]),
  clause('t13.2', '决策支持提醒', 'Prompts', [
    [
      '#01',
      'RULE',
      '指南与检验、用药规则进入医院系统，不合理的申请给出提醒',
      'The system knows the guidelines and prompts at an unreasonable order of a test or drug',
      partly(
        ['part:packages/wire/src/cds-hooks', 'part:apps/server/src/recognition', 'register:time-limit'],
        '仅对可互认而重复的检查检验提示，指南、路径与用药不提示',
        'prompts at repeats of what can be recognised; not for guidelines, pathways or drugs',
      ),
    ],
  ]),
  clause('t13.3', '质控指导', 'Guidance', [
    ['#01', 'LOOP', '省级质控中心指导并培训规范诊疗', 'Provincial centres guide and train', CENTRE],
    [
      '#02',
      'REPORT',
      '用好国家与省级质量安全报告，以数据找出本地难点并拟方案',
      'From the reports of nation and province they show what hinders, and plan',
      CENTRE,
    ],
  ]),
  clause('t14.1', '评估节点', 'When patients are assessed', [
    [
      '#01',
      'RULE',
      '入院当天、围手术或治疗期、出院前都要评估',
      'The day a patient comes in, around treatment, and before leaving',
      externalData,
    ],
    ['#02', 'REGISTRY', '评估有规范的流程、策略与工具', 'It is done one way, with the right tools', ledger],
  ]),
  clause('t14.2', '首诊与再评估', 'First visit and reassessment', [
    ['#01', 'RULE', '首诊者负责到底', 'The first doctor stays responsible', externalData],
    [
      '#02',
      'LOOP',
      '留意病情与情绪，变化即再评估并改方案',
      'Condition and mood are watched; a change brings reassessment and a new plan',
      loop,
    ],
  ]),
  clause('t14.3', '质控中心定工具', 'Tools by the centres', [
    [
      '#01',
      'REGISTRY',
      '省级各专业定评估流程、内容与工具',
      'Provincial centres say how and with what, for each specialty',
      CENTRE,
    ],
    ['#02', 'ORG', '评估是质控培训的重要一块', 'Assessment is a main subject of their training', CENTRE],
  ]),
  clause('t15.1', '查房', 'Rounds', [
    ['#01', 'RULE', '查房次数、方式、内容合乎规定', 'Rounds are as often and as thorough as prescribed', externalData],
    [
      '#02',
      'RULE',
      '宜由系统提醒按时查房、按时记录',
      'The system had best remind of rounds and their notes',
      externalData,
    ],
    [
      '#03',
      'RULE',
      '探索以采集的节点信息判断是否真的查了房',
      'Captured traces may show whether the round took place',
      externalData,
    ],
  ]),
  clause('t15.2', '多职业联合查房', 'Joint rounds of professions', [
    [
      '#01',
      'SOFT',
      '医、护、药同查，需要时请营养、心理、康复等科',
      'Doctors, nurses and pharmacists together, with others where needed',
      policy,
    ],
  ]),
  clause('t15.3', '中西医联合查房', 'Joint rounds with TCM', [
    ['#01', 'SOFT', '提倡中西医一起查房', 'Rounds of both medicines together are welcome', policy],
    [
      '#02',
      'REGISTRY',
      '中医优势病种的方案与路径入系统并施行',
      'For diseases that TCM treats well, schemes and pathways are in the system and used',
      ledger,
    ],
  ]),
  clause('t15.4', '重点查房', 'Key rounds', [
    [
      '#01',
      'RULE',
      '四级手术者与疑难危重者重点查',
      'Key rounds see those after grade-four surgery and those in danger or hard to treat',
      externalData,
    ],
    [
      '#02',
      'SOFT',
      '推行多学科同查，诊断更准、疗效更好',
      'Several disciplines together diagnose and treat better',
      policy,
    ],
  ]),
  clause('t15.5', '质控中心定要素', 'Elements by the centres', [
    [
      '#01',
      'REGISTRY',
      '各专业探索查房核心要素，培训核心制度',
      'Centres find what rounds must contain, and train',
      CENTRE,
    ],
  ]),
  clause('t16.1', '处方', 'Prescriptions', [
    [
      '#01',
      'RULE',
      '处方合理：安全有效，经济而适宜',
      'Prescribing is rational: safety, effect, cost and fit',
      externalData,
    ],
  ]),
  clause('t16.2', '临床药师', 'Clinical pharmacists', [
    ['#01', 'ORG', '按评审要求配备临床药师', 'There are as many as accreditation asks for', organisation],
  ]),
  clause('t16.3', '审方与点评', 'Review by pharmacists', [
    [
      '#01',
      'RULE',
      '药师审方、点评并作药学监护',
      'Pharmacists review, evaluate and accompany drug therapy',
      externalData,
    ],
    [
      '#02',
      'RULE',
      '宜在系统内实现合理用药管理与前置审方',
      'The system had best hold rational use and review before dispensing',
      externalData,
    ],
  ]),
  clause('t16.4', '教育与干预', 'Education and intervention', [
    ['#01', 'LOOP', '培训、定期析数据、不合理者及时干预', 'Training, regular analysis, prompt intervention', loop],
    [
      '#02',
      'ORG',
      '儿科等重点科室有驻科药师',
      'Paediatrics and other key departments have a pharmacist of their own',
      organisation,
    ],
  ]),
  clause('t16.5', '质控方案与科普', 'Centres and the public', [
    [
      '#01',
      'LOOP',
      '药学、检验等省级中心拟方案并培训',
      'Centres such as those for pharmacy and testing plan and train',
      CENTRE,
    ],
    ['#02', 'SOFT', '以多媒体向公众讲安全用药', 'The public learns about safe medication', policy],
  ]),
];
