/**
 * The evidence behind the marks 互认标识 of an institution and item: the record behind each condition, the day on which a mark lapses if nothing
 * is done, and because of what. What registers hold is for whoever reads registers; runs and loops for whoever the institution is within reach of.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, daysBetween, formatInstant, startOfDay } from '@fujie/core/kernel';
import { runItems, SUBJECTS } from '@fujie/core/laboratory';
import type { RecognitionParameters } from '@fujie/core/recognition';
import {
  carries,
  controlMonth,
  eqaResultsFor,
  explainMark,
  isHeld,
  lastCompleteMonth,
  listedScopes,
  markInputFor,
  nextLapse,
  scopesOf,
} from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { blindSamples, qualityRequirements, recognitionLists } from '@fujie/core/registers';
import type { MarkEvidenceResponse } from '@fujie/wire/contracts';
import { FOLLOWED_LOOPS } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isPermitted } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedQcOrganisation } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { hasPart } from '../platform/loops/visible.ts';
import { findLastRuns, findOpenLoops, findOrganised } from './evidence.query.ts';
import { lapseView, namedItem, reasonView } from './marks.ts';

const AHEAD_DAYS = 366;
const MONTHS = 12;

/** One institution × item as of a day. */
export interface Pair {
  readonly institution: string;
  readonly item: string;
  readonly day: Day;
}

type Evidence = MarkEvidenceResponse;
type KnownRound = Omit<Evidence['rounds'][number], 'organised'>;

/** What registers hold of it. */
export function evidenceOf(
  snapshot: RegisterSnapshot,
  pair: Pair,
  parameters: RecognitionParameters,
): Omit<Evidence, 'recorded' | 'rounds'> & { readonly rounds: readonly KnownRound[] } {
  const { institution, item, day } = pair;
  return {
    institution: namedInstitution(snapshot, institution),
    item: namedItem(snapshot, item),
    day,
    revision: snapshot.revision,
    scopes: listedScopes(snapshot, institution, item).map((scope) => scopeOf(snapshot, pair, scope, parameters)),
    lists: snapshot.listEntries(institution, item).map(({ from, to, row }) => ({
      code: row.list,
      titleZh: snapshot.nameOf(recognitionLists, row.list)?.titleZh ?? row.list,
      ...{ scope: row.scope, from, to },
    })),
    rounds: roundsOf(snapshot, pair),
    months: monthsOf(snapshot, pair),
    requirements: snapshot
      .inForce(qualityRequirements, day)
      .filter((row) => row.item === item)
      .map(({ scope, maxCv, maxSd, sdBelow, levelClasses, classMaxCv, minAgreement }) => ({
        ...{ scope, maxCv, maxSd, sdBelow, minAgreement },
        byClass:
          levelClasses === null || classMaxCv === null ? null : { classes: [...levelClasses], maxCv: classMaxCv },
      })),
    instruments: instrumentsOf(snapshot, pair),
    licence: licenceOf(snapshot, pair),
    ...findingsOfAuthority(snapshot, pair),
  };
}

function scopeOf(
  snapshot: RegisterSnapshot,
  { institution, item, day }: Pair,
  scope: string,
  parameters: RecognitionParameters,
): Evidence['scopes'][number] {
  const scopes = scopesOf(snapshot, day);
  const input = markInputFor(snapshot, institution, item, scope, day);
  const { verdict, findings } = explainMark(input, parameters, scopes);
  const lapse = nextLapse(snapshot, { institution, item, scope }, day, AHEAD_DAYS, parameters);
  const view = lapse === null ? null : lapseView(snapshot, item, scope, day, lapse);
  return {
    ...{ scope, scopeLabel: scopes.labelOf(scope), label: verdict.mark },
    findings: findings.map((finding) => ({ ...finding, clauses: [...finding.clauses] })),
    reasons: verdict.reasons.map(reasonView),
    lapse:
      view === null
        ? null
        : {
            on: view.lapsesOn,
            daysLeft: daysBetween(day, view.lapsesOn as Day),
            reasons: view.reasons,
            detail: view.detail,
          },
  };
}

function roundsOf(snapshot: RegisterSnapshot, { institution, item, day }: Pair): KnownRound[] {
  return [...eqaResultsFor(snapshot, institution, item, day)]
    .filter(({ closed }) => closed <= day)
    .sort((a, b) => (a.closed < b.closed ? 1 : -1))
    .map(({ organiser, round, year, closed, published, outcome }) => {
      const isKnown = published !== undefined && published !== null && published <= day;
      return {
        organiser: namedQcOrganisation(snapshot, organiser),
        ...{ round, year, closedOn: closed, publishedOn: isKnown ? published : null },
        // Before its publication only that something was returned is known (section 1).
        outcome: isKnown || outcome === 'ABSENT' ? outcome : 'PENDING',
      };
    });
}

function monthsOf(snapshot: RegisterSnapshot, { institution, item, day }: Pair): Evidence['months'] {
  let month = lastCompleteMonth(day);
  const months: string[] = [];
  while (months.length < MONTHS) {
    months.push(month);
    month = lastCompleteMonth(`${month}-01` as Day);
  }
  return months.flatMap((one) => {
    const known = controlMonth(snapshot, institution, item, one);
    if (known === null) return [];
    const { testingDays, qcDays, cv, sd, classCv, agreement } = known;
    const submitted = snapshot.iqcMonth(institution, item, one);
    const isMeasured = known !== submitted;
    const reportedOn = submitted?.reportedOn ?? null;
    return [{ month: one, isMeasured, testingDays, qcDays, cv, sd, classCv, agreement, reportedOn }];
  });
}

function instrumentsOf(snapshot: RegisterSnapshot, { institution, item, day }: Pair): Evidence['instruments'] {
  const holds = snapshot.holds(institution, item);
  const facts = markInputFor(snapshot, institution, item, '', day).instruments;
  return snapshot.instruments(institution, item, day).map(({ code, nameZh, nameEn }) => {
    const open = holds.find(
      ({ instrument, heldOn, releasedOn }) =>
        instrument === code && isHeld({ id: code, due: {}, held: [{ from: heldOn, to: releasedOn }] }, day),
    );
    return {
      ...{ code, nameZh, nameEn, heldSince: open?.heldOn ?? null },
      carries: facts.some((one) => one.id === code && carries(one, day)),
      activities: snapshot
        .activities(institution, code, day)
        .map(({ activity, doneOn, dueOn, certificate }) => ({ activity, doneOn, dueOn, certificate })),
    };
  });
}

/** What licenses an item that is run 登记诊疗科目 (henan-2025.lab.3#01 to #03); what is outside the licence ends no mark by itself. */
function licenceOf(snapshot: RegisterSnapshot, { institution, item, day }: Pair): Evidence['licence'] {
  const run = runItems(snapshot, institution, day).find((one) => one.item === item);
  if (run === undefined) return null;
  const { subject, licence } = run;
  const title = { ...(SUBJECTS[subject] ?? { zh: subject, en: subject }) };
  return { subject, title, registration: licence?.registration ?? null, approvedOn: licence?.approvedOn ?? null };
}

function findingsOfAuthority(
  snapshot: RegisterSnapshot,
  { institution, item, day }: Pair,
): Pick<Evidence, 'blindSamples' | 'suspensions'> {
  // Of each suspension the latest version.
  const known = new Map(snapshot.suspensions(institution, item).map(({ row }) => [row.code, row]));
  return {
    blindSamples: snapshot
      .inForce(blindSamples, day)
      .filter((row) => row.institution === institution && row.item === item && row.verdictOn <= day)
      .map(({ verdictOn, measuredOn, outcome, liftedOn }) => ({
        ...{ verdictOn, measuredOn, liftedOn },
        outcome: outcome === 'FAIL' ? ('FAIL' as const) : ('PASS' as const),
      })),
    suspensions: [...known.values()]
      .filter(({ suspendedFrom }) => suspendedFrom <= day)
      .sort((a, b) => (a.suspendedFrom < b.suspendedFrom ? 1 : -1))
      .map(({ code, cause, suspendedFrom, suspendedTo, doubtFrom, item: of }) => ({
        ...{ code, cause, from: suspendedFrom, to: suspendedTo, doubtFrom, isWhole: of === null },
      })),
  };
}

/** Rounds of an item as registers know them, each with the round that was organised here, where it was: a register takes in those of others too. */
export async function withOrganised(
  { worker }: Pick<Deps, 'worker'>,
  item: string,
  rounds: readonly KnownRound[],
): Promise<Evidence['rounds']> {
  const found = await findOrganised(worker, item, rounds);
  return rounds.map((one) => ({ ...one, organised: found.get(`${one.organiser.code}|${one.round}`) ?? null }));
}

/** Runs and loops of it, for an actor who may see them; null: not this one. `reasons` end its marks, now or next. */
export async function recordedOf(
  deps: Deps,
  actor: Actor,
  pair: Pair,
  reasons: ReadonlySet<string>,
): Promise<Evidence['recorded']> {
  const snapshot = deps.registers.current();
  const { institution, item, day } = pair;
  if (!isPermitted(actor, 'iqc:read') || !institutionsOf(snapshot, actor).includes(institution)) return null;
  const { db } = within(deps, actor);
  const systems = snapshot.testSystems(institution, item, day).map(({ code }) => code);
  const runs = systems.length === 0 ? [] : await findLastRuns(db, institution, systems, startOfDay(addDays(day, 1)));
  const seen = FOLLOWED_LOOPS.filter((id) => {
    const definition = loopOn(deps, id, institution, day);
    return definition !== null && hasPart(actor.role, definition);
  });
  const loops = await findOpenLoops(db, institution, seen);
  await deps.audit.record({ actor, action: 'iqc:read', subject: `${institution}|${item}`, outcome: 'done' });
  return {
    runs: runs.map(({ system, instrument, measuredMs, verdict, fired }) => ({
      ...{ system, instrument, verdict, measuredAt: formatInstant(measuredMs as Instant) },
      rules: [...new Set(fired.map(({ rule }) => rule))],
    })),
    loops: loops
      .filter((loop) => concerns(snapshot, pair, { systems, reasons }, loop))
      .map(({ id, definition, openedMs, dueMs }) => ({
        ...{ id, definition, openedAt: formatInstant(openedMs as Instant) },
        dueAt: dueMs === null ? null : formatInstant(dueMs as Instant),
      })),
  };
}

/** Whether the fact that opened a loop is one of this item. */
function concerns(
  snapshot: RegisterSnapshot,
  { institution, item, day }: Pair,
  { systems, reasons }: { readonly systems: readonly string[]; readonly reasons: ReadonlySet<string> },
  { definition, subject }: { readonly definition: string; readonly subject: string },
): boolean {
  const parts = subject.split('|');
  if (definition === 'iqc/out-of-control') return systems.includes(parts[1] ?? '');
  if (definition === 'eqa/rectification') return parts[3] === item;
  if (definition === 'blind-sample/failed') return parts[2] === item;
  if (definition === 'instrument/activity-due')
    return snapshot.instruments(institution, item, day).some(({ code }) => code === parts[2]);
  return reasons.has(parts[2] ?? '');
}
