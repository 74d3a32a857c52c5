/** The oracle for candidates, acts, fees and panels: sections 3 to 5 as tables, with integers in place of decimals. */
import type { ActInput } from '../act.ts';
import type { FeeInput } from '../fee.ts';
import type { PanelInput } from '../panel.ts';
import type { RecognitionParameters } from '../parameters.ts';
import type { CandidateInput } from '../types.ts';
import { dayFromNumber, dayNumber, dayOfTime, minuteNumber } from './naive-days.test-support.ts';
import { containersOf, inAgreementPeriod, naiveScope } from './naive-mark.test-support.ts';

export function naiveCandidate(
  c: CandidateInput,
  p: RecognitionParameters,
): { class: string; basis?: string; reasons: string[] } {
  const { order, receiver, result: r, registry } = c;
  const today = dayOfTime(order.at);
  const gates: [boolean, string][] = [
    [r.identity === 'mismatch', 'IDENTITY_NOT_MATCHED'],
    [r.identity === 'unconfirmed', 'IDENTITY_UNCONFIRMED'],
    [r.content === 'conclusion', 'NOT_A_RESULT'],
    [r.status === 'preliminary' || r.status === 'withdrawn', 'NOT_FINAL'],
    [
      (r.item ?? order.item) !== order.item ||
        (r.specimen ?? order.specimen ?? '') !== (order.specimen ?? r.specimen ?? '') ||
        (r.bodySite ?? order.bodySite) !== (order.bodySite ?? r.bodySite),
      'ITEM_MISMATCH',
    ],
    [r.integrity === 'failed', 'INTEGRITY_FAILED'],
    [registry.negative ?? false, 'NEGATIVE_LIST'],
  ];
  for (const [hit, reason] of gates) if (hit) return { class: 'NOT', reasons: [reason] };

  const reach = containersOf(receiver.region);
  const covering = (labels: readonly string[]): string[] =>
    labels.filter((label) => {
      const scope = naiveScope(label);
      if (scope === undefined || !reach.includes(scope)) return false;
      const agreement = registry.agreements?.[scope];
      return agreement === undefined || inAgreementPeriod(agreement, today);
    });
  const doubted = (r.doubtWindows ?? []).filter((w) => w.from <= r.reportedOn && w.to > r.reportedOn).length > 0;
  const covers = covering(r.printedMarks);
  const rightful = covers.filter((label) => r.entitledAtIssue === undefined || r.entitledAtIssue.includes(label));

  const markStands = rightful.length > 0 && !doubted;
  const why: string[] = [];
  let basis = 'MARK';
  if (!markStands) {
    const k = registry.consortium ?? { kind: 'none', province: '', declaredFrom: null };
    const starts = [p.consortiumStart, ...(k.declaredFrom === null ? [] : [k.declaredFrom])].sort();
    const member =
      k.kind === 'close-knit' &&
      p.consortiumProvinces.includes(k.province) &&
      receiver.region.slice(0, 2) === k.province &&
      dayNumber(today) >= dayNumber(starts[0] ?? '');
    if (member && !(r.issuerSuspended ?? false) && !doubted) basis = 'CONSORTIUM';
    else {
      if (r.printedMarks.length === 0)
        why.push(covering(r.entitledAtIssue ?? []).length > 0 ? 'ENTITLED_NOT_PRINTED' : 'NO_MARK');
      else if (covers.length === 0) why.push('SCOPE_NOT_COVERING');
      else why.push(rightful.length === 0 ? 'MARK_NOT_ENTITLED' : 'QUALITY_IN_DOUBT');
      if (member && (r.issuerSuspended ?? false)) why.push('ISSUER_SUSPENDED');
      else if (member && doubted && covers.length === 0) why.push('QUALITY_IN_DOUBT');
    }
  }
  const limit = registry.timeLimit ?? null;
  if (limit === null) {
    if (p.timeLimitMissing === 'bar') why.push('TIME_LIMIT_EXCEEDED');
  } else {
    const days = dayNumber(today) - dayNumber(dayOfTime(r.collectedAt));
    const minutes = minuteNumber(order.at) - minuteNumber(r.collectedAt);
    if ((limit.days !== undefined && days > limit.days) || (limit.hours !== undefined && minutes > limit.hours * 60)) {
      why.push('TIME_LIMIT_EXCEEDED');
    }
  }
  if (r.content !== 'image' && [r.method, r.referenceInterval].includes(false)) why.push('REPORT_INCOMPLETE');
  if (r.source === 'paper') why.push('SOURCE_UNVERIFIED');
  return why.length === 0 ? { class: 'MUST', basis, reasons: [] } : { class: 'MAY', reasons: why };
}

function timeOf(minute: number): string {
  const two = (n: number): string => `0${String(n)}`.slice(-2);
  const rest = minute % 1440;
  return `${dayFromNumber((minute - rest) / 1440)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}:00+08:00`;
}

export function naiveAct(
  a: ActInput,
  p: RecognitionParameters,
): { outcome: string; missing: string[]; flags: string[]; explanationDueAt: string | null } {
  const answer = (outcome: string, missing: string[] = [], flags: string[] = [], isDue = false) => ({
    outcome,
    missing,
    flags,
    explanationDueAt: isDue ? timeOf(minuteNumber(a.orderedAt) + p.explanationDeferralHours * 60) : null,
  });
  if (a.role !== 'treating-physician') return answer('REFUSED', ['TREATING_PHYSICIAN']);
  if (a.choice === 'ACCEPT' && a.class === 'NOT') return answer('REFUSED', ['ACCEPTABLE_RESULT']);
  const empty = (text: unknown): boolean => typeof text !== 'string' || /^\s*$/u.test(text);
  if (a.choice === 'ACCEPT') {
    const chart = a.chart ?? { result: 'x', institution: 'x', date: 'x' };
    const gaps = ['chart.result', 'chart.institution', 'chart.date'].filter((path) =>
      empty(Reflect.get(chart, path.slice(6))),
    );
    return answer(gaps.length > 0 ? 'ACCEPT_INCOMPLETE' : 'ACCEPTED', gaps);
  }
  const fields = ['purpose', 'necessity', 'toldTo', 'at'];
  if (p.possibleEffectsRegions.includes(a.receiverRegion.slice(0, 4))) fields.push('possibleEffects');
  const gaps = fields.filter((f) => empty(Reflect.get(a.explanation ?? {}, f))).map((f) => `explanation.${f}`);
  if (a.class !== 'MUST') {
    const owes =
      a.class === 'MAY' ||
      (a.reasons ?? []).filter((r) => r === 'NEGATIVE_LIST' || r === 'INTEGRITY_FAILED').length > 0;
    return answer('ORDER_ALLOWED', [], [], owes && gaps.length > 0);
  }
  const code = a.code ?? 0;
  if (![1, 2, 3, 4, 5, 6].includes(code)) return answer('ORDER_BLOCKED', ['EXCEPTION_CODE']);
  const seen = (a.detected ?? []).filter(([, strength]) => strength === 'detected').map(([found]) => found);
  const all = [code, ...(a.otherCodes ?? [])];
  const lacks = (all.includes(1) || all.includes(6)) && empty(a.note) ? ['NOTE', ...gaps] : gaps;
  if (lacks.length > 0 && !(code === 4 && seen.includes(4))) return answer('ORDER_BLOCKED', lacks);
  const flags: string[] = [];
  if ([2, 3, 4, 5].some((n) => all.includes(n) && !seen.includes(n))) flags.push('CODE_UNSUPPORTED');
  if (all.includes(6)) flags.push('CODE_6');
  return answer('ORDER_ALLOWED', [], flags, gaps.length > 0);
}

export function naiveFee(f: FeeInput): { case: string; violations: string[] } {
  let name = 'ordinary';
  if (f.choice === 'ACCEPT' && f.class !== 'NOT') name = (f.departmentRecord ?? false) ? '28.2' : '28.1';
  if (f.choice === 'REPEAT' && f.class === 'MUST') name = '28.3';
  const found = new Set<string>();
  const moves = new Set(['transmission', 'transfer', 'storage', 'calling-up', 'retrieval']);
  for (const { kind } of f.lines) {
    const isAccepted = name === '28.1' || name === '28.2';
    if (kind === 'item') {
      if (isAccepted) found.add('RECHARGE_ACCEPTED_ITEM');
    } else if (kind === 'in-house-consultation') {
      if (f.departmentRecord !== true) found.add('CONSULT_WITHOUT_RECORD');
    } else if (moves.has(kind)) found.add('TRANSFER_FEE');
    else if (kind === 'consultation') {
      if (f.setting === 'inpatient') found.add('OUTPATIENT_FEE_INPATIENT');
    } else if (kind === 'reading' || kind === 'recognition') found.add('EXTRA_FEE');
    else if (kind === 'panel' || name === 'ordinary' || f.setting === 'inpatient') continue;
    else if (isAccepted || !['service', 'sampling', 'material'].includes(kind)) found.add('EXTRA_FEE');
  }
  if (name === '28.3' && ![1, 2, 3, 4, 5, 6].includes(f.code ?? 0)) found.add('REPEAT_CHARGE_WITHOUT_CODE');
  if (f.panel && naivePanel(f.panel).violation !== null) found.add('BUNDLED_RECHARGE');
  const order = [
    'RECHARGE_ACCEPTED_ITEM',
    'CONSULT_WITHOUT_RECORD',
    'EXTRA_FEE',
    'TRANSFER_FEE',
    'REPEAT_CHARGE_WITHOUT_CODE',
    'OUTPATIENT_FEE_INPATIENT',
    'BUNDLED_RECHARGE',
  ];
  return { case: name, violations: order.filter((code) => found.has(code)) };
}

/** Fen as a whole number. */
const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

export function naivePanel(panel: PanelInput): { maxCharge: string; violation: string | null } {
  const priced = panel.components.every((c) => typeof c.price === 'string');
  let above = 0n;
  let below = 0n;
  for (const c of panel.components) {
    const weight = priced ? fen(c.price ?? '0.00') : 1n;
    below += weight;
    if (!c.accepted) above += weight;
  }
  if (below === 0n) {
    above = BigInt(panel.components.filter((c) => !c.accepted).length);
    below = BigInt(panel.components.length);
  }
  const max = below === 0n ? fen(panel.panelPrice) : (2n * fen(panel.panelPrice) * above + below) / (2n * below);
  const text = String(max).padStart(3, '0');
  const isOver = typeof panel.charged === 'string' && fen(panel.charged) > max;
  return { maxCharge: `${text.slice(0, -2)}.${text.slice(-2)}`, violation: isOver ? 'BUNDLED_RECHARGE' : null };
}
