/** Tasks 8 to 12 of the Henan action plan: outpatients, day care, surgery, follow-up, elements of care. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { CENTRE, clause, POINTER } from './clause.ts';

const { externalData, ledger, loop, organisation, policy, report } = NOT_ENCODED;

export const TASKS_8_TO_12: readonly Clause[] = [
  clause('t8.1', '门诊质量入体系', 'Outpatient quality in the system', [
    [
      '#01',
      'ORG',
      '门诊质量由质量管理委员会统管，依门诊质量暂行规定',
      'The committee also governs what outpatients get, as the interim rules on it ask',
      organisation,
    ],
    [
      '#02',
      'LOOP',
      '门诊的要素、过程、结果都以信息化管控',
      'Data govern what outpatient care has, does and yields',
      loop,
    ],
  ]),
  clause('t8.2', '首诊与流程', 'First visit and flow', [
    ['#01', 'RULE', '谁首诊谁负责', 'Whoever sees the patient first is responsible', externalData],
    [
      '#02',
      'SOFT',
      '人手、布局、分诊、诊间付费，让患者少跑',
      'Staff, layout, triage and payment in the room spare patients steps',
      policy,
    ],
  ]),
  clause('t8.3', '多学科门诊与门诊治疗', 'Joint clinics and outpatient treatment', [
    ['#01', 'ORG', '多学科门诊按需配人配时', 'Joint clinics have staff and hours that fit the demand', organisation],
    [
      '#02',
      'RULE',
      '门诊做的手术、化疗、输液要安全',
      'What outpatients get beyond a visit, from surgery to infusion, is safe',
      externalData,
    ],
    [
      '#03',
      'RULE',
      '门诊疑难会诊与多学科诊疗记录规范',
      'Difficult cases and joint care are recorded properly',
      externalData,
    ],
  ]),
  clause('t8.4', '门急诊考核', 'Assessment by outpatient data', [
    [
      '#01',
      'REPORT',
      '以门诊系统数据考核科室与人员',
      'Departments and staff are assessed on outpatient data',
      organisation,
    ],
  ]),
  clause('t8.5', '门诊质控中心', 'The centre for outpatients', [
    [
      '#01',
      'REGISTRY',
      '省门诊质控中心把暂行规定化为能操作、能量化、能改进的指标',
      'The provincial centre makes of the rules indicators that can be worked with',
      CENTRE,
    ],
    ['#02', 'LOOP', '落实目标并拟方案', 'Its targets are carried out by a plan', CENTRE],
  ]),
  clause('t9.1', '全程管理', 'The whole course', [
    [
      '#01',
      'RULE',
      '机构对日间医疗全程负主责，依日间医疗暂行规定',
      'The hospital answers for day care from first to last, by the rules on it',
      externalData,
    ],
  ]),
  clause('t9.2', '专门组织', 'A special body', [
    [
      '#01',
      'ORG',
      '二级以上开展者在委员会下设专门组织，七方参加，如医保、病案、信息',
      'From level two on, a body under the committee with seven kinds of members, from insurance to records',
      organisation,
    ],
  ]),
  clause('t9.3', '病种与技术目录', 'Catalogue of diseases and techniques', [
    ['#01', 'REGISTRY', '有本院日间目录，随时调整', 'The hospital keeps a catalogue and changes it as needed', ledger],
    ['#02', 'REPORT', '目录照要求备案', 'It is filed as the authority asks', report],
    ['#03', 'AUTH', '科室的目录须经该组织通过', "A department's entries pass the special body", ledger],
    ['#04', 'RULE', '国家限制类技术一律不入目录', 'Technologies the nation restricts stay out of it', externalData],
  ]),
  clause('t9.4', '科室与医师授权', 'Authorisation', [
    [
      '#01',
      'AUTH',
      '科室申请，看能力与安全表现后授权',
      'On application, ability and safety decide for department and doctor',
      ledger,
    ],
    ['#02', 'REGISTRY', '授权写进医师技术档案，随时更新', 'The technical file of the doctor shows it', ledger],
    ['#03', 'SOFT', '日间服务范围要扩大', 'Day care widens', policy],
  ]),
  clause('t9.5', '评估', 'Assessment', [
    [
      '#01',
      'RULE',
      '三个节点都评估：治疗前、治疗后、离院前',
      'At three points: ahead of treatment, once it is done, before going home',
      externalData,
    ],
    [
      '#02',
      'RULE',
      '看一般情况、基础病与风险，判断是否适合日间',
      'General state, other disease and risk decide whether day care suits',
      externalData,
    ],
    ['#03', 'LOOP', '病情有变及时发现并处置', 'Changes are noticed and dealt with', loop],
    [
      '#04',
      'RULE',
      '有创或麻醉者另评麻醉风险、手术风险、复苏与疼痛',
      'Invasive or under anaesthesia: both risks, recovery and pain as well',
      externalData,
    ],
  ]),
  clause('t9.6', '日间随访', 'Follow-up of day patients', [
    ['#01', 'REGISTRY', '按病种定随访的时间、次数、内容与方式', 'By disease: when, how often, what and how', ledger],
    ['#02', 'RULE', '专人随访，如实记录', 'A person for it follows up and records truly', externalData],
    ['#03', 'REGISTRY', '随访记录归入病历或另册', 'The record lies with the chart or in a book of its own', ledger],
    [
      '#04',
      'LOOP',
      '日间手术首访不晚于离院后 24 小时',
      'A day-surgery patient is first contacted no later than 24 hours after leaving',
      loop,
    ],
  ]),
  clause('t9.7', '日间病历', 'Day-care records', [
    [
      '#01',
      'RULE',
      '日间病历齐全合规，真实且及时',
      'Day-care records are complete, prompt, truthful and in due form',
      externalData,
    ],
  ]),
  clause('t9.8', '质控覆盖日间', 'Centres include day care', [
    ['#01', 'LOOP', '各级各专业质控都覆盖日间医疗', 'Centres of all levels guide day care too', CENTRE],
  ]),
  clause('t10', '手术质量安全', 'Surgery', [['#01', 'SOFT', '见专项行动一', 'See special action 1', POINTER]]),
  clause('t11.1', '随访方案与人员', 'Scheme and staff', [
    ['#01', 'REGISTRY', '分病种写明随访怎样做、多久一次', 'A scheme by disease says how and how often', ledger],
    [
      '#02',
      'RULE',
      '专人随访并记录，出院后有需要者继续照护',
      'A person for it follows up and records; care goes on where needed',
      externalData,
    ],
  ]),
  clause('t11.2', '重点人群', 'Priority cohorts', [
    ['#01', 'RULE', '先抓四级手术与恶性肿瘤患者', 'Grade-four surgery and malignant tumours come first', externalData],
    [
      '#02',
      'RULE',
      '留意并发症、意外再入院与不良结局',
      'They look for what went wrong later: complications, returns, bad outcomes',
      externalData,
    ],
  ]),
  clause('t11.3', '分层与专门部门', 'Tiers and a department', [
    [
      '#01',
      'SOFT',
      '提倡分层随访，由懂医的人在专门部门承担',
      'Follow-up in tiers, by a department that knows medicine, is welcome',
      policy,
    ],
    ['#02', 'SOFT', '附带健康教育、复诊预约与满意度调查', 'With health education, booking and a survey', policy],
  ]),
  clause('t11.4', '质控中心定核心内容', 'What the centres define', [
    [
      '#01',
      'REGISTRY',
      '各专业定随访要点、判定质量的要素与健康处方',
      'Each specialty says what to ask, what shows quality and what to advise',
      CENTRE,
    ],
  ]),
  clause('t12', '要素与机制', 'Elements and operation', [
    ['#01', 'SOFT', '见专项行动二', 'See special action 2', POINTER],
  ]),
];
