/** Henan 2025, measures 10 to 15 on clinical testing: samples sent out, and supervision of laboratories. */
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

const notSent = { zh: '外送委托数据平台未接收', en: 'data of samples sent out do not reach the platform' };

export const SAMPLES_SENT_OUT: readonly Clause[] = [
  clause('lab.10', '外送范围', 'What may be sent out', [
    [
      '#01',
      'AUTH',
      '外送项目：临床申请、医务论证、院长办公会决定',
      "Asked by a department, argued by medical affairs, decided by the president's meeting",
      GAP.loop,
    ],
    ['#02', 'RULE', '本院能做的原则上不外送', 'What the hospital can test stays, as a rule', notSent],
    ['#03', 'RULE', '患者知晓必要与费用并签字同意', 'The patient knows need and fee, and signs', notSent],
    [
      '#04',
      'REGISTRY',
      '紧密型医联体内协作由牵头单位统一管理，不算外送',
      'Within a close-knit consortium, managed by its lead, testing is no sending out',
      partly(
        ['register:consortium', 'register:consortium-member', 'rule:candidate/consortium-basis'],
        '有成员并据以互认；协作检测的制度与流向没有',
        'members are on record and recognised; rules and flow of joint testing are not',
      ),
    ],
  ]),
  clause('lab.11', '外送机构遴选', 'Choice of the outside laboratory', [
    [
      '#01',
      'AUTH',
      '公开遴选，院长办公会与班子集体决定',
      'Chosen openly, decided by meeting and leadership together',
      GAP.organisation,
    ],
    [
      '#02',
      'RULE',
      '第三方有资质、守规程、质量好、收费合法',
      'A third party qualified, orderly, sound and lawful in fees',
      partly(
        ['register:institution', 'register:eqa-outcome'],
        '独立实验室及其质评成绩在目录中；许可与收费没有',
        'independent laboratories and their EQA are on record; licences and fees are not',
      ),
    ],
    [
      '#03',
      'REGISTRY',
      '协议须含采集到违约处理十一项，并约定权责、风险与争议',
      'The agreement covers eleven subjects from collection to breach, with duties, risks and disputes',
      GAP.ledger,
    ],
    [
      '#04',
      'RULE',
      '产前筛查诊断只与有资质者合作',
      'Prenatal screening and diagnosis only with the qualified',
      notSent,
    ],
    [
      '#05',
      'RULE',
      '基因扩增检验的承接方有省级以上验收合格证书',
      'For gene amplification the partner holds a certificate of provincial or higher level',
      notSent,
    ],
  ]),
  clause('lab.12', '外送质量与安全', 'Quality and safety of what is sent', [
    [
      '#01',
      'RULE',
      '外送项目须通过国家或省临检中心质评并有证书',
      'The national or provincial centre has assessed what is sent out, and certified it',
      notSent,
    ],
    ['#02', 'RULE', '无此质评的，承接方提供比对报告', 'Where there is none, the partner shows a comparison', notSent],
    [
      '#03',
      'AUTH',
      '运高致病性样本经省级以上批准，跨省经国家批准',
      'Highly pathogenic samples: approved by the province or above, across provinces by the nation',
      notSent,
    ],
    ['#04', 'RULE', '管好运输安全', 'Transport is safe', notSent],
  ]),
  clause('lab.13', '外送内部监管', 'Supervision within the hospital', [
    ['#01', 'ORG', '医德医风部门牵头建立监管制度', 'The office of conduct leads', GAP.organisation],
    [
      '#02',
      'LOOP',
      '纪检到临床七类部门定期自查',
      'Seven departments inspect themselves at intervals',
      ['loop:organisation/sent-out-check', 'loop:organisation/self-inspection'],
    ],
    ['#03', 'RULE', '双方之间不得有回扣或任何好处', 'No envelope, kickback or other benefit', notSent],
    ['#04', 'RULE', '严禁私自外送', 'Nobody sends samples out on their own', notSent],
    ['#05', 'RULE', '严禁收钱介绍患者去指定机构检测', 'Nobody is paid for pointing a patient to a laboratory', notSent],
  ]),
  clause('lab.14', '行政监管', 'Supervision by the authority', [
    [
      '#01',
      'LOOP',
      '各级主管部门抽查、互查实验室',
      'Authorities spot-check laboratories and have them check each other',
      [
        ...['register:blind-sample', 'part:packages/core/src/inspection', 'loop:inspection/rectification'],
        'loop:authority/inspection',
      ],
    ],
    [
      '#02',
      'LOOP',
      '发现问题责令马上整改',
      'A fault that is found is ordered to be put right at once',
      ['register:suspension', 'loop:inspection/rectification'],
    ],
    [
      '#03',
      'REPORT',
      '及时通报或公告实验室质量安全',
      'How laboratories stand is made known in time',
      ['loop:inspection/publication'],
    ],
  ]),
  clause('lab.15', '质控组织', 'Quality-control organisations', [
    [
      '#01',
      'LOOP',
      '六个专业的质控组织检查指导',
      'Organisations of six fields inspect and guide',
      ['part:packages/core/src/inspection', 'loop:inspection/rectification', 'loop:eqa/rectification'],
    ],
    [
      '#02',
      'LOOP',
      '定期组织室间质评',
      'They hold EQA at intervals',
      ['register:qc-organisation', 'register:eqa-round', 'register:eqa-outcome', 'loop:eqa/interval'],
    ],
    [
      '#03',
      'REPORT',
      '发现问题及时上报并提建议',
      'What they find is reported with advice',
      [
        'loop:eqa/report',
        'loop:inspection/rectification',
        'part:packages/core/src/eqa',
        'part:apps/server/src/laboratory',
      ],
    ],
    ['#04', 'RULE', '机构须配合，不得拒绝阻挠', 'Institutions cooperate and refuse nothing', GAP.externalData],
    ['#05', 'RULE', '所交材料须属实', 'No false material', GAP.externalData],
  ]),
];
