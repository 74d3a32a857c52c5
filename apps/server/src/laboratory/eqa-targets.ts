/**
 * Targets of a round that do not come of its participants 靶值: of a reference method, of the formulation, of a panel of experts; for all or for those
 * with a method, instrument and reagent. Only ever added to: the latest of the same stands. Source: ISO 13528:2015 7.3-7.6, by general knowledge.
 */
import type { KnownTarget } from '@fujie/core/eqa';
import { DEFAULT_ASSIGNMENT, expertValue, tidyMeans } from '@fujie/core/eqa';
import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { EqaOrganisedRound, EqaTargetsEntry } from '@fujie/wire/contracts';

import { fault } from './eqa-access.ts';
import type { NewTarget, TargetRow } from './eqa.query.ts';

type Targets = EqaTargetsEntry['targets'];
export const FIRST_VARIANT = 'A';

/** Targets as they are stored. */
export function newTargets(targets: Targets, note: string | null = null): readonly NewTarget[] {
  const asWritten = new Map<string, string>();
  return targets.map((one) => ({
    ...{ item: one.item, sample: one.sample, variant: one.variant ?? FIRST_VARIANT, kind: one.kind ?? 'reference' },
    ...{ group: tidyMeans(one.group, asWritten), value: one.value ?? null, uncertainty: one.uncertainty ?? null },
    experts:
      one.experts?.map(({ laboratory, value, uncertainty = null }) => ({ laboratory, value, uncertainty })) ?? null,
    ...{ accepted: one.accepted ?? null, note },
  }));
}

/** Targets that belong to nothing of the round, or that are none. */
export function faultsOfTargets(
  targets: Targets,
  { items }: { readonly items: readonly { readonly item: string; readonly kind: string }[] },
  samples: readonly string[],
): readonly Problem[] {
  return targets.flatMap((one, index) => {
    const path = `body.targets[${String(index)}]`;
    const kind = items.find(({ item }) => item === one.item)?.kind;
    if (kind === undefined || !samples.includes(one.sample)) return [fault(path, 'unfit-target', NO_CELL)];
    const given = [one.value, one.experts, one.accepted].filter((part) => part !== undefined).length;
    if (one.kind === 'consensus') return given === 0 ? [] : [fault(path, 'unfit-target', NOTHING)];
    if (kind === 'qualitative')
      return one.accepted !== undefined && given === 1 ? [] : [fault(path, 'unfit-target', ANSWERS)];
    if (one.kind !== 'experts')
      return one.value !== undefined && given === 1 ? [] : [fault(path, 'unfit-target', VALUE)];
    if (one.experts === undefined || given !== 1) return [fault(path, 'unfit-target', PANEL)];
    const names = one.experts.map(({ laboratory }) => laboratory.trim());
    return [
      ...(names.length < DEFAULT_ASSIGNMENT.minimumExperts
        ? [fault(`${path}.experts`, 'too-few-experts', TOO_FEW)]
        : []),
      ...(new Set(names).size < names.length ? [fault(`${path}.experts`, 'duplicate-row', TWICE)] : []),
    ];
  });
}

const NO_CELL = [
  'The round has no such item or sample: take those of the round',
  '本轮无该项目或样品：请使用本轮的项目与样品编号',
] as const;
const NOTHING = [
  '`consensus` takes back what was entered: give no `value`, `experts` or `accepted`',
  'consensus 表示撤回已录靶值，恢复共识值：不要填写 value、experts、accepted',
] as const;
const ANSWERS = [
  'A qualitative item has answers that are accepted: give `accepted` and no `value` or `experts`',
  '定性项目的靶值是可接受结果：只填 accepted，不填 value、experts',
] as const;
const VALUE = [
  'A quantitative item has a value: give `value` and no `experts` or `accepted`; of a panel give `kind` `experts`',
  '定量项目请填 value，不填 experts、accepted；专家组定值请填 kind 为 experts',
] as const;
const PANEL = [
  'The value of a panel follows from what its laboratories found: give `experts` and no `value` or `accepted`',
  '专家组靶值由各专家实验室测定值计算：只填 experts，不填 value、accepted',
] as const;
const TOO_FEW = [
  `A panel has ${String(DEFAULT_ASSIGNMENT.minimumExperts)} laboratories at least: give more of them, or a reference value`,
  `专家组至少 ${String(DEFAULT_ASSIGNMENT.minimumExperts)} 家实验室：请补充，或改录参考值`,
] as const;
const TWICE = ['A laboratory of the panel stands twice: leave one', '专家实验室重复：每家只保留一个值'] as const;

/** Those by which a round is graded. */
export function knownOf(rows: readonly TargetRow[]): readonly KnownTarget[] {
  return rows.flatMap(({ kind, isCurrent, ...row }) => (isCurrent && kind !== 'consensus' ? [{ ...row, kind }] : []));
}

/** Targets as the organiser sees them, of a panel with what follows from its values. */
export function targetViews(rows: readonly TargetRow[]): EqaOrganisedRound['known'] {
  return rows.map(
    ({ item, sample, variant, group, kind, value, uncertainty, experts, accepted, note, by, atMs, isCurrent }) => {
      const panel = experts === null ? null : expertValue(experts);
      return {
        ...{ item, sample, variant, group, kind, note, by, isCurrent, at: formatInstant(atMs as Instant) },
        ...{ value: panel?.value ?? value, uncertainty: panel?.uncertainty ?? uncertainty, sd: panel?.sd ?? null },
        ...{ accepted: accepted === null ? null : [...accepted], experts: (experts ?? []).map((one) => ({ ...one })) },
      };
    },
  );
}
