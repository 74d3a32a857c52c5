/** Why a decision came out as it did 判定依据: findings with clauses, marks of the issuer, what was done. */
import { dayOf, formatInstant, isInForce } from '@fujie/core/kernel';
import type { Finding as CoreFinding } from '@fujie/core/recognition';
import {
  explainCandidate,
  explainMark,
  listedScopes,
  markInputFor,
  scopesOf,
  timeLimitFor,
} from '@fujie/core/recognition';
import { agreements, recognitionLists, timeLimits } from '@fujie/core/registers';
import { PACKS } from '@fujie/packs';
import type { ExplainResponse, Finding } from '@fujie/wire/contracts';

import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { asWorker, departmentOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { findActs } from './acts.query.ts';
import { candidateOf } from './check-response.ts';
import type { DecisionRow } from './decisions.query.ts';
import { findDecision } from './decisions.query.ts';
import type { Grounds, JudgedCandidate } from './evaluate.ts';
import { candidateInputOf } from './evaluate.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';
import type { Reasked } from './replay.ts';
import { reask } from './replay.ts';
import { factsOf, instantOf } from './result-view.ts';

const NO_DECISION = { en: 'No such decision, item or result.', zh: '没有该判定、项目或结果。' };

export interface Wanted {
  readonly item?: string | undefined;
  readonly result?: string | undefined;
}

export async function explainDecision(deps: Deps, actor: Actor, id: string, wanted: Wanted): Promise<ExplainResponse> {
  const decision = await findDecision(within(deps, actor).db, id.toLowerCase());
  if (decision === null || !maySee(deps, actor, decision)) throw new HttpProblem('not-found', NO_DECISION);
  const own = within(deps, actor, [decision.person_id]);
  const access = await accessTo(deps, actor, [decision.person_id]);
  const reasked = await reask(own, decision);
  const judged =
    wanted.item === undefined
      ? (reasked.items.find((item) => item.class !== null) ?? reasked.items[0])
      : reasked.items.find((item) => item.ordered.item === wanted.item);
  // Of a question that was not answered in time there is nothing to show but that.
  const item = judged?.ordered.item ?? (decision.output.timedOut ? wanted.item : undefined);
  const candidates = (judged?.candidates ?? []).filter(
    (candidate) => wanted.result === undefined || candidate.row.id === wanted.result,
  );
  if (item === undefined || (wanted.result !== undefined && candidates.length === 0))
    throw new HttpProblem('not-found', NO_DECISION);
  await deps.audit.record({
    actor,
    action: 'recognition:explain',
    personId: decision.person_id,
    subject: decision.id,
    outcome: 'done',
  });
  const explained = await explainItem(own, decision, reasked, item, candidates);
  const sees = access(decision.person_id);
  return withoutCharts(
    explained,
    ({ institution }) => seesCharts(actor) && sees.shows({ institution: institution.code, item }),
  );
}

/** Centres and authorities judge the rules, not the patient: no values, no chart (recognition decision, section 7). */
function seesCharts(actor: Actor): boolean {
  return actor.role !== 'qc-centre' && actor.role !== 'commission';
}

/** Without the values of what is not to be shown, and without the chart where any of it is not. */
function withoutCharts(
  explained: ExplainResponse,
  isShown: (result: ExplainResponse['candidates'][number]['candidate']['result']) => boolean,
): ExplainResponse {
  const HIDDEN = { value: null, valueNumber: null, itemValue: null, flag: null, reportNumber: null } as const;
  const isAll = explained.candidates.every(({ candidate }) => isShown(candidate.result));
  return {
    ...explained,
    candidates: explained.candidates.map(({ candidate, ...why }) => ({
      ...why,
      candidate: isShown(candidate.result) ? candidate : { ...candidate, result: { ...candidate.result, ...HIDDEN } },
    })),
    acts: isAll ? explained.acts : explained.acts.map((act) => ({ ...act, chartText: null })),
  };
}

/** Every item of a stored decision explained, for whoever runs the installation; empty when there is no such decision. */
export async function explainStored(
  deps: Pick<Deps, 'db' | 'worker' | 'registers'>,
  id: string,
): Promise<readonly ExplainResponse[]> {
  const all = asWorker(deps);
  const decision = await findDecision(all.db, id.toLowerCase());
  if (decision === null) return [];
  const reasked = await reask(all, decision);
  return Promise.all(
    reasked.items.map(({ ordered, candidates }) => explainItem(all, decision, reasked, ordered.item, candidates)),
  );
}

async function explainItem(
  deps: Pick<Deps, 'db'>,
  decision: DecisionRow,
  reasked: Reasked,
  item: string,
  candidates: readonly JudgedCandidate[],
): Promise<ExplainResponse> {
  const explained = candidates.map((candidate) => explainOne(decision, reasked, item, candidate));
  const acts = await findActs(deps.db, decision.id, item);
  const known = reasked.snapshot.item(item);
  return {
    decision: decision.id,
    askedAt: formatInstant(instantOf(decision.asked_ms)),
    asOf: formatInstant(instantOf(decision.as_of_ms)),
    jurisdiction: decision.jurisdiction,
    packs: decision.packs,
    revision: decision.revision,
    timedOut: decision.output.timedOut,
    identity: decision.output.identity,
    registers: registersBehind(reasked, item, candidates),
    item: { code: item, nameZh: known?.nameZh ?? item, nameEn: known?.nameEn ?? item },
    candidates: explained,
    acts: acts.map((act) => ({
      at: formatInstant(instantOf(act.acted_ms)),
      choice: act.choice,
      outcome: act.outcome,
      practitioner: act.practitioner,
      code: act.code,
      chartText: act.chart_text,
    })),
    clauses: clausesOf(decision, explained),
  };
}

/** Entries of registers that a verdict rests on, in their version of that day. */
function registersBehind(
  { snapshot, question }: Reasked,
  item: string,
  candidates: readonly JudgedCandidate[],
): ExplainResponse['registers'] {
  const day = dayOf(question.asOf);
  const issuers = [...new Set(candidates.map(({ row }) => row.institution))];
  const lists = new Set(
    issuers.flatMap((issuer) =>
      snapshot
        .listEntries(issuer, item)
        .filter((entry) => isInForce(entry, day))
        .map(({ row }) => row.list),
    ),
  );
  const scopes = new Set(issuers.flatMap((issuer) => listedScopes(snapshot, issuer, item)));
  const region = snapshot.institution(question.receiver)?.region ?? '';
  const limit = timeLimitFor(snapshot, region, item, day);
  return [
    ...snapshot
      .all(recognitionLists)
      .filter((entry) => lists.has(entry.row.code) && isInForce(entry, day))
      .map(({ row }) => ({
        register: 'recognition-list' as const,
        code: row.code,
        title: row.titleZh,
        from: row.publishedOn,
      })),
    ...snapshot
      .all(timeLimits)
      .filter(
        ({ row, ...period }) =>
          limit !== null &&
          row.item === item &&
          row.kind === 'ceiling' &&
          row.source === limit.source &&
          isInForce(period, day),
      )
      .map(({ row, from }) => ({ register: 'time-limit' as const, code: row.region, title: row.source, from })),
    ...snapshot
      .all(agreements)
      .filter((entry) => scopes.has(entry.row.code) && isInForce(entry, day))
      .map(({ row, from }) => ({ register: 'agreement' as const, code: row.code, title: row.nameZh, from })),
  ];
}

/** The institution that asked; an authority or centre for the institutions of its region. */
function maySee(deps: Deps, actor: Actor, decision: DecisionRow): boolean {
  if (actor.role === 'commission' || actor.role === 'qc-centre') {
    const region = deps.registers.current().institution(decision.institution)?.region;
    return actor.region !== null && region !== undefined && (actor.region === 'CN' || region.startsWith(actor.region));
  }
  const department = departmentOf(actor);
  return (
    actor.institution === decision.institution && (department === null || department === (decision.department ?? ''))
  );
}

function explainOne(
  decision: DecisionRow,
  reasked: Reasked,
  item: string,
  candidate: JudgedCandidate,
): ExplainResponse['candidates'][number] {
  const { snapshot, question } = reasked;
  const jurisdiction = jurisdictionOfDecision(decision);
  const grounds: Grounds = { snapshot, parameters: jurisdiction.parameters };
  const { findings, missing } = explainCandidate(
    candidateInputOf(grounds, { ...question, asOf: candidate.heldSince ?? question.asOf }, item, candidate.row),
    grounds.parameters,
    scopesOf(snapshot, dayOf(question.asOf)),
  );
  const region = snapshot.institution(decision.institution, dayOf(question.asOf))?.region ?? '';
  return {
    candidate: candidateOf(snapshot, jurisdiction, question, region, item, candidate),
    findings: [...findings.map(findingOf), ...heldFinding(candidate)],
    marks: marksOf(grounds, candidate),
    missing: [...missing],
  };
}

/** A MUST does not expire between opening and signing an order form (recognition decision 3.3). */
function heldFinding({ heldSince }: JudgedCandidate): readonly Finding[] {
  if (heldSince === null) return [];
  const at = formatInstant(heldSince).slice(0, 16).replace('T', ' ');
  return [
    {
      step: 'FORM',
      code: 'HELD_SINCE_OPENING',
      state: 'met',
      text: {
        zh: `开单页于 ${at} 打开时判定为应当互认，在该开单页有效期内不因时间经过而改变`,
        en: `A must when the order form was opened at ${at}; passing time does not change it while the form is valid`,
      },
      clauses: ['national-2022.art.16#01'],
    },
  ];
}

/** Each scope that the issuer is listed for or that is printed, as it stood on the report day. */
function marksOf(
  { snapshot, parameters }: Grounds,
  { row }: JudgedCandidate,
): ExplainResponse['candidates'][number]['marks'] {
  const facts = factsOf(row);
  const scopes = scopesOf(snapshot, facts.reportedOn);
  const printed = row.marks.flatMap((label) => scopes.scopeOf(label) ?? []);
  const concerned = new Set([...listedScopes(snapshot, row.institution, facts.item), ...printed]);
  return [...concerned].map((scope) => {
    const { verdict, findings } = explainMark(
      markInputFor(snapshot, row.institution, facts.item, scope, facts.reportedOn),
      parameters,
      scopes,
    );
    return {
      scope,
      label: scopes.labelOf(scope) ?? scope,
      day: facts.reportedOn,
      entitled: verdict.mark !== null,
      findings: findings.map(findingOf),
    };
  });
}

function findingOf({ step, code, state, text, clauses }: CoreFinding): Finding {
  return { step, code, state, text: { ...text }, clauses: [...clauses] };
}

/** The clauses that the findings cite, in our own words. */
function clausesOf(decision: DecisionRow, explained: ExplainResponse['candidates']): ExplainResponse['clauses'] {
  const cited = new Set(
    explained.flatMap(({ candidate, findings, marks }) => [
      ...candidate.reasons.flatMap((reason) => reason.clauses),
      ...findings.flatMap((finding) => finding.clauses),
      ...marks.flatMap((mark) => mark.findings.flatMap((finding) => finding.clauses)),
    ]),
  );
  const inForce = new Set(decision.packs.map((pack) => pack.id));
  return PACKS.filter((pack) => inForce.has(pack.id)).flatMap((pack) =>
    pack.clauses.flatMap((clause) =>
      clause.items
        .filter((entry) => cited.has(entry.id))
        .map((entry) => ({ id: entry.id, pack: pack.id, title: { ...clause.title }, summary: { ...entry.summary } })),
    ),
  );
}
