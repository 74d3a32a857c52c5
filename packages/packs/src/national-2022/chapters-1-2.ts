/** Chapters 1 and 2 of the national measures: general provisions, organisation. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED } from '../pack.ts';

const clause = clauseWriter('national-2022', { from: '2022-03-01', to: null });

export const GENERAL_PROVISIONS: readonly Clause[] = [
  clause('art.1', '目的和依据', 'Purpose and legal basis', [
    [
      '#01',
      'REGISTRY',
      '办法以六部法律法规为依据，平台的每条规则都要能追溯到条款',
      'Six instruments are the legal basis; each rule of the platform traces back to a clause',
      ['part:packages/packs'],
    ],
    [
      '#02',
      'SOFT',
      '目标有三：资源用得更好，患者花费更少，医疗质量与安全有保证',
      'What it aims at: less waste, lower cost for patients, safe and sound care',
      NOT_ENCODED.policy,
    ],
  ]),
  clause('art.2', '检查、检验结果的含义', 'What a result is', [
    [
      '#01',
      'RULE',
      '项目分为检查（得到图像或数据）与检验（得到数据）两类',
      'Every item is an examination (image or data) or a laboratory test (data)',
      ['register:item'],
    ],
    [
      '#02',
      'RULE',
      '医师的诊断结论不是结果，不在互认之列',
      "A physician's conclusion is no result and stays outside recognition",
      ['rule:candidate/is-a-result'],
    ],
  ]),
  clause('art.3', '适用范围', 'Scope', [
    [
      '#01',
      'RULE',
      '各级各类机构都受约束，与所有制、级别无关',
      'Binds institutions of every level, type and ownership',
      ['rule:candidate/mark-basis', 'rule:admission/national', 'register:institution'],
    ],
  ]),
  clause('art.4', '五项原则', 'Five guiding principles', [
    [
      '#01',
      'RULE',
      '安全优先于质量证明、临床需要与减负；由接诊医师作出决定',
      'Safety before proven quality, clinical need and burden; the treating physician decides',
      ['rule:act/treating-physician', 'rule:candidate/identity', 'rule:candidate/final-report', 'loop:report/changed'],
    ],
    [
      '#02',
      'RULE',
      '质控未被证明合格即视为不合格',
      'Quality control that is not proven counts as not met',
      ['rule:mark/iqc-performed', 'rule:mark/quality-requirement', 'rule:candidate/doubt-window'],
    ],
  ]),
];

export const ORGANISATION: readonly Clause[] = [
  clause('art.5', '分级管理', 'Who manages what', [
    [
      '#01',
      'AUTH',
      '国家管全国、地方管本辖区，可见范围随辖区而定',
      'Powers and visibility follow territory',
      ['part:apps/server/src/platform/auth'],
    ],
    [
      '#02',
      'AUTH',
      '医保部门在职责内可见统计与费用，不见临床内容',
      'Insurance bodies see statistics and fees of their area, no clinical content',
      NOT_ENCODED.authority,
    ],
    [
      '#03',
      'ORG',
      '中医机构归中医药管理部门，军队机构归军队卫生部门',
      'TCM institutions answer to the TCM administration, military ones to the military health authority',
      ['register:institution'],
    ],
  ]),
  clause('art.6', '区域平台', 'Guidance and regional platforms', [
    [
      '#01',
      'ORG',
      '地方主管部门组织并指导本地机构',
      'The local authority organises and guides institutions',
      NOT_ENCODED.organisation,
    ],
    [
      '#02',
      'RULE',
      '区域平台使结果在接入机构之间互通共享',
      'A regional platform lets results flow between connected institutions',
      ['part:apps/server/src/fhir', 'part:apps/server/src/ingest'],
    ],
    [
      '#03',
      'INDICATOR',
      '接入率、终审结果上传率、到可调阅的时延',
      'Share connected, share of final results uploaded, delay until available',
      NOT_ENCODED.indicator,
    ],
  ]),
  clause('art.7', '质控组织', 'Quality-control organisations', [
    [
      '#01',
      'REGISTRY',
      '登记质控组织的级别、专业、服务地区与任命机关',
      'QC organisations with level, specialty, region and appointing authority',
      ['register:qc-organisation', 'rule:mark/serving-organiser'],
    ],
    [
      '#02',
      'REGISTRY',
      '各级质控组织制定本级的评价指标与质量要求',
      'Each organisation sets evaluation indicators and quality requirements for its level',
      ['register:quality-requirement', 'rule:mark/quality-requirement'],
    ],
    [
      '#03',
      'LOOP',
      '质控组织定期开展质量评价',
      'QC organisations hold quality evaluations regularly',
      ['register:eqa-round', 'loop:eqa/half-year', 'loop:eqa/interval'],
    ],
    [
      '#04',
      'INDICATOR',
      '按项目、轮次、机构级别统计合格率',
      'Pass rate per item, round and level of institution',
      NOT_ENCODED.indicator,
    ],
  ]),
  clause('art.8', '机构内部条件', 'What the institution must have', [
    [
      '#01',
      'ORG',
      '建设以电子病历为核心的信息平台',
      'An information platform centred on the electronic record',
      NOT_ENCODED.organisation,
    ],
    ['#02', 'REGISTRY', '有现行有效的院内互认制度', 'Internal recognition rules are in force', NOT_ENCODED.ledger],
    ['#03', 'LOOP', '对人员进行培训', 'Staff are trained', NOT_ENCODED.loop],
    [
      '#04',
      'ORG',
      '机构为互认理顺院内流程，配齐软硬件条件',
      'The institution arranges its workflow and provides what recognition needs',
      NOT_ENCODED.organisation,
    ],
  ]),
  clause('art.9', '医联体牵头机构', 'Lead hospital of a consortium', [
    [
      '#01',
      'ORG',
      '牵头机构推动医联体内数据互通',
      'The lead hospital drives data exchange among members',
      ['register:consortium', 'register:consortium-member'],
    ],
    [
      '#02',
      'INDICATOR',
      '成员间质评与质控表现的差异（同质化）',
      'Homogeneity: spread of EQA and IQC results among members',
      NOT_ENCODED.indicator,
    ],
    [
      '#03',
      'SOFT',
      '成员之间逐步互认共享；国家层面为目标，地方可定为义务',
      'Members come to recognise each other; nationally an aim that a local document can make a duty',
      ['rule:candidate/consortium-basis'],
    ],
  ]),
  clause('art.10', '人员行为', 'Conduct of staff', [
    [
      '#01',
      'SOFT',
      '遵守职业规范与医德，合理诊疗',
      'Professional norms, ethics and reasonable care',
      NOT_ENCODED.policy,
    ],
    [
      '#02',
      'INDICATOR',
      '符合条件的结果能认尽认：按医师、科室、机构统计互认率',
      'What can be recognised is recognised: rate per physician, department, institution',
      ['part:apps/server/src/statistics'],
    ],
  ]),
];
