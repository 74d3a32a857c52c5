/** How an inspector sees whether the plan of Sichuan is kept 检查要点. */
import { checkWriter } from '../check-points.ts';

export const CHECKS = [
  ...checkWriter(
    'sichuan-2025',
    'recognition',
  )([
    [
      '1#04',
      'immediate',
      '抽 10 例互认，核对有无“负面”清单所列情形',
      'Of 10 results accepted, see whether any is on the negative list',
      '互认记录',
      'Records of recognition',
    ],
    [
      '6#01',
      'within-30',
      '查看点评计划、点评记录与反馈',
      'See plan, records and feedback of the comments on orders',
      '点评记录',
      'Records of comments',
    ],
  ]),
  ...checkWriter(
    'sichuan-2025',
    'laboratory',
  )([
    [
      '3#04',
      'within-30',
      '核对不达标项目的整改与验证',
      'For items that fell short, see what was put right and verified',
      '整改报告',
      'Reports of rectification',
    ],
  ]),
];
