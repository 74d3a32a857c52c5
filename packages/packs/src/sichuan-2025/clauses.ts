/** Clauses of the Sichuan plan. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED, partly } from '../pack.ts';

const clause = clauseWriter('sichuan-2025', { from: '2025-09-01', to: null });

export const TARGETS_ITEMS_INSTITUTIONS: readonly Clause[] = [
  clause('preamble', '依据', 'Basis', [
    [
      '#01',
      'REGISTRY',
      '依据 2024 年七部门指导意见',
      'Rests on the opinion of seven departments of 2024',
      ['part:packages/packs'],
    ],
  ]),
  clause('goal', '总体要求和目标', 'Requirements and targets', [
    [
      '#01',
      'RULE',
      '六项原则；质控合格为前提由国家办法继续保证',
      'Six principles; proven quality control stays in force through the national measures',
      ['rule:mark/iqc-performed', 'rule:mark/quality-requirement'],
    ],
    [
      '#02',
      'INDICATOR',
      '2025 年底互认项目达 222 项',
      '222 recognised items by the end of 2025',
      partly(
        ['register:recognition-list-entry'],
        '清单可数，但未与目标数比对',
        'the list can be counted; nothing compares it with the target',
      ),
    ],
    [
      '#03',
      'RULE',
      '2025 年底紧密型医联体内全部项目互认',
      'By the end of 2025 members of close-knit consortia recognise all items',
      ['rule:candidate/consortium-basis', 'register:consortium', 'register:consortium-member'],
    ],
    [
      '#04',
      'INDICATOR',
      '力争二级及以上公立机构全部共享互认',
      'All public institutions of level two and above share',
      NOT_ENCODED.indicator,
    ],
    [
      '#05',
      'INDICATOR',
      '2027 年底互认项目超过 300 项',
      'More than 300 items by the end of 2027',
      partly(
        ['register:recognition-list-entry'],
        '清单可数，但未与目标数比对',
        'the list can be counted; nothing compares it with the target',
      ),
    ],
    [
      '#06',
      'SOFT',
      '2030 年机制健全、同质化提高',
      'By 2030 a sound mechanism and higher homogeneity',
      NOT_ENCODED.policy,
    ],
  ]),
  clause('1', '互认项目', 'Items', [
    [
      '#01',
      'REGISTRY',
      '省级公布项目、机构与“负面”三张清单并动态更新',
      'The province publishes lists of items, institutions and a negative list',
      ['register:recognition-list', 'register:negative-list', 'rule:mark/listed'],
    ],
    [
      '#02',
      'REGISTRY',
      '清单写明范围、参考时限、质量要求与不能互认的情形',
      'Lists state range, time limit, quality requirement and excluded circumstances',
      ['register:time-limit', 'register:quality-requirement', 'register:negative-list'],
    ],
    [
      '#03',
      'RULE',
      '超过参考时限的结果不是应当互认',
      'A result beyond its time limit is no must',
      ['rule:candidate/time-limit', 'register:time-limit'],
    ],
    [
      '#04',
      'RULE',
      '“负面”清单所列不得互认',
      'What the negative list names is not recognised',
      ['rule:candidate/negative-list', 'register:negative-list'],
    ],
  ]),
  clause('2', '互认机构', 'Institutions', [
    [
      '#01',
      'RULE',
      '公立机构凡二级以上的都进清单',
      'No public institution from level two upwards is left out',
      ['rule:admission/sichuan'],
    ],
    [
      '#02',
      'RULE',
      '二级以下公立机构经地市级及以上质控中心评价合格的可纳入',
      "Smaller public ones after passing a city centre's evaluation",
      ['rule:admission/sichuan'],
    ],
  ]),
];

export const QUALITY_AND_INFORMATION: readonly Clause[] = [
  clause('3', '质量控制', 'Quality control', [
    [
      '#01',
      'REGISTRY',
      '省级质控中心制定各项目操作指南',
      'Operation guides for all recognised items',
      NOT_ENCODED.ledger,
    ],
    [
      '#02',
      'ORG',
      '培训、检查、室内质控与室间质评',
      'Training, inspection, IQC and EQA work',
      NOT_ENCODED.organisation,
    ],
    [
      '#03',
      'LOOP',
      '每半年组织一次室间质评',
      'EQA every half-year',
      ['rule:mark/half-year', 'register:eqa-round', 'loop:eqa/half-year'],
    ],
    [
      '#04',
      'LOOP',
      '不达标机构通报并限期整改',
      'Institutions that fall short are named and correct in time',
      ['rule:mark/not-suspended', 'register:suspension', 'loop:eqa/rectification'],
    ],
    ['#05', 'ORG', '各地用好同级质控中心', 'Local authorities use their QC centre', NOT_ENCODED.organisation],
    ['#06', 'ORG', '紧密型医联体牵头单位指导成员', 'Lead units guide members', NOT_ENCODED.organisation],
  ]),
  clause('4', '信息化建设', 'Information systems', [
    ['#01', 'INDICATOR', '各市州加快辖区内共享互认', 'Coverage per city', NOT_ENCODED.indicator],
    [
      '#02',
      'RULE',
      '结果、报告文件与数字影像上传省级',
      'Results, documents and images go to the province',
      NOT_ENCODED.externalData,
    ],
    [
      '#03',
      'RULE',
      '统一术语名称、编码与文档规范',
      'Names, codes and documents are unified',
      ['register:code-mapping', 'rule:candidate/same-item'],
    ],
    ['#04', 'RULE', '数据完整、关联、准确、及时', 'Completeness, linkage, accuracy, timeliness', NOT_ENCODED.indicator],
    ['#05', 'ORG', '医联体共享中心，分布检查、集中诊断', 'Shared centres in consortia', NOT_ENCODED.organisation],
    [
      '#06',
      'RULE',
      '川渝平台互通',
      'The platforms of Sichuan and Chongqing interconnect',
      ['register:agreement', 'rule:mark/agreement-in-force'],
    ],
  ]),
  clause('5', '监测评估反馈', 'Monitoring, assessment, feedback', [
    ['#01', 'LOOP', '各级监测评估', 'Monitoring at all levels', ['part:apps/server/src/statistics']],
    ['#02', 'REPORT', '定期统计分析并反馈', 'Regular statistics and feedback', ['part:apps/server/src/statistics']],
    [
      '#03',
      'LOOP',
      '明显偏离平均水平的查因整改',
      'Clear deviation from the average is investigated',
      ['rule:deviation/peers', 'loop:recognition/deviation'],
    ],
  ]),
];

export const CONDUCT_AND_SUPPORT: readonly Clause[] = [
  clause('6', '规范开展互认', 'Conduct of recognition', [
    [
      '#01',
      'LOOP',
      '定期点评检查检验的适宜与必要',
      'Orders are reviewed regularly',
      ['rule:act/exception-code', 'loop:recognition/comment'],
    ],
    ['#02', 'SOFT', '点评结果可进绩效', 'Review may enter performance', NOT_ENCODED.policy],
    [
      '#03',
      'LOOP',
      '控制不必要的重复',
      'Needless repeats are controlled',
      ['rule:act/exception-code', 'part:apps/server/src/statistics', 'loop:recognition/overlooked'],
    ],
    [
      '#04',
      'RULE',
      '符合条件的应认尽认',
      'All that should be recognised is',
      ['rule:candidate/mark-basis', 'rule:candidate/consortium-basis'],
    ],
    ['#05', 'ORG', '纳入“三监管”平台', 'Part of the three supervisions platform', NOT_ENCODED.organisation],
  ]),
  clause('7', '医保政策', 'Insurance policy', [
    [
      '#01',
      'RULE',
      '传输与储存已含在价格内，不得另收',
      'Transmission and storage are part of the price',
      ['rule:fee/transfer'],
    ],
    ['#02', 'SOFT', '部门信息共享、降低成本', 'Shared information, lower cost', NOT_ENCODED.policy],
  ]),
  clause('8', '内部激励', 'Incentives', [
    ['#01', 'ORG', '有奖惩制度', 'Rules of reward and penalty', NOT_ENCODED.organisation],
    [
      '#02',
      'INDICATOR',
      '进入科室考核与医师职称评聘',
      'Part of assessment and of titles',
      ['part:apps/server/src/statistics'],
    ],
    ['#03', 'SOFT', '奖励规范执行的人员', 'Reward for staff who keep to the rules', NOT_ENCODED.policy],
  ]),
  clause('9', '风险保障', 'Risk protection', [
    [
      '#01',
      'ORG',
      '责任认定、风险分担、纠纷处置三项机制',
      'Three mechanisms for liability, risk and disputes',
      NOT_ENCODED.organisation,
    ],
    [
      '#02',
      'RULE',
      '合理界定责任与尽职免责，保存所示内容与依据',
      'Bounds of responsibility; what was shown and which rule applied is kept',
      ['part:apps/server/src/recognition'],
    ],
    ['#03', 'SOFT', '鼓励购买互认责任险', 'Liability insurance is encouraged', NOT_ENCODED.policy],
  ]),
  clause('req.1', '组织领导', 'Leadership', [
    [
      '#01',
      'REGISTRY',
      '工作台账写明时间、路线与分工',
      'A ledger with timetable, roadmap and division of work',
      NOT_ENCODED.ledger,
    ],
  ]),
  clause('req.2', '部门协作', 'Cooperation', [
    ['#01', 'ORG', '各部门分工', 'Division of work among departments', NOT_ENCODED.organisation],
    ['#02', 'LOOP', '定期会商', 'Regular consultation', ['loop:authority/consultation']],
  ]),
  clause('req.3', '宣传引导', 'Publicity and explaining', [
    ['#01', 'INDICATOR', '提高知晓率', 'Public awareness', NOT_ENCODED.externalData],
    [
      '#02',
      'RULE',
      '不予互认的告知目的与必要性',
      'Purpose and necessity of a repeat are told',
      ['rule:act/explanation', 'loop:recognition/explanation'],
    ],
  ]),
];
