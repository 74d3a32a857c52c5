/** Special actions 1 and 2 of the Henan action plan: surgery, and care across the walls of disciplines. */
import type { Clause } from '../pack.ts';
import { NOT_ENCODED } from '../pack.ts';
import { CENTRE, clause, TERM } from './clause.ts';

const { authority, externalData, ledger, loop, organisation, policy, report } = NOT_ENCODED;

export const ACTION_1: readonly Clause[] = [
  clause('sa1.0', '专项一：手术质量安全', 'Action 1: surgery', [
    [
      '#01',
      'INDICATOR',
      '并发症（手术、麻醉）与围手术期死亡减少',
      'Fewer complications of surgery and of anaesthesia, fewer deaths around surgery',
      externalData,
    ],
    [
      '#02',
      'LOOP',
      '按国家 2023—2025 年手术安全方案及时查隐患、除隐患',
      'A national plan of 2023 to 2025 finds and removes hazards',
      ['loop:organisation/hazard', 'loop:organisation/hazard-search', 'part:packages/core/src/organisation'],
    ],
  ]),
  clause(
    'sa1.1',
    '专项一目标',
    'Targets of action 1',
    [
      [
        '#01',
        'INDICATOR',
        '非计划重返手术室再手术：2024 年底至多 1.9‰，2025 年底至多 1.8‰',
        'Unplanned return to theatre: at most 1.9 ‰ at the end of 2024 and 1.8 ‰ at the end of 2025',
        externalData,
      ],
      [
        '#02',
        'INDICATOR',
        '住院手术后获得性指标：2024 年底至多 7.7‰，2025 年底至多 7.5‰',
        'Events acquired after surgery: at most 7.7 ‰ at the end of 2024 and 7.5 ‰ at the end of 2025',
        externalData,
      ],
      [
        '#03',
        'INDICATOR',
        '术中低体温再减少，未定数值',
        'Hypothermia under anaesthesia falls; no figure',
        externalData,
      ],
      [
        '#04',
        'INDICATOR',
        'I 类切口预防用抗菌药再减少，未定数值',
        'Antibacterials to prevent infection of class-I incisions fall; no figure',
        externalData,
      ],
      [
        '#05',
        'INDICATOR',
        '择期手术里日间手术占比再提高，未定数值',
        'The share of day surgery among elective surgery rises; no figure',
        externalData,
      ],
      [
        '#06',
        'INDICATOR',
        '四级手术术前都经多学科讨论',
        'Every grade-four operation is discussed by several disciplines before',
        externalData,
      ],
    ],
    TERM,
  ),
  clause('sa1.2.1', '主管部门职责', 'Duties of authorities', [
    [
      '#01',
      'LOOP',
      '围绕目标值定本地分步指标并落实',
      'They set local values step by step and see them through',
      authority,
    ],
    [
      '#02',
      'LOOP',
      '指导手术分级，监测评估、纠偏、奖惩、推广经验',
      'They guide grading, watch, correct, reward and spread good practice',
      authority,
    ],
    [
      '#03',
      'REPORT',
      '分级管理情况与校验、评审、个人业绩挂钩',
      'Grading counts when licences are verified, hospitals accredited, persons assessed',
      authority,
    ],
  ]),
  clause('sa1.2.2', '安全核查与围手术期', 'Safety check and time around surgery', [
    ['#01', 'RULE', '手术安全核查一步不少', 'The surgical safety check is done in full', externalData],
    ['#02', 'RULE', '术前、术中、术后行为都规范', 'What is done around an operation conforms', externalData],
    [
      '#03',
      'RULE',
      '宜由系统把住四个正确：人、麻醉、部位、术式',
      'The system had best secure four rights: patient, anaesthesia, site, procedure',
      externalData,
    ],
  ]),
  clause('sa1.2.3', '机构主责', 'The hospital answers', [
    [
      '#01',
      'ORG',
      '组织、职责、机制到位，院科两级各负其责',
      'Organisation and duties stand; both levels answer',
      organisation,
    ],
    [
      '#02',
      'REGISTRY',
      '从分级目录、授权到术后管理、内部督查都有制度',
      'Rules cover the whole way, from the catalogue to supervision',
      ledger,
    ],
  ]),
  clause('sa1.2.4', '手术分级', 'Grading of surgery', [
    [
      '#01',
      'REGISTRY',
      '以风险、难度、资源消耗、伦理四方面评估定目录',
      'Four aspects decide the catalogue: danger, difficulty, use of resources, ethics',
      ledger,
    ],
    ['#02', 'RULE', '每个手术唯一对应国家临床版手术编码', 'Each operation has exactly one national code', externalData],
    [
      '#03',
      'RULE',
      '限制类技术中的手术按四级管',
      'A restricted technology that is surgery counts as grade four',
      externalData,
    ],
    ['#04', 'AUTH', '医师依院内授权制度获得授权', 'The rules of the hospital say which doctor may operate', ledger],
    [
      '#05',
      'LOOP',
      '周期评价能力后再授权，周期未定',
      'Ability is assessed and authorisation renewed; the interval is open',
      loop,
    ],
    [
      '#06',
      'AUTH',
      '宜建档把医师对应到每一种手术，而不止到级别',
      'Files had best pair a surgeon with each operation, not only with a grade',
      ledger,
    ],
    [
      '#07',
      'REPORT',
      '三、四级目录报发证的卫健部门',
      'Grades three and four are reported to the authority that gave the licence',
      report,
    ],
    [
      '#08',
      'REGISTRY',
      '三、四级目录向公众公布，有变即更新',
      'Grades three and four are public and kept current',
      ledger,
    ],
  ]),
  clause('sa1.2.5', '术前', 'Before surgery', [
    ['#01', 'RULE', '术前评估与麻醉评估都要做', 'Patient and anaesthesia are assessed', externalData],
    ['#02', 'RULE', '术前讨论制度照做', 'The discussion before surgery takes place', externalData],
    [
      '#03',
      'RULE',
      '辨明适应证与禁忌证，拟定方案',
      'It is clear what speaks for and against, and there is a plan',
      externalData,
    ],
  ]),
  clause('sa1.2.6', '四级手术讨论', 'Discussion of grade-four surgery', [
    [
      '#01',
      'RULE',
      '委员会与信息部门在系统中锁定四级目录',
      'The system holds the catalogue of grade four under lock',
      externalData,
    ],
    [
      '#02',
      'LOOP',
      '提醒术者按时完成讨论，质控员监督',
      'A reminder goes to the surgeon in time; the quality officer watches',
      loop,
    ],
    ['#03', 'AUTH', '文书上传之后才能预约手术', 'Booking waits for the documents', externalData],
    ['#04', 'INDICATOR', '讨论完成率提高', 'The share of completed discussions rises', externalData],
  ]),
  clause('sa1.2.7', '手术相关质控中心', 'Centres for surgery', [
    [
      '#01',
      'LOOP',
      '手术相关各中心析因并实施专项方案',
      'The centres around surgery, from anaesthesia to sterile supply, analyse and act by a plan',
      CENTRE,
    ],
  ]),
];

export const ACTION_2: readonly Clause[] = [
  clause('sa2.0', '专项二：破壁', 'Action 2: breaking walls', [
    [
      '#01',
      'SOFT',
      '以病种为线，多学科合力，试办专病中心，心脑与肿瘤患者一站式就医',
      'By disease and across disciplines: special centres give care at one stop in heart, brain and tumour disease',
      policy,
    ],
  ]),
  clause(
    'sa2.1',
    '专项二目标',
    'Targets of action 2',
    [
      [
        '#01',
        'INDICATOR',
        '急性 ST 段抬高心梗再灌注：2024 年底达 83%，2025 年底达 85%',
        'Reperfusion in STEMI: 83 % at the end of 2024, 85 % at the end of 2025',
        externalData,
      ],
      [
        '#02',
        'INDICATOR',
        '急性脑梗死再灌注：2024 年底达 45%，2025 年底达 55%',
        'Reperfusion in acute cerebral infarction: 45 % at the end of 2024, 55 % at the end of 2025',
        externalData,
      ],
      [
        '#03',
        'SOFT',
        '肺、乳腺与结直肠三种癌的诊疗模式有突破',
        'New models of care for cancer of breast, lung and bowel',
        policy,
      ],
    ],
    TERM,
  ),
  clause('sa2.2.1', '主管部门职责', 'Duties of authorities', [
    ['#01', 'LOOP', '定本地分步目标', 'They set local targets step by step', authority],
    [
      '#02',
      'ORG',
      '借三大中心建设理顺体制、机制与资源',
      'The three centres are the occasion to better system and resources',
      authority,
    ],
  ]),
  clause('sa2.2.2', '诊疗要素', 'Elements of care', [
    [
      '#01',
      'REGISTRY',
      '盘点四类要素：人员、设施设备、技术、药械',
      'What care takes is surveyed in four kinds, staff first',
      ledger,
    ],
    ['#02', 'SOFT', '合理调配，少环节，高效率', 'Sensible allocation, fewer steps, more efficiency', policy],
  ]),
  clause('sa2.2.3', '多学科诊疗入系统', 'Joint care in the system', [
    [
      '#01',
      'RULE',
      '宜由首诊医师在系统内一键发起，系统算出应到的专科医师',
      'Whoever sees the patient first starts it in the system, which had best find the team',
      externalData,
    ],
  ]),
  clause('sa2.2.4', '专业支持', 'Support by centres', [
    [
      '#01',
      'SOFT',
      '肿瘤、卒中、神经、介入、急诊、病案各中心支持多学科信息化',
      'Six centres support joint care in the systems',
      policy,
    ],
  ]),
];
