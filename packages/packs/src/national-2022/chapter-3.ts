/** Chapter 3 of the national measures: the rules of recognition. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED, partly } from '../pack.ts';

const clause = clauseWriter('national-2022', { from: '2022-03-01', to: null });

export const RECOGNITION_RULES: readonly Clause[] = [
  clause('art.11', '互认项目条件', 'Which items qualify', [
    [
      '#01',
      'RULE',
      '项目须较稳定、技术标准统一、便于评价质量，三条都具备才进清单',
      'An item is stable, under one technical standard and easy to evaluate before it enters a list',
      partly(
        ['register:item', 'register:recognition-list-entry'],
        '三条标准未登记为字段，由公布清单者自行把关',
        'the criteria are no fields of the register: whoever publishes the list judges them',
      ),
    ],
  ]),
  clause('art.12', '互认范围', 'How far recognition reaches', [
    [
      '#01',
      'RULE',
      '达到国家指标并通过国家级质评的，范围为全国',
      'National indicators met and national EQA passed: the whole country',
      ['rule:mark/serving-organiser', 'rule:mark/quality-requirement', 'rule:admission/national'],
    ],
    [
      '#02',
      'RULE',
      '达到地方指标并通过地方质评的，范围为该质控组织的地区',
      "Local indicators met and local EQA passed: the organiser's region",
      ['rule:mark/serving-organiser', 'rule:mark/quality-requirement', 'rule:admission/sichuan'],
    ],
    [
      '#03',
      'RULE',
      '协议地区须共同设立或指定质控组织，通过其质评的范围为协议地区',
      'Agreement regions need a joint QC organisation; passing its EQA covers those regions',
      ['rule:mark/agreement-in-force', 'rule:candidate/mark-basis'],
    ],
    [
      '#04',
      'REGISTRY',
      '登记互认协议的成员、起止与联合质控组织',
      'Agreements with members, period and joint QC organisation',
      ['register:agreement'],
    ],
  ]),
  clause('art.13', '互认标识', 'The mark HR', [
    [
      '#01',
      'RULE',
      '参加质评并合格的项目应标注“范围+HR”',
      'An item that took part in EQA and passed carries scope + HR',
      ['rule:mark/label', 'rule:mark/serving-organiser', 'rule:print/line', 'register:region'],
    ],
    [
      '#02',
      'RULE',
      '未按要求参加质评或不合格的，不得标注',
      'No mark without EQA or after failing it',
      [
        'rule:mark/latest-round-not-failed',
        'rule:mark/serving-organiser',
        'rule:mark/not-suspended',
        'rule:candidate/mark-basis',
        'register:suspension',
        'loop:eqa/rectification',
        'loop:mark/lapsed',
      ],
    ],
    [
      '#03',
      'RULE',
      '应标注而未标注也是缺陷',
      'A qualifying result without a mark is a defect too',
      ['rule:candidate/mark-basis'],
    ],
  ]),
  clause('art.14', '报告单样式', 'Report format', [
    [
      '#01',
      'REGISTRY',
      '省级主管部门引导统一报告单格式',
      'The province guides towards one report layout',
      NOT_ENCODED.authority,
    ],
    [
      '#02',
      'RULE',
      '检验结果应写明方法与参考区间',
      'A laboratory result states method and reference interval',
      ['rule:candidate/complete-report', 'rule:print/line'],
    ],
    [
      '#03',
      'SOFT',
      '鼓励把同一地区互认的结果放在同一张报告单',
      'Results recognised in one region may share one sheet',
      NOT_ENCODED.policy,
    ],
  ]),
  clause('art.15', '互认项目清单', 'Published list of items', [
    [
      '#01',
      'REGISTRY',
      '质控组织定期汇总本地机构的互认项目清单',
      'QC organisations compile the list of items of their area',
      ['register:recognition-list', 'register:recognition-list-entry', 'rule:mark/listed'],
    ],
    [
      '#02',
      'REGISTRY',
      '清单向机构与公众公开，可按日期查询',
      'The list is open to institutions and the public, for any day',
      ['part:apps/server/src/registers', 'part:apps/web'],
    ],
  ]),
  clause('art.16', '应当互认与鼓励互认', 'Must and may', [
    [
      '#01',
      'RULE',
      '全国标识或含本机构所在地范围的标识，应当互认',
      "A national mark, or one whose scope contains the receiver's place, must be recognised",
      ['rule:candidate/mark-basis', 'rule:act/treating-physician'],
    ],
    [
      '#02',
      'RULE',
      '其他结果结合临床情况鼓励互认，不得阻断开单',
      'Other results may be recognised and never block an order',
      ['rule:candidate/mark-basis', 'rule:candidate/time-limit'],
    ],
  ]),
  clause('art.17', '不得重复', 'No repeat', [
    [
      '#01',
      'RULE',
      '符合条件且满足诊疗需要的结果，不得再做同一项目',
      'No repeat of an item whose result qualifies and serves the need',
      partly(
        ['rule:act/exception-code', 'rule:candidate/same-item', 'loop:recognition/overlooked'],
        '项目编码相同且标本类别不矛盾即视为同一项目：报告标本与项目目录标本均可识别时才比对，血清、血浆与全血不区分；部位由项目编码区分',
        'an item is told by its code and, where both are known, by the kind of specimen of the report and of the item register; serum, plasma and whole blood are one kind, and a body part is told by the code',
      ),
    ],
  ]),
  clause('art.18', '医嘱与打包收费', 'Orders and bundling', [
    [
      '#01',
      'RULE',
      '根据病情开具医嘱',
      'Orders follow the condition of the patient',
      partly(
        ['loop:recognition/comment'],
        '每月抽样点评复检与未处置提示；其他医嘱不在平台',
        'a sample of repeats and of prompts passed over is commented each month; other orders are not on the platform',
      ),
    ],
    [
      '#02',
      'RULE',
      '不得以打包等方式对可互认项目再次收费',
      'No charging again by bundling',
      ['rule:panel/limit', 'rule:fee/accepted', 'register:panel-component'],
    ],
  ]),
  clause('art.19', '可以重新检查的情形', 'When a repeat is allowed', [
    [
      '.1',
      'RULE',
      '病情变化，结果与表现或诊断不符',
      'The condition changed; result and picture disagree',
      ['rule:detect/changed-condition', 'rule:act/exception-code'],
    ],
    [
      '.2',
      'RULE',
      '结果在病程中变化较快',
      'The result changes fast',
      ['rule:detect/fast-changing', 'rule:act/exception-code'],
    ],
    [
      '.3',
      'RULE',
      '即将手术、输血或有其他关系重大的处置',
      'A weighty intervention is ahead, such as an operation or a transfusion',
      ['rule:detect/major-measure', 'rule:act/exception-code'],
    ],
    [
      '.4',
      'RULE',
      '患者正在急诊或抢救，不能等待',
      'The patient is in an emergency and cannot wait',
      ['rule:detect/emergency', 'rule:act/exception-code'],
    ],
    [
      '.5',
      'RULE',
      '结果用于鉴定，如司法、伤残等级、因病退休',
      'The result serves an appraisal: by a court, of a disability, for retirement through illness',
      ['rule:detect/appraisal', 'rule:act/exception-code'],
    ],
    [
      '.6',
      'RULE',
      '其他确需复查的情形，须写明原因',
      'Other circumstances, with the reason written down',
      ['rule:act/exception-code'],
    ],
    [
      '#01',
      'RULE',
      '复检“应当互认”的结果须记一个主情形，并记医师与时间',
      'A repeat of a must carries one principal case, physician and time',
      ['rule:act/exception-code', 'rule:fee/repeat', 'part:apps/server/src/recognition', 'loop:recognition/overlooked'],
    ],
    [
      '#02',
      'AUTH',
      '情形只能由接诊医师选择，软件只作提示',
      'Only the treating physician chooses; software suggests',
      ['rule:act/treating-physician'],
    ],
  ]),
  clause('art.20', '检查检验门诊', 'Examination and laboratory clinics', [
    ['#01', 'SOFT', '有条件的机构可开设检查检验门诊', 'Institutions may open such a clinic', NOT_ENCODED.policy],
    [
      '#02',
      'AUTH',
      '出诊人员须为两类执业范围的执业医师',
      'Its physicians are registered in one of two fields',
      partly(
        ['register:practitioner'],
        '登记执业范围，但未核对出诊人员',
        'the registered field is recorded; nobody checks it when a physician works there',
      ),
    ],
  ]),
  clause('art.21', '解释说明', 'Explaining a repeat', [
    [
      '#01',
      'RULE',
      '不予互认的，向患者说明复检的目的与必要性',
      'Purpose and necessity of a repeat are explained to the patient',
      ['rule:act/explanation', 'loop:recognition/explanation'],
    ],
    ['#02', 'SOFT', '加强医患沟通', 'Better communication in general', NOT_ENCODED.policy],
  ]),
];
