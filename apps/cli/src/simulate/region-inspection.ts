/** Who may inspect in a demonstration region 检查人员名录: the centre, the authority, and experts of hospitals; with what they declared. */
import type { Day } from '@fujie/core/kernel';

import type { RegionRegisters } from './entries.ts';
import { since } from './entries.ts';
import { WORLD_START } from './region-places.ts';
import type { InstitutionRole, World } from './world.ts';

type Person = readonly [
  name: string,
  employer: InstitutionRole | null,
  post: string,
  specialties: readonly string[],
  account: string | null,
];

const PEOPLE: readonly Person[] = [
  ['韩检一（演示）', null, '质控中心技术员', ['laboratory'], 'qc'],
  ['苏检二（演示）', null, '卫生监督员', ['records'], 'commission'],
  ['方检三（演示）', 'central', '医务科', ['records'], 'quality'],
  ['陆检四（演示）', 'district', '检验科主任', ['laboratory'], 'lab'],
  ['程检五（演示）', 'university', '检验科副主任', ['laboratory', 'records'], null],
  ['顾检六（演示）', 'county', '病案科', ['records'], null],
  ['严检七（演示）', 'maternal', '检验科', ['laboratory'], null],
  ['白检八（演示）', null, '卫生监督员', ['records', 'laboratory'], null],
];

/** The accounts of the first four are those of the demonstration; its other people have none. */
export function makeInspectors(
  world: World,
  prefix: string,
): Pick<RegionRegisters, 'inspector' | 'inspector-conflict'> {
  const codeOf = (index: number): string => `JC${String(index + 1).padStart(2, '0')}`;
  return {
    inspector: since(
      WORLD_START,
      PEOPLE.map(([nameZh, employer, post, specialties, account], index) => ({
        code: codeOf(index),
        nameZh,
        region: world.city,
        institution: employer === null ? null : world.code(employer),
        post,
        specialties,
        qualification: null,
        available: true,
        account: account === null ? null : prefix + account,
      })),
    ),
    'inspector-conflict': since(WORLD_START, [
      { inspector: codeOf(0), institution: world.code('tcm'), kind: 'relative', endedOn: null },
      {
        inspector: codeOf(4),
        institution: world.code('county'),
        kind: 'employment',
        endedOn: '2019-06-30' as Day,
      },
    ]),
  };
}
