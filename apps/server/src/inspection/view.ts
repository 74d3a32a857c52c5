/** Plans, draws and inspections as pages and the public read them. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { inspectors } from '@fujie/core/registers';
import type { Severity } from '@fujie/packs';
import { checklistOn, INSPECTION_SUBJECTS } from '@fujie/packs';
import type { InspectionPlanView, InspectionSummary, NamedCode, PublishedDraw } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import type { DrawRow, PlanRow } from './draws.query.ts';
import { sha256, stateOfDraw, teamsOf } from './draws.ts';
import type { DrawProgress, FindingRow, FollowUpRow, InspectionRow } from './inspections.query.ts';

const REGION = 'region.';
export const timeOf = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms as Instant));
const shown = (ms: number): string => formatInstant(ms as Instant);

export function planOf(
  deps: Deps,
  plan: PlanRow,
  draws: readonly DrawRow[],
  progress: readonly DrawProgress[],
  me: string,
): InspectionPlanView {
  const { title, subject, unannounced, mutual = false, strataBy, quota, teamSize, specialties, from, to } = plan.terms;
  return {
    id: plan.id,
    ...{ title, unannounced, mutual, strataBy, quota, teamSize, specialties, from, to },
    subject: { ...INSPECTION_SUBJECTS[subject] },
    region: namedRegion(deps.registers.current(), plan.unit.slice(REGION.length)),
    orderedBy: plan.orderedName,
    orderedAt: shown(plan.orderedMs),
    draws: draws
      .filter((draw) => draw.plan === plan.id)
      .map((draw) => ({
        id: draw.id,
        number: draw.number,
        state: stateOfDraw(draw),
        listsDigest: draw.listsDigest,
        parties: draw.lists.parties.length,
        inspectors: draw.lists.inspectors.length,
        frozenAt: shown(draw.frozenMs),
        publicSource: draw.publicSource,
        publicOn: draw.publicOn,
        hasPublicValue: draw.publicValue !== null,
        custodians: draw.shares.map(({ place, custodian, custodianName, commitment, committedMs, revealedMs }) => ({
          ...{ place, commitment, name: custodianName },
          committedAt: shown(committedMs),
          revealedAt: timeOf(revealedMs),
          isMine: custodian === me,
        })),
        drawnAt: timeOf(draw.drawnMs),
        isOpen: isOpen(plan, draw, progress),
        voided: draw.voidedMs === null ? null : { at: shown(draw.voidedMs), reason: draw.voidReason ?? '' },
      })),
  };
}

/**
 * Whether a draw is public as a whole: at once, or, where nobody is to know of the visit before, as soon as every party knows of it. The
 * commitments are public from the beginning, so that nothing can be changed meanwhile.
 */
export function isOpen(plan: PlanRow, draw: DrawRow, progress: readonly DrawProgress[]): boolean {
  if (draw.seed === null) return false;
  if (!plan.terms.unannounced || draw.voidedMs !== null) return true;
  return progress.every((one) => one.draw !== draw.id || one.unaware === 0);
}

/** A whole draw for everybody; what was noted of a replacement stays with the authority, its reason is public. */
export async function publishedDraw(draw: DrawRow): Promise<PublishedDraw> {
  const { lists } = draw;
  return {
    format: 'fujie-draw/1',
    lists: {
      ...lists,
      parties: lists.parties.map((party) => ({ ...party })),
      inspectors: lists.inspectors.map((one) => ({ ...one, specialties: [...one.specialties] })),
      conflicts: lists.conflicts.map((pair) => ({ ...pair })),
      quotas: { ...lists.quotas },
      team: { ...lists.team, specialties: [...lists.team.specialties] },
    },
    listsDigest: draw.listsDigest,
    frozenAt: shown(draw.frozenMs),
    custodians: draw.shares.map(({ place, custodianName, commitment, committedMs, share, revealedMs }) => ({
      ...{ place, commitment, name: custodianName, share: share ?? '' },
      committedAt: shown(committedMs),
      revealedAt: shown(revealedMs ?? 0),
    })),
    publicSource: draw.publicSource,
    publicValue: draw.publicValue ?? '',
    seed: draw.seed ?? '',
    drawnAt: shown(draw.drawnMs ?? 0),
    replacements: draw.replacements.map(({ party, inspector, reason, atMs }) => ({
      ...{ party, inspector, reason },
      at: shown(atMs),
    })),
    teams: ((await teamsOf(draw)) ?? []).map(teamView),
  };
}

export const teamView = ({
  party,
  stratum,
  inspectors: team,
  missing,
}: NonNullable<Awaited<ReturnType<typeof teamsOf>>>[number]) => ({
  ...{ party, stratum, inspectors: [...team] },
  missing: { specialties: [...missing.specialties], places: missing.places },
});

/** The inspector 检查人员 that an account stands for; null: none. */
export function inspectorOf({ registers, clock }: Deps, account: string): string | null {
  const known = registers.current().inForce(inspectors, dayOf(clock.now()));
  return known.find((row) => row.account === account)?.code ?? null;
}

/**
 * Whether an account acts for an inspector of the team: bound to the one who was drawn, and not only since. Somebody else for whom the
 * register is changed afterwards was never drawn: the inspector is replaced by the next of the ranking.
 */
export function isOfTeam(
  { inspectors: team, accounts }: InspectionRow,
  inspector: string | null,
  account: string,
): boolean {
  const place = inspector === null ? -1 : team.indexOf(inspector);
  return place >= 0 && (accounts?.[place] ?? account) === account;
}

export function namedInspector({ registers }: Deps, code: string): NamedCode {
  return { code, nameZh: registers.current().nameOf(inspectors, code)?.nameZh ?? code, nameEn: null };
}

/** Of each item the finding that stands: the last one. */
export function currentFindings(findings: readonly FindingRow[]): readonly FindingRow[] {
  const last = new Map<string, number>();
  for (const one of findings) last.set(subjectOf(one), Math.max(one.id, last.get(subjectOf(one)) ?? 0));
  return findings.filter((one) => last.get(subjectOf(one)) === one.id);
}

/** What an inspector signs: which finding stands of each item. */
export async function findingsDigest(inspection: number, findings: readonly FindingRow[]): Promise<string> {
  const standing = currentFindings(findings).map(({ item, id, verdict, severity, facts, samples }) => [
    ...[item, id, verdict, severity, facts.toString(), samples],
  ]);
  return sha256(JSON.stringify([inspection, standing.sort((a, b) => Number(a[1]) - Number(b[1]))]));
}

/** Names the loop that follows up a finding. */
export function subjectOf({ inspection, item }: Pick<FindingRow, 'inspection' | 'item'>): string {
  return `${String(inspection)}|${item}`;
}

/** What is looked at 检查要点: of the day of the visit, and before it of today. */
export function checklistOf({ clock, config }: Deps, { checklist }: InspectionRow, plan: PlanRow) {
  return checklist ?? checklistOn(config.jurisdiction, plan.terms.subject, dayOf(clock.now()));
}

export function summaryOf(
  deps: Deps,
  one: InspectionRow,
  plan: PlanRow,
  findings: readonly FindingRow[],
  isMine: boolean,
): InspectionSummary {
  const standing = currentFindings(findings.filter(({ inspection }) => inspection === one.id));
  return {
    id: one.id,
    plan: { id: plan.id, title: plan.terms.title },
    institution: namedInstitution(deps.registers.current(), one.institution),
    inspectors: one.inspectors.map((code) => namedInspector(deps, code)),
    isMine,
    from: plan.terms.from,
    to: plan.terms.to,
    notifiedAt: timeOf(one.notifiedMs),
    concludedAt: timeOf(one.concludedMs),
    publishedAt: timeOf(one.publishedMs),
    checked: standing.length,
    items: checklistOf(deps, one, plan).length,
    nonconforming: standing.filter(({ verdict }) => verdict === 'nonconform').length,
  };
}

export type FollowUpState = 'open' | 'overdue' | 'refused' | 'rectified' | 'withdrawn';

/** How far a nonconformity has been put right, as everybody may read it. */
export function followUpState({ status, state, dueMs }: FollowUpRow, now: Instant): FollowUpState {
  if (status === 'waived' || status === 'void') return 'withdrawn';
  if (status === 'closed') return 'rectified';
  if (isRefused({ state })) return 'refused';
  const isOwedByParty = state.stages.some(
    ({ id, status: of }) => OF_PARTY.includes(id) && (of === 'running' || of === 'overdue'),
  );
  return isOwedByParty && dueMs !== null && dueMs < now ? 'overdue' : 'open';
}

const OF_PARTY: readonly string[] = ['receive', 'plan', 'rectify'];

/** Tried and not done, since the only other way to end it without doing it is a refusal. */
export function isRefused({ state }: Pick<FollowUpRow, 'state'>): boolean {
  return state.stages.some(({ id, attempts, doneAt }) => id === 'rectify' && attempts > 0 && doneAt === null);
}

/** The severity of a finding: as entered, otherwise that of its item. */
export function severityOf(finding: FindingRow, one: InspectionRow): Severity {
  return finding.severity ?? one.checklist?.find(({ clause }) => clause === finding.item)?.severity ?? 'within-30';
}
