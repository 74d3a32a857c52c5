/** How an inspector sees whether the plan of Taiyuan is kept 检查要点. */
import { checkWriter } from '../check-points.ts';

export const CHECKS = [
  ...checkWriter(
    'taiyuan-2024',
    'recognition',
  )([
    [
      '6.2#03',
      'within-15',
      '抽 10 份病历，核对互认结果、机构名称与日期',
      'Of 10 charts, see result, laboratory and date',
      '病历',
      'Charts',
    ],
    [
      '6.3#01',
      'within-15',
      '抽 10 例复检，核对原因、必要性与可能影响是否告知',
      'Of 10 repeats, see whether reason, need and possible effects were told',
      '告知记录',
      'Records of what was told',
    ],
    [
      '7.3#01',
      'within-30',
      '查看官网、官微与院内醒目位置',
      'See website, official account and places in the hospital',
      '公示内容与日期',
      'What is published, and since when',
    ],
  ]),
  ...checkWriter(
    'taiyuan-2024',
    'laboratory',
  )([
    [
      '5.1#02',
      'within-15',
      '核对五项设备活动是否按期完成',
      'See whether the five activities were done in time',
      '仪器目录',
      'Register of instruments',
    ],
    [
      '6.1#02',
      'within-15',
      '抽 20 份报告，核对“晋HR”与现行清单',
      'Of 20 reports, compare the mark with the list in force',
      '报告单、清单',
      'Reports, list',
    ],
  ]),
];
