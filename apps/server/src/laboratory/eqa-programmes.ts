/** Programmes of EQA 质评计划 with the rounds of a year, checks of material before it is sent, and what a laboratory reached in an item so far. */
import {
  allowableError,
  biasTrend,
  homogeneity,
  isStable,
  judgeEvent,
  sigmaFromAllowable,
  standingsOf,
} from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';
import type {
  EqaHistoryResponse,
  EqaItem,
  EqaMaterialEntry,
  EqaProgrammeEntry,
  EqaProgrammesResponse,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedQcOrganisation } from '../platform/http/named-institution.ts';
import { unfitField } from '../platform/http/problems.ts';
import { byOf, dbOf, organiserUnit } from './eqa-access.ts';
import type { MaterialOutcome, MaterialRow } from './eqa-figures.query.ts';
import { findHistory, findProgrammes, insertMaterial, insertProgramme, lockProgrammes } from './eqa-figures.query.ts';
import { auditRound, changeRound, faultsOfItems, fullItems, refused } from './eqa-rounds.ts';
import { cellViews, roundView } from './eqa-views.ts';
import { findRounds } from './eqa.query.ts';
import { institutionFor } from './iqc-institution.ts';

/** Enters a programme, or what it is from now on, unless it is said to be new: rounds that were made before stay as they are. */
export async function putProgramme(
  deps: Deps,
  actor: Actor,
  { isNew = false, nameEn = null, ...entry }: EqaProgrammeEntry,
): Promise<void> {
  const unit = organiserUnit(deps, actor, entry.organiser);
  const problems = faultsOfItems(deps, entry);
  if (problems.length > 0) throw refused(problems);
  await dbOf(deps, actor).tx(async (tx) => {
    await lockProgrammes(tx, entry.organiser);
    const known = isNew ? await findProgrammes(tx, unit) : [];
    if (known.some(({ organiser, code }) => organiser === entry.organiser && code === entry.code))
      throw unfitField(
        'code',
        `\`${entry.code}\` is the code of another programme: choose another code, or change that programme`,
        `编号 \`${entry.code}\` 已用于另一质评计划：请另取编号，或修改该计划`,
      );
    await insertProgramme(tx, unit, { ...entry, nameEn, items: fullItems(deps, entry.items) }, byOf(deps, actor));
  });
  await auditRound(deps, actor, entry.code, 'programme');
}

/** The plan of a year 年度计划: in which half of it an item has no round (sichuan-2025.3#03). */
export async function programmesOf(deps: Deps, actor: Actor, year: number): Promise<EqaProgrammesResponse> {
  const db = dbOf(deps, actor);
  const unit = unitOfRegion(actor.region ?? '');
  const rounds = (await findRounds(db, { unit })).filter((round) => round.year === year);
  const snapshot = deps.registers.current();
  const today = dayOf(deps.clock.now());
  const own = snapshot.inForce(qcOrganisations, today).filter(({ region }) => region === actor.region);
  const named = (code: string) => namedQcOrganisation(snapshot, code);
  return {
    year,
    organisers: own.map(({ code }) => named(code)),
    programmes: (await findProgrammes(db, unit)).map(({ organiser, items, ...programme }) => {
      const held = rounds
        .filter((round) => round.organiser === organiser && round.programme === programme.code)
        .sort((a, b) => a.closesAt - b.closesAt);
      const months = held.map(({ closesAt }) => Number(dayOf(closesAt as Instant).slice(5, 7)));
      return {
        ...{
          ...programme,
          organiser: named(organiser),
          items: [...items],
          held: held.map((row) => roundView(deps, row)),
        },
        halvesWithout: [
          ...(months.some((month) => month <= 6) ? [] : (['first'] as const)),
          ...(months.some((month) => month > 6) ? [] : (['second'] as const)),
        ],
      };
    }),
  };
}

/** Judges readings of material 均匀性与稳定性检验 against 0.3 of the SD for proficiency assessment. Source: ISO 13528. */
export async function checkMaterial(deps: Deps, actor: Actor, id: number, entry: EqaMaterialEntry): Promise<void> {
  await changeRound(deps, actor, id, 'material', async (tx, round) => {
    const asked = round.items.find(({ item }) => item === entry.item);
    if (asked === undefined || !round.samples.includes(entry.sample))
      throw unfitField('sample', 'The round has no such item or sample', '本轮没有该项目或样品');
    const judged = judgeMaterial(asked, entry);
    if (judged === null)
      throw unfitField(
        'pairs',
        'Give pairs of readings of each vial, or readings before and after, of a quantitative item with a target other than zero',
        '请填写定量项目每瓶两次测定值（均匀性），或前后两组测定值（稳定性）',
      );
    await insertMaterial(tx, round, entry, judged, byOf(deps, actor));
  });
}

function judgeMaterial(
  { criterion }: EqaItem,
  { pairs, before, after }: EqaMaterialEntry,
): (Pick<MaterialRow, 'kind' | 'isFit'> & { readonly outcome: MaterialOutcome }) | null {
  const first = pairs?.flat() ?? before ?? [];
  const mean = first.reduce((sum, value) => sum + value, 0) / Math.max(1, first.length);
  const allowable = allowableError(mean, criterion);
  if (allowable === null || allowable <= 0) return null;
  const sigma = sigmaFromAllowable(allowable);
  if (pairs !== undefined) {
    const read = pairs.map(([a = 0, b = 0]) => [a, b] as const);
    const { verdict, between, limit, expandedLimit } = homogeneity(read, sigma);
    const isExpanded = verdict === 'homogeneous by the expanded criterion';
    const outcome = { verdict, figure: between, limit: isExpanded ? expandedLimit : limit };
    return { kind: 'homogeneity', isFit: verdict.startsWith('homogeneous'), outcome };
  }
  if (before === undefined || after === undefined) return null;
  const isFit = isStable(before, after, sigma);
  const figure = Math.abs(mean - after.reduce((sum, value) => sum + value, 0) / after.length);
  return {
    kind: 'stability',
    isFit,
    outcome: { verdict: isFit ? 'stable' : 'not stable', figure, limit: 0.3 * sigma },
  };
}

/** What a laboratory reached in an item, round by round, and to which side its results lean 历次成绩. */
export async function historyOf(
  deps: Deps,
  actor: Actor,
  item: string,
  wanted: string | undefined,
): Promise<EqaHistoryResponse> {
  const institution = institutionFor(deps, actor, wanted);
  const scores = await findHistory(dbOf(deps, actor), institution, item);
  const biases = scores.map(({ cells }) => cells.flatMap(({ biasPercent }) => biasPercent ?? []));
  const standings = standingsOf(
    scores.map(({ outcome, percent, passMark }) =>
      outcome === 'PENDING' ? 'not evaluated' : judgeEvent(percent, passMark),
    ),
  );
  const { sameSide, direction } = biasTrend(biases);
  const snapshot = deps.registers.current();
  const known = snapshot.item(item);
  return {
    institution: namedInstitution(snapshot, institution),
    item: { code: item, nameZh: known?.nameZh ?? item, nameEn: known?.nameEn ?? null },
    rounds: scores.map(({ closesMs, cells, ...score }, index) => {
      const own = biases[index] ?? [];
      return {
        ...{ ...score, closesAt: formatInstant(closesMs as Instant), standing: standings[index] ?? 'in good standing' },
        bias: own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length,
        cells: cellViews(cells),
      };
    }),
    trend: { sameSide, direction },
  };
}
