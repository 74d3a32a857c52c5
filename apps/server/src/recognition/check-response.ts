/** The answer of the check as callers read it: values, limits, reasons in both languages, panels and their highest charge. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, daysBetween, formatInstant, sumYuan } from '@fujie/core/kernel';
import type { Stop } from '@fujie/core/laboratory';
import { measuredElsewhere, STOP_TEXTS, stoppedSince, stopsOf } from '@fujie/core/laboratory';
import { assessPanel, timeLimitFor } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { Candidate, CheckResponse, ItemCheck, PanelCheck, Stopped } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import type { JudgedCandidate, JudgedItem, Question } from './evaluate.ts';
import { isEmergency } from './evaluate.ts';
import type { Identified } from './identity.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { exceptionText, reasonOf } from './jurisdiction.ts';
import type { Ordered, OrderedPanel } from './ordered-items.ts';
import { viewResult } from './result-view.ts';

interface Answered {
  readonly deps: Pick<Deps, 'seal'>;
  readonly id: string;
  readonly jurisdiction: Jurisdiction;
  readonly snapshot: RegisterSnapshot;
  readonly question: Question;
  readonly ordered: Ordered;
  readonly items: readonly JudgedItem[];
  readonly identity: Identified['identity'];
  readonly personId: number | null;
  /** What the physician already answered in this encounter, by result. */
  readonly answers: ReadonlyMap<string, 'ACCEPT' | 'REPEAT'>;
}

export function checkResponse(answered: Answered): CheckResponse {
  const { deps, id, jurisdiction, snapshot, question, ordered, items, identity, personId, answers } = answered;
  const region = snapshot.institution(question.receiver, dayOf(question.asOf))?.region ?? '';
  const checks = items.map((item) => itemCheck(snapshot, jurisdiction, question, region, item, answers));
  const covered = new Map(
    items
      .filter((item) => item.class === 'MUST')
      .map((item) => [item.ordered.item, snapshot.item(item.ordered.item)?.price ?? null]),
  );
  const prices = [...covered.values()].filter((price) => price !== null);
  return {
    decision: id,
    asOf: formatInstant(question.asOf),
    jurisdiction: jurisdiction.id,
    person: personId === null ? null : deps.seal.handleOf(personId),
    identity,
    timedOut: false,
    emergency: isEmergency(question.encounter),
    items: checks,
    panels: ordered.panels.map((panel) => panelCheck(snapshot, checks, panel)),
    savable: prices.length === 0 ? null : sumYuan(prices),
  };
}

function itemCheck(
  snapshot: RegisterSnapshot,
  jurisdiction: Jurisdiction,
  question: Question,
  region: string,
  item: JudgedItem,
  answers: ReadonlyMap<string, 'ACCEPT' | 'REPEAT'>,
): ItemCheck {
  const { ordered } = item;
  const known = snapshot.item(ordered.item);
  const best = item.candidates[0];
  const answered = answers.get(best?.row.id ?? '') ?? null;
  return {
    item: ordered.item,
    known: known !== null,
    nameZh: known?.nameZh ?? ordered.item,
    nameEn: known?.nameEn ?? ordered.item,
    orderRef: ordered.orderRef,
    panel: ordered.panel,
    class: item.class,
    price: known?.price ?? null,
    answered,
    needsAnswer: item.class === 'MUST' && answered === null && !isEmergency(question.encounter),
    ...stoppedOf(snapshot, jurisdiction, question, ordered.item),
    candidates: item.candidates.map((candidate) =>
      candidateOf(snapshot, jurisdiction, question, region, ordered.item, candidate),
    ),
  };
}

/** Why the own laboratory may not run an item, since when, and who may; nothing where it may. */
function stoppedOf(
  snapshot: RegisterSnapshot,
  { parameters }: Jurisdiction,
  { receiver, asOf }: Question,
  item: string,
): Pick<ItemCheck, 'stops' | 'refused' | 'elsewhere'> {
  const day = dayOf(asOf);
  const line = { institution: receiver, item, device: null };
  const stops = stopsOf(snapshot, line, day, parameters);
  if (stops.length === 0) return {};
  const said = (code: Stop): Stopped => {
    const { zh, en, clause } = STOP_TEXTS[code];
    return { code, text: { zh, en }, clauses: [clause], since: stoppedSince(snapshot, line, code, day) };
  };
  return {
    stops: stops.map((stop) => said(stop)),
    refused: true,
    elsewhere: measuredElsewhere(snapshot, line, day, parameters).map((code) => namedInstitution(snapshot, code)),
  };
}

/** One judged result with its reasons in words. */
export function candidateOf(
  snapshot: RegisterSnapshot,
  jurisdiction: Jurisdiction,
  question: Question,
  region: string,
  item: string,
  candidate: JudgedCandidate,
): Candidate {
  return {
    result: viewResult(snapshot, candidate.row),
    own: candidate.row.institution === question.receiver,
    class: candidate.class,
    heldSince: candidate.heldSince === null ? null : formatInstant(candidate.heldSince),
    basis: candidate.verdict.basis ?? null,
    reasons: candidate.verdict.reasons.map((code) => reasonOf(code)),
    ageHours: Math.round((question.asOf - candidate.collectedAt) / 36_000) / 100,
    ageDays: daysBetween(dayOf(candidate.collectedAt as Instant), dayOf(question.asOf)),
    limit: timeLimitFor(snapshot, region, item, dayOf(question.asOf)),
    suggestions: candidate.suggestions.map(({ code, strength }) => ({
      code,
      strength,
      because: exceptionText(jurisdiction, code),
    })),
  };
}

/** What of a panel need not be ordered again, and what it may cost at most all the same (national-2022.art.18). */
function panelCheck(snapshot: RegisterSnapshot, items: readonly ItemCheck[], panel: OrderedPanel): PanelCheck {
  const parts = items.filter((item) => item.panel === panel.panel && item.orderRef === panel.orderRef);
  const named = (wanted: 'MUST' | 'MAY'): string[] =>
    parts.filter((part) => part.class === wanted && part.answered === null).map((part) => part.item);
  const accepted = parts.filter((part) => part.answered === 'ACCEPT').map((part) => part.item);
  const covered = named('MUST');
  const spared = [...accepted, ...covered];
  const [first] = panel.components;
  const price = first?.panelPrice ?? null;
  return {
    panel: panel.panel,
    nameZh: first?.panelNameZh ?? panel.panel,
    nameEn: first?.panelNameEn ?? panel.panel,
    orderRef: panel.orderRef,
    accepted,
    covered,
    offered: named('MAY'),
    remaining: parts.map((part) => part.item).filter((item) => !spared.includes(item)),
    price,
    maxCharge: price === null ? null : highestCharge(snapshot, price, panel, spared),
  };
}

function highestCharge(
  snapshot: RegisterSnapshot,
  price: string,
  panel: OrderedPanel,
  spared: readonly string[],
): string {
  const components = panel.components.map(({ item }) => ({
    item,
    price: snapshot.item(item)?.price ?? null,
    accepted: spared.includes(item),
  }));
  return assessPanel({ panelPrice: price, charged: price, components }).maxCharge;
}
