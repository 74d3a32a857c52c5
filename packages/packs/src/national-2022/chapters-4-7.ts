/** Chapters 4 to 7 of the national measures: quality control, support, supervision, supplementary provisions. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED, partly } from '../pack.ts';

const clause = clauseWriter('national-2022', { from: '2022-03-01', to: null });

export const QUALITY_CONTROL: readonly Clause[] = [
  clause('art.22', '仪器、试剂与耗材', 'Instruments, reagents, consumables', [
    [
      '#01',
      'RULE',
      '检测所用的设备与物料须合格',
      'Equipment and supplies in use are fit for it',
      partly(
        [
          'register:instrument',
          'register:reagent-lot',
          'register:reagent-use',
          'register:lot-recall',
          'loop:reagent/recall',
          'part:packages/core/src/laboratory',
          'part:apps/server/src/ingest',
        ],
        '按检测系统查在用批号；注明批号的报告逐条核对效期与召回，未注明的不判',
        'lots are looked at on each test system; a line that names its lot is held against its expiry and recall, one that names none is not',
      ),
    ],
    [
      '#02',
      'LOOP',
      '按计划完成检定、检测、校准、稳定性测量与保养',
      'Verification, testing, calibration, stability and maintenance by plan',
      [
        'rule:mark/instrument-in-date',
        'register:instrument-activity',
        'loop:instrument/activity-due',
        'loop:mark/lapsed',
      ],
    ],
  ]),
  clause('art.23', '质量管理体系', 'Quality system', [
    ['#01', 'ORG', '科室建立并运行质量管理体系', 'Each department runs a quality system', NOT_ENCODED.organisation],
    [
      '#02',
      'RULE',
      '质量管理是科室负责人考核的重要指标',
      "Quality weighs in the head's assessment",
      NOT_ENCODED.externalData,
    ],
  ]),
  clause('art.24', '室内质量控制与报送', 'IQC and its reporting', [
    [
      '#01',
      'RULE',
      '每个检测日都按规程做室内质控',
      'The laboratory controls itself by the rules on every day of testing',
      [
        'rule:mark/iqc-performed',
        'rule:mark/run-in-control',
        'rule:print/line',
        'register:iqc-measured',
        'register:iqc-monthly',
        'register:test-system',
        'loop:iqc/out-of-control',
        'loop:iqc/patient-based-alarm',
        'loop:mark/lapsed',
      ],
    ],
    [
      '#02',
      'REPORT',
      '及时、准确报送质控与质量安全信息',
      'IQC is reported timely and accurately',
      ['register:iqc-monthly', 'loop:iqc/month-due'],
    ],
  ]),
  clause('art.25', '质量评价频次', 'Taking part in quality evaluation', [
    [
      '#01',
      'RULE',
      '按规定参加质控组织的质量评价',
      'Institutions take part as prescribed',
      [
        ...['register:eqa-outcome', 'rule:mark/serving-organiser', 'loop:eqa/return-due'],
        ...['loop:eqa/enrolment-request', 'loop:eqa/enrolment-refused'],
      ],
    ],
    [
      '#02',
      'RULE',
      '已标注项目每半年至少参加一次',
      'A marked item is evaluated at least once a half-year',
      ['rule:mark/half-year', 'loop:mark/lapsed'],
    ],
  ]),
  clause('art.26', '抽查', 'Spot checks', [
    [
      '#01',
      'LOOP',
      '主管部门或受托质控组织定期抽查质量',
      'Authorities or QC organisations check by sample',
      ['part:packages/core/src/inspection', 'loop:inspection/rectification', 'loop:authority/inspection'],
    ],
    [
      '#02',
      'RULE',
      '对象与人员随机抽取，结果公开',
      'Inspected and inspectors are drawn at random, the outcome is public',
      [
        'part:packages/core/src/inspection',
        'register:inspector',
        'register:inspector-conflict',
        'loop:inspection/publication',
      ],
    ],
  ]),
];

export const SUPPORT: readonly Clause[] = [
  clause('art.27', '能力建设', 'Capacity building', [
    [
      '#01',
      'LOOP',
      '定期培训、现场检查与结果监控',
      'Regular training, on-site inspection and monitoring',
      ['loop:authority/training', 'loop:authority/inspection', 'loop:recognition/deviation'],
    ],
  ]),
  clause('art.28', '收费', 'Fees', [
    [
      '.1',
      'RULE',
      '结果可直接使用的，只收诊查费，不另收费',
      'The result suffices: consultation fee only',
      ['rule:fee/accepted'],
    ],
    [
      '.2',
      'RULE',
      '需科室参与的，另按本院价格收院内会诊费',
      'With the department taking part: also the in-house consultation fee',
      ['rule:fee/department-consultation'],
    ],
    [
      '.3',
      'RULE',
      '属第十九条情形需复检的，按实际服务收费',
      'A repeat under Article 19 is charged as delivered',
      ['rule:fee/repeat'],
    ],
    [
      '#01',
      'INDICATOR',
      '节省费用 = 被认项目价格减去增收的诊查费',
      'Fees spared: list price of what was accepted less fees added',
      ['part:apps/server/src/statistics'],
    ],
  ]),
  clause('art.29', '医保支付与预算', 'Insurance payment and budgets', [
    ['#01', 'SOFT', '推进支付方式改革与基金绩效评价', 'Payment reform and evaluation of the fund', NOT_ENCODED.policy],
    [
      '#02',
      'RULE',
      '不得因互认减少地区或机构的医保预算',
      'No cut of a regional or institutional budget because of recognition',
      NOT_ENCODED.externalData,
    ],
  ]),
  clause('art.30', '绩效分配', 'Performance pay', [
    ['#01', 'SOFT', '有条件的机构可将互认纳入绩效', 'Recognition may enter performance pay', NOT_ENCODED.policy],
  ]),
  clause('art.31', '定点评定', 'Designated institutions', [
    [
      '#01',
      'SOFT',
      '鼓励把互认作为定点机构评定的指标',
      'Recognition may count towards designation',
      NOT_ENCODED.policy,
    ],
  ]),
];

export const SUPERVISION: readonly Clause[] = [
  clause('art.32', '监督检查', 'Right to inspect', [
    [
      '#01',
      'AUTH',
      '当地卫健部门可以检查机构怎样互认，查看并留下记录',
      'The health authority of the place may look into the practice and take notes of it',
      ['part:apps/server/src/platform/audit'],
    ],
    [
      '#02',
      'RULE',
      '机构不得拒绝、阻碍或隐瞒',
      'Refusing, obstructing or concealing is forbidden',
      partly(
        ['loop:inspection/rectification'],
        '检查中发现的拒绝、阻碍、隐瞒及拒不整改有记录；资料调取的答复时限未跟踪',
        'refusal found at an inspection or afterwards is on record; how soon material is handed in is not followed',
      ),
    ],
  ]),
  clause('art.33', '考核', 'Regular assessment', [
    [
      '#01',
      'LOOP',
      '主管部门定期考核，违规依法处理',
      'Authorities assess regularly and pursue breaches',
      ['loop:authority/assessment', 'loop:inspection/rectification', 'loop:recognition/deviation'],
    ],
  ]),
  clause('art.34', '实时监测', 'Real-time monitoring', [
    [
      '#01',
      'INDICATOR',
      '以信息技术实时监测互认与共享',
      'Recognition and sharing are monitored in real time',
      [
        ...['part:apps/server/src/statistics', 'part:apps/server/src/recognition'],
        ...['loop:loops/alert-rule', 'loop:loops/workday-calendar'],
      ],
    ],
    [
      '#02',
      'LOOP',
      '对问题突出的机构提出改进要求',
      'Institutions with prominent problems get requirements',
      ['rule:deviation/peers', 'loop:recognition/deviation', 'loop:inspection/rectification'],
    ],
  ]),
  clause('art.35', '纠纷责任', 'Disputes', [
    [
      '#01',
      'REGISTRY',
      '互认引起的纠纷由各责任方依法承担，保全证据链',
      'Each party bears its own liability; the evidence is preserved',
      ['part:apps/server/src/recognition', 'loop:report/changed'],
    ],
  ]),
  clause('art.36', '伪造、变造、隐匿、涂改', 'Forgery and tampering', [
    [
      '#01',
      'RULE',
      '四种篡改行为均被禁止；校验不符的结果不予互认',
      'Four kinds of tampering are forbidden; what fails to verify is excluded',
      partly(
        ['rule:candidate/integrity', 'rule:candidate/verified-source'],
        '判定已有；平台收到的报告尚无签名可验，均按完整、来自平台处理',
        'the rule exists; reports arrive without a signature to verify, so that all of them count as intact and from the platform',
      ),
    ],
  ]),
];

export const SUPPLEMENTARY: readonly Clause[] = [
  clause('art.37', '解释权', 'Interpretation', [
    [
      '#01',
      'SOFT',
      '解释权在国家卫健与医保两部门',
      'Two national bodies, for health and for insurance, say what it means',
      NOT_ENCODED.policy,
    ],
  ]),
  clause('art.38', '省级实施方案', 'Provincial plans', [
    ['#01', 'REGISTRY', '各省制定具体实施方案', 'Each province makes a concrete plan', ['part:packages/packs']],
    ['#02', 'SOFT', '鼓励跨省共同规划', 'Joint planning across provinces is encouraged', ['register:agreement']],
  ]),
  clause('art.39', '施行日期', 'Entry into force', [
    ['#01', 'RULE', '自 2022-03-01 起适用', 'Applies from 2022-03-01', ['rule:pack/in-force']],
  ]),
];
