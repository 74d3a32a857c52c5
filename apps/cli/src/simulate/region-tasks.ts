/**
 * Tasks of the city hospital of a demonstration region with their milestones, one of which is overdue, and those of the city's authority
 * and the province's centre. Planted: a project without rules; two targets that no project serves.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { PractitionerRow, QualityTaskRow } from '@fujie/core/registers';

import { day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import type { World } from './world.ts';

type Tasks = Pick<RegionRegisters, 'quality-task' | 'task-milestone' | 'authority-task' | 'authority-milestone'>;

export function makeTasks(
  world: World,
  today: Day,
  places: Pick<RegionRegisters, 'practitioner' | 'qc-organisation' | 'institution'>,
): Tasks {
  const institution = world.code('central');
  const year = Number(today.slice(0, 4));
  const from = day(`${String(year)}-01-01`);
  const task = (
    code: string,
    names: Pick<QualityTaskRow, 'nameZh' | 'nameEn'>,
    department: string,
    rest: Partial<QualityTaskRow>,
  ): QualityTaskRow => ({
    ...{ institution, code, ...names, department, owner: ownerOf(places.practitioner, institution, department) },
    ...{ serves: null, year: null, target: null, sharing: null },
    ...{ organisation: null, rules: null, mechanism: null, path: null, ...rest },
  });
  const milestone = (of: string, code: string, names: Pick<QualityTaskRow, 'nameZh' | 'nameEn'>, days: number) => ({
    ...{ task: of, milestone: code, ...names, dueOn: addDays(today, days) },
  });
  const region = places.institution.find(({ row }) => row.code === institution)?.row.region.slice(0, 4) ?? '';
  const centre = places['qc-organisation'].find(({ row }) => row.level === 'province')?.row;
  const held = { serves: null, sharing: null };
  return {
    'quality-task': since(from, [
      task('RW-VTE', { nameZh: '静脉血栓防治能力建设', nameEn: 'Prevention of thromboembolism' }, 'XNK', {
        ...{ year, target: 'VTE', sharing: ['PWK', 'FCK'], organisation: '院级防治小组，内科牵头（演示）' },
        ...{ rules: '院内静脉血栓防治规定（演示）', mechanism: '每月科室互查、院级抽查（演示）' },
        path: '评估—预防—复评，嵌入医嘱与交接班（演示）',
      }),
      task('RW-AE', { nameZh: '不良事件主动报告', nameEn: 'Reporting events unprompted' }, 'XNK', {
        ...{ year, target: 'AE', sharing: ['JYK'], organisation: '质量管理部门牵头（演示）' },
        ...{ mechanism: '非惩罚、有奖励（演示）', path: '培训—报告—反馈（演示）' },
      }),
      task('RW-CRIT', { nameZh: '危急值全流程提速', nameEn: 'Critical values told faster' }, 'JYK', {
        ...{ serves: '本院年度质量工作计划（演示）', sharing: ['JZK'] },
      }),
    ]),
    'task-milestone': since(from, [
      ...[
        milestone('RW-VTE', 'M1', { nameZh: '全员评估培训', nameEn: 'Everybody trained to assess' }, -12),
        milestone('RW-VTE', 'M2', { nameZh: '评估率复查', nameEn: 'Assessments counted again' }, 40),
        milestone('RW-AE', 'M1', { nameZh: '报告流程宣讲', nameEn: 'How to report, explained' }, 25),
        milestone('RW-CRIT', 'M1', { nameZh: '接收时间复盘', nameEn: 'Times of receipt reviewed' }, 15),
      ].map((row) => ({ institution, ...row })),
    ]),
    'authority-task': since(from, [
      {
        ...{ region, code: 'SJ-01', nameZh: '辖区质量行动督查', nameEn: 'Supervision of quality in the city', ...held },
        ...{ holder: 'authority', centre: null, owner: '医政科（演示）', safety: false },
      },
      ...(centre === undefined
        ? []
        : [
            {
              ...{ region: centre.region, code: 'ZK-01', nameZh: '患者安全指标季度分析', ...held },
              ...{ nameEn: 'Indicators of patient safety, each quarter', holder: 'centre' as const },
              ...{ centre: centre.code, owner: '质控中心办公室（演示）', safety: true },
            },
          ]),
    ]),
    'authority-milestone': since(from, [
      { region, ...milestone('SJ-01', 'M1', { nameZh: '现场督查完成', nameEn: 'Visited on site' }, 30) },
      ...(centre === undefined
        ? []
        : [
            {
              region: centre.region,
              ...milestone('ZK-01', 'M1', { nameZh: '分析报告发布', nameEn: 'Analysis published' }, 35),
            },
          ]),
    ]),
  };
}

function ownerOf(
  practitioners: readonly TypedEntry<PractitionerRow>[],
  institution: string,
  department: string,
): string {
  const of = practitioners.find(({ row }) => row.institution === institution && row.department === department);
  return of?.row.code ?? '';
}
