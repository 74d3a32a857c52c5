/** Henan 2025, measures 18 to 21: medical records on paper and screen, rational use of drugs, narcotics. */
import type { Clause } from '../pack.ts';
import { partly } from '../pack.ts';
import { clause, GAP } from './gaps.ts';

const WATCH = ['part:packages/core/src/watch', 'part:apps/server/src/watch'];

export const RECORDS: readonly Clause[] = [
  clause('mq.18', '病历内涵质量', 'Substance of medical records', [
    ['#01', 'REGISTRY', '省级修订病历书写细则', 'The province revises its rules on writing records', GAP.authority],
    ['#02', 'RULE', '病历内涵、完整、及时都要管', 'Substance, completeness and timeliness are managed', GAP.chart],
    ['#03', 'RULE', '管好病案首页编码', 'Codes on the front page are managed', GAP.chart],
    ['#04', 'ORG', '开展病历质量培训', 'Staff are trained in it', GAP.organisation],
    [
      '#05',
      'RULE',
      '首程、上级查房、手术、阶段与出院小结为重点',
      'First note, senior round, operation, stage and discharge summaries come first',
      GAP.chart,
    ],
    ['#06', 'INDICATOR', '关键诊疗行为记录齐全的比例', 'Share of key acts whose records are complete', GAP.indicator],
  ]),
  clause('mq.19', '电子病历使用', 'Use of electronic records', [
    [
      '#01',
      'REGISTRY',
      '省级制定电子病历分级评价规程',
      'The province sets how levels of electronic records are judged',
      GAP.authority,
    ],
    [
      '#02',
      'AUTH',
      '按级别类别控制访问与权限',
      'Access and permissions go by level and class',
      partly(
        ['part:apps/server/src/platform/auth', 'part:apps/server/src/platform/access', 'part:packages/core/src/access'],
        GAP.ownSystem.zh,
        GAP.ownSystem.en,
      ),
    ],
    [
      '#03',
      'RULE',
      '使用有迹可查',
      'Every use can be looked up and traced',
      partly(['part:apps/server/src/platform/audit', 'part:apps/server/src/audit'], GAP.ownSystem.zh, GAP.ownSystem.en),
    ],
    [
      '#04',
      'SOFT',
      '鼓励电子签名、水印与人脸核验',
      'Signatures, watermarks and checks of the face are encouraged',
      partly(
        ['part:apps/web/src/ui'],
        '有水印；电子签名与人脸核验没有',
        'there are watermarks, no electronic signature and no check of the face',
      ),
    ],
    [
      '#05',
      'RULE',
      '不得用他人的盾',
      'Nobody uses the key of another',
      partly([...WATCH, 'register:site', 'register:duty'], GAP.ownSystem.zh, GAP.ownSystem.en),
    ],
    [
      '#06',
      'RULE',
      '一人不得有多个盾',
      'Nobody holds several keys',
      partly(
        WATCH,
        '监测平台账号；实体密钥（UKey）未登记',
        'accounts here are watched; keys of hardware are not on record',
      ),
    ],
    [
      '#07',
      'RULE',
      '未经许可不得查看、复制、传播、篡改',
      'Nothing is read, copied, spread or altered without leave',
      partly(
        [
          ...WATCH,
          'part:apps/server/src/platform/access',
          'part:apps/server/src/platform/audit',
          'part:apps/server/src/audit',
        ],
        GAP.ownSystem.zh,
        GAP.ownSystem.en,
      ),
    ],
  ]),
];

export const DRUGS: readonly Clause[] = [
  clause('mq.20', '合理用药与高值耗材', 'Rational drugs and costly consumables', [
    [
      '#01',
      'RULE',
      '用药循处方集、指南、原则与路径',
      'Formulary, guidelines, principles and pathways are followed',
      GAP.drugs,
    ],
    [
      '#02',
      'REGISTRY',
      '抗菌药、抗肿瘤药、重点监控药与高值耗材有目录',
      'Lists of antimicrobials, antitumour drugs, monitored drugs and costly consumables',
      GAP.ledger,
    ],
    [
      '#03',
      'REPORT',
      '药品与高值耗材开展双十点评',
      'Drugs and costly consumables go through the double-ten review',
      GAP.report,
    ],
    ['#04', 'LOOP', '专项整治微生物耐药', 'A campaign against resistance of microbes', GAP.loop],
    ['#05', 'ORG', '配备临床药师', 'There are clinical pharmacists', GAP.organisation],
    [
      '#06',
      'RULE',
      '住院药学服务与处方把关做得更多',
      'Pharmacists care for more inpatients and look at more prescriptions',
      GAP.drugs,
    ],
    ['#07', 'INDICATOR', '处方合格的比例上升', 'More prescriptions pass', GAP.indicator],
    ['#08', 'INDICATOR', '耗材用得合理的比例上升', 'More consumables are used with reason', GAP.indicator],
    ['#09', 'INDICATOR', '药品收入占比下降', 'A smaller share of income from drugs', GAP.indicator],
    ['#10', 'INDICATOR', '耗材收入占比下降', 'A smaller share of income from consumables', GAP.indicator],
    ['#11', 'INDICATOR', '抗菌药的用量强度（DDDs）下降', 'Lower density of antibacterial use', GAP.indicator],
    ['#12', 'INDICATOR', '主要耐药菌检出下降', 'Fewer of the main resistant bacteria found', GAP.indicator],
    [
      '#13',
      'LOOP',
      '饮片、颗粒与制剂合理使用，重点点评饮片处方',
      'Decoction pieces, granules and preparations; prescriptions of pieces are evaluated',
      GAP.loop,
    ],
    ['#14', 'RULE', '重点监测中成药是否适宜', 'Whether patent medicines suit is watched', GAP.drugs],
  ]),
  clause('mq.21', '麻醉药品与第一类精神药品', 'Narcotics and first-class psychotropics', [
    ['#01', 'AUTH', '购用印鉴卡改用电子方式管理', 'The card for buying them is kept electronically', GAP.drugs],
    ['#02', 'LOOP', '从网上申请到用完，每步可追踪', 'From request to use every step is tracked', GAP.drugs],
    ['#03', 'RULE', '监测处方的量与频次', 'Amount and frequency are watched', GAP.drugs],
    [
      '#04',
      'RULE',
      '同一患者不得跨机构或门诊住院间异常重复取药',
      'No unusual repeated supply to one patient, across hospitals or between clinic and ward',
      GAP.drugs,
    ],
    [
      '#05',
      'RULE',
      '专库或专柜，双人双锁',
      'A store or cabinet of their own, two locks held by two persons',
      GAP.drugs,
    ],
    ['#06', 'RULE', '相关录像至少存 180 天', 'Films are kept 180 days or longer', GAP.drugs],
    ['#07', 'ORG', '各科室有专人负责', 'Each department has a person for it', GAP.organisation],
    ['#08', 'REGISTRY', '设专用账册', 'They have a ledger of their own', GAP.ledger],
    ['#09', 'RULE', '入库验收、出库复核都由两人', 'Two persons receive and two check what is issued', GAP.drugs],
    ['#10', 'RULE', '账与物一致', 'Ledger and stock agree', GAP.drugs],
    [
      '#11',
      'RULE',
      '账册存至药品失效后至少五年',
      "The ledger is kept for five years or longer from the drug's expiry",
      GAP.drugs,
    ],
    ['#12', 'LOOP', '余液按规定处置', 'What is left of a dose is disposed of', GAP.drugs],
    [
      '#13',
      'LOOP',
      '空安瓿、废贴收回销毁',
      'What held the drug (ampoules, patches) comes back and is destroyed',
      GAP.drugs,
    ],
  ]),
];
