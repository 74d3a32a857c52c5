/** Preamble and sections 1 to 4 of the Taiyuan plan: goal, task force, stages, institutions and items. */
import type { Clause } from '../pack.ts';
import { clauseWriter, NOT_ENCODED } from '../pack.ts';

const clause = clauseWriter('taiyuan-2024', { from: '2024-05-01', to: null });
const CAMPAIGN = { from: '2024-05-01', to: '2025-01-01' };
const campaignOver = { zh: '2024 年专项阶段已结束', en: 'the stage of the 2024 campaign is over' };

export const GOAL_AND_STAGES: readonly Clause[] = [
  clause('preamble', '依据', 'Basis', [
    [
      '#01',
      'REGISTRY',
      '依据省级通知与 2022 年国家办法',
      'Rests on a provincial notice and the national measures of 2022',
      ['part:packages/packs'],
    ],
    ['#02', 'SOFT', '目标：用好资源、减轻负担、保障质量', 'Aims: resources, burden, quality', NOT_ENCODED.policy],
  ]),
  clause('1', '工作目标', 'Goal', [
    [
      '#01',
      'RULE',
      '专项工作为 2024 年 5 月至 12 月，其后转入长效机制',
      'The campaign runs May to December 2024, a lasting mechanism follows',
      campaignOver,
    ],
    [
      '#02',
      'RULE',
      '互认主体：二级及以上公立机构与独立医学检验实验室',
      'Parties: public institutions of level two and above, independent laboratories',
      ['rule:admission/shanxi'],
    ],
    [
      '#03',
      'INDICATOR',
      '减少不必要重复、费用，提升满意度',
      'Fewer repeats, lower burden, satisfaction',
      ['part:apps/server/src/statistics'],
    ],
  ]),
  clause('2', '工作机构', 'Task force', [
    [
      '#01',
      'ORG',
      '专班由组长、副组长与七个成员部门组成',
      'Head, deputies and seven member offices',
      NOT_ENCODED.organisation,
    ],
    [
      '#02',
      'ORG',
      '综合、业务、信息、宣传四个组',
      'Four groups: coordination, guidance, information, publicity',
      NOT_ENCODED.organisation,
    ],
    [
      '#03',
      'AUTH',
      '按机构类别由三个科室分工督导',
      'Supervision is split among three sections by kind of institution',
      NOT_ENCODED.authority,
    ],
  ]),
  clause(
    '3.1',
    '动员阶段',
    'Mobilisation',
    [
      [
        '#01',
        'LOOP',
        '县区与机构于 2024-06-30 前成立专班',
        'Counties and institutions set up task forces by 2024-06-30',
        campaignOver,
      ],
      ['#02', 'LOOP', '同日前完成全面自查', 'Self-inspection by the same day', campaignOver],
      [
        '#03',
        'REGISTRY',
        '问题台账须有措施与时限',
        'Problem ledger with measure and time limit',
        ['loop:return-problem/institution', 'loop:return-problem/county'],
      ],
      [
        '#04',
        'REGISTRY',
        '公布举报渠道，五个字段齐全',
        'A published channel with five fields',
        ['register:reporting-channel'],
      ],
    ],
    CAMPAIGN,
  ),
  clause(
    '3.2',
    '推进阶段',
    'Advance',
    [
      ['#01', 'SOFT', '多种形式宣传不必要则不重复', 'Publicity against needless repeats', NOT_ENCODED.policy],
      ['#02', 'INDICATOR', '群众知晓率', 'Public awareness', NOT_ENCODED.externalData],
      [
        '#03',
        'LOOP',
        '收到的反映逐一处理并给出回音',
        'Whoever reports something gets an answer',
        ['loop:complaint/handling'],
      ],
      [
        '#04',
        'REPORT',
        '落实不力的单位在全市通报',
        'Lax units are named city-wide',
        ['loop:dispatch/institution', 'loop:dispatch/county', 'part:apps/server/src/statistics'],
      ],
    ],
    CAMPAIGN,
  ),
  clause(
    '3.3',
    '总结阶段',
    'Summary',
    [
      ['#01', 'REPORT', '2024-12-31 前总结经验', 'Experience is summed up by 2024-12-31', campaignOver],
      ['#02', 'ORG', '建立长效机制', 'A lasting mechanism is set up', NOT_ENCODED.organisation],
    ],
    CAMPAIGN,
  ),
  clause('4', '互认机构和项目', 'Institutions and items', [
    ['#01', 'RULE', '应纳入的机构须全部纳入', 'All that should be in scope are in scope', ['rule:admission/shanxi']],
    [
      '#02',
      'REGISTRY',
      '新清单公布前，2023 年两批清单同时有效',
      'Until the new list, both lists of 2023 apply together',
      ['rule:mark/listed', 'register:recognition-list'],
    ],
  ]),
];
