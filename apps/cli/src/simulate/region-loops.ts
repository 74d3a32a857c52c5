/** What a demonstration region sets for its loops: figures that no document states. */
import type { RegionRegisters } from './entries.ts';
import { since } from './entries.ts';
import { WORLD_START } from './region-places.ts';
import type { World } from './world.ts';

/** Only the plan of Taiyuan asks for meetings. */
const DISPATCH = {
  loop: 'dispatch/meeting',
  parameter: 'interval',
  institution: null,
  value: 14,
  note: '工作专班决定每两周一次（演示）',
};

/** The authority inspects more often than proposed, so that the next inspection is near. */
const INSPECTION = {
  ...{ loop: 'authority/inspection', parameter: 'interval', institution: null, value: 60 },
  note: '每两个月至少开展一次现场检查（演示）',
};

/** A region of fourteen institutions has few of a kind, and few consultations: it compares with fewer than proposed. */
const DEVIATION = (
  [
    ['peers', 2],
    ['opportunities', 8],
  ] as const
).map(([parameter, value]) => ({
  ...{ loop: 'recognition/deviation', parameter, institution: null, value },
  note: '演示区域机构少、就诊少（演示）',
}));

/** The city hospital rechecks earlier than proposed, and reviews a rule of alerts from five of them on; the city meets every two weeks and inspects every two months; institutions are compared with few peers; the authority of the city publishes where to complain, with a number that no network has. */
export function makeLoopFigures(world: World): Pick<RegionRegisters, 'loop-parameter' | 'reporting-channel'> {
  return {
    'loop-parameter': since(WORLD_START, [
      {
        loop: 'critical-value/inpatient',
        parameter: 'recheck',
        institution: world.code('central'),
        value: 12,
        note: '医院危急值管理制度（演示）',
      },
      {
        loop: 'loops/alert-rule',
        parameter: 'minimum',
        institution: world.code('central'),
        value: 5,
        note: '医务科例会决定（演示）',
      },
      ...DEVIATION,
      INSPECTION,
      ...(world.jurisdiction === 'taiyuan' ? [DISPATCH] : []),
    ]),
    'reporting-channel': since(WORLD_START, [
      {
        region: world.city,
        institution: null,
        department: '医政医管科',
        person: '张科长（演示）',
        title: '科长',
        phone: '0000-12320',
        email: 'complaints@health.example',
      },
    ]),
  };
}
