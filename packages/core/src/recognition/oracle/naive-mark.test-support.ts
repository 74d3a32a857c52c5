/**
 * The oracle for marks and scopes: written from sections 2.1 to 2.4 as a list of questions, each answered by filtering
 * and sorting everything anew. Slow on purpose; shares no code with the engine.
 */
import type { RecognitionParameters } from '../parameters.ts';
import type { MarkInput } from '../types.ts';
import { dayFromNumber, dayNumber } from './naive-days.test-support.ts';

const MEMBERS: Record<string, string[]> = { 'AGR:JJJ': ['11', '12', '13'], 'AGR:CY': ['50', '51'] };
const NAMES: Record<string, string> = {
  CN: '全国',
  'AGR:JJJ': '京津冀',
  'AGR:CY': '川渝',
  '11': '京',
  '12': '津',
  '13': '冀',
  '14': '晋',
  '50': '渝',
  '51': '川',
  '5101': '成都市',
  '110102': '北京市西城区',
};

/** Everything that contains a place: itself, its city, its province, agreements of the province, the country. */
export function containersOf(place: string): string[] {
  const known = containers.get(place) ?? findContainers(place);
  containers.set(place, known);
  return known;
}

const containers = new Map<string, string[]>();

function findContainers(place: string): string[] {
  if (place === 'CN') return ['CN'];
  if (place.startsWith('AGR:')) return [place, 'CN'];
  const own = [place.slice(0, 6), place.slice(0, 4), place.slice(0, 2)];
  const agreements = Object.keys(MEMBERS).filter((code) => MEMBERS[code]?.includes(place.slice(0, 2)));
  return [...own, ...agreements, 'CN'];
}

export const naiveLabel = (scope: string): string => `${NAMES[scope] ?? ''}HR`;
export const naiveScope = (label: string): string | undefined =>
  Object.keys(NAMES).find((code) => naiveLabel(code) === label);

export const inAgreementPeriod = (a: { from: string; to?: string | null }, day: string): boolean =>
  day >= a.from && !(typeof a.to === 'string' && day > a.to);

function listedOn(input: MarkInput, day: string): boolean {
  const published = input.lists.filter((l) => l.published <= day);
  const dead = new Set(published.flatMap((l) => l.supersedes));
  const wanted = [input.institution, input.item, input.scope].join();
  return published
    .filter((l) => !dead.has(l.id))
    .flatMap((l) => l.entries.map((e) => e.join()))
    .includes(wanted);
}

export function halfBefore(day: string, kind: string): [string, string] {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  if (kind === 'rolling') {
    let y = year;
    let m = month - 6;
    if (m < 1) {
      m += 12;
      y -= 1;
    }
    let d = Number(day.slice(8));
    const text = (): string => `${String(y)}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
    while (dayFromNumber(dayNumber(text())) !== text()) d -= 1;
    return [text(), dayFromNumber(dayNumber(day) - 1)];
  }
  return month <= 6
    ? [`${String(year - 1)}-07-01`, `${String(year - 1)}-12-31`]
    : [`${String(year)}-01-01`, `${String(year)}-06-30`];
}

const WIDTHS = (region: string): number => (region === 'CN' ? 100 : region.startsWith('AGR') ? 50 : 10 - region.length);

export function naiveMark(input: MarkInput, p: RecognitionParameters): { mark: string | null; reasons: string[] } {
  const D = input.date;
  const why: string[] = [];
  const organisers = [...new Set(input.eqa.map((r) => r.organiser))];
  const roundsOf = (o: string): MarkInput['eqa'] => input.eqa.filter((r) => r.organiser === o);
  const knownOf = (o: string): MarkInput['eqa'] =>
    roundsOf(o)
      .map((r, at) => ({ r, at }))
      .filter(({ r }) => typeof r.published === 'string' && r.published <= D)
      .map(({ r, at }) => ({ r, at, when: `${r.closed} ${String(r.published)}` }))
      .sort((a, b) => (a.when === b.when ? a.at - b.at : a.when < b.when ? -1 : 1))
      .map(({ r }) => r);
  const regionOf = (o: string): string => roundsOf(o)[0]?.region ?? '';
  const serving = organisers.filter((o) => containersOf(input.scope).includes(regionOf(o)));
  const profile = p.eqaProfileOfScope[input.scope] ?? p.eqaProfile;

  if (!listedOn(input, D)) why.push('NOT_LISTED');
  if (input.scope.includes(':')) {
    const a = input.agreements?.[input.scope];
    if (!(a && inAgreementPeriod(a, D) && a.jointOrganiser !== null)) why.push('AGREEMENT_NOT_IN_FORCE');
  }
  const mayBlock = p.failBlocks === 'all-scopes' ? organisers : serving;
  const failed = mayBlock.filter((o) => knownOf(o).slice(-1)[0]?.outcome === 'FAIL');
  if (failed.length > 0) why.push('EQA_LATEST_FAILED');
  if (serving.length === 0) why.push('EQA_NOT_PARTICIPATED');
  else {
    const lacks = serving.map((o) => {
      const known = knownOf(o);
      const last = known[known.length - 1]?.outcome;
      if (profile === 'latest') {
        if (last === undefined) return { o, l: ['EQA_INSUFFICIENT_ROUNDS'] };
        if (last === 'PASS') return { o, l: [] };
        return { o, l: last === 'FAIL' ? ['(said by M3)'] : ['EQA_LATEST_ABSENT'] };
      }
      const l: string[] = [];
      const lastYear = roundsOf(o).filter((r) => r.year === Number(D.slice(0, 4)) - 1);
      if (lastYear.filter((r) => r.closed <= D && r.outcome !== 'ABSENT').length === 0) l.push('EQA_NO_PREV_YEAR');
      if (known.length < 2) return { o, l: [...l, 'EQA_INSUFFICIENT_ROUNDS'] };
      if (last === 'ABSENT') l.push('EQA_LATEST_ABSENT');
      if (known.slice(-3).filter((r) => r.outcome === 'PASS').length < 2) l.push('EQA_TWO_OF_THREE_NOT_MET');
      return { o, l };
    });
    if (!lacks.some(({ l }) => l.length === 0)) {
      const narrowest = Math.min(...serving.map((o) => WIDTHS(regionOf(o))));
      const chosen = lacks.find(({ o }) => WIDTHS(regionOf(o)) === narrowest);
      why.push(...(chosen?.l ?? []).filter((code) => !code.startsWith('(')));
    }
    const [from, to] = halfBefore(D, p.halfYear);
    if (listedOn(input, from)) {
      const rounds = serving.flatMap((o) => [...roundsOf(o)]);
      const within = rounds.filter((r) => r.closed >= from && r.closed <= to);
      const took = within.filter((r) => r.outcome !== 'ABSENT').length > 0;
      const excused = p.noRoundHeld === 'excused' && within.length === 0;
      const madeUp =
        p.makeUpRound &&
        rounds.some(
          (r) => r.closed > to && r.outcome === 'PASS' && typeof r.published === 'string' && r.published <= D,
        );
      if (!took && !excused && !madeUp) why.push('EQA_HALF_YEAR_MISSED');
    }
  }
  const q = input.iqc;
  if (!q.performed) why.push('IQC_NOT_PERFORMED');
  const limits = [q.maxCv, q.maxSd, q.minAgreement].filter((x) => typeof x === 'number');
  if (limits.length === 0) why.push('QUALITY_SPEC_MISSING');
  else {
    const tests: boolean[] = [];
    const over = (a: number, b: number): boolean => (typeof q.sdBelow === 'number' ? !(a < b) : a > b);
    // A figure of one decimal more than is printed, as it is printed: a five is rounded up.
    const printed = (x: number, places: number): number =>
      Math.floor(Math.round(x * 10 ** (places + 1)) / 10 + 0.5) / 10 ** places;
    if (typeof q.maxCv === 'number' && typeof q.cv === 'number') tests.push(!over(printed(q.cv, 2), q.maxCv));
    const ofClass = typeof q.classMaxCv === 'number' ? q.classMaxCv : q.maxCv;
    if (typeof ofClass === 'number' && typeof q.classCv === 'number') tests.push(!over(printed(q.classCv, 2), ofClass));
    if (typeof q.maxSd === 'number' && typeof q.sd === 'number') tests.push(!over(printed(q.sd, 4), q.maxSd));
    if (typeof q.minAgreement === 'number' && typeof q.agreement === 'number')
      tests.push(!(q.agreement < q.minAgreement));
    if (tests.length === 0 || tests.includes(false)) why.push('IQC_QUALITY_NOT_MET');
  }
  const goodInstruments = input.instruments.filter((i) => {
    const days = Object.values(i.due);
    return days.length > 0 && days.filter((d) => d < D).length === 0;
  });
  const heldBack = goodInstruments.filter((i) =>
    (i.held ?? []).some((h) => h.from <= D && !(typeof h.to === 'string' && h.to <= D)),
  );
  if (goodInstruments.length === 0) why.push('CALIBRATION_OVERDUE');
  else if (heldBack.length === goodInstruments.length) why.push('RUN_OUT_OF_CONTROL');
  const open = input.suspensions.filter((s) => s.from <= D).filter((s) => !(typeof s.to === 'string' && s.to <= D));
  if (open.length > 0) why.push('SUSPENDED');
  return why.length > 0 ? { mark: null, reasons: why } : { mark: naiveLabel(input.scope), reasons: [] };
}
