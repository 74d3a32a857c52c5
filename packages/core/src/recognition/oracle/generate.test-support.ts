/** Seeded cases for the oracle: a sound case first, then a few things changed, so that every reason is reached and edges are met. */
import type { ActInput } from '../act.ts';
import type { FeeInput } from '../fee.ts';
import type { PanelInput } from '../panel.ts';
import type { RecognitionParameters } from '../parameters.ts';
import { DEFAULT_PARAMETERS } from '../parameters.ts';
import type { CandidateInput, EqaResult, ListVersion, MarkInput, Outcome } from '../types.ts';
import { dayFromNumber, dayNumber } from './naive-days.test-support.ts';

/** A small generator (mulberry32): the same seed gives the same cases on every machine. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  is(p: number): boolean {
    return this.next() < p;
  }

  of<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }
}

const SCOPES = ['CN', 'AGR:JJJ', 'AGR:CY', '11', '14', '51', '5101', '110102'] as const;
const OUTCOMES = ['PASS', 'PASS', 'PASS', 'FAIL', 'ABSENT', 'PENDING'] as const;
const shift = (day: string, days: number): string => dayFromNumber(dayNumber(day) + days);
const EPOCH = dayNumber('2023-01-01');

export function someParameters(chance: Chance): RecognitionParameters {
  if (chance.is(0.6)) return DEFAULT_PARAMETERS;
  return {
    ...DEFAULT_PARAMETERS,
    eqaProfile: chance.of(['series', 'latest']),
    eqaProfileOfScope: chance.is(0.2) ? { '51': 'latest', '14': 'series' } : {},
    failBlocks: chance.of(['all-scopes', 'serving-scopes']),
    halfYear: chance.of(['calendar', 'rolling']),
    noRoundHeld: chance.of(['lapse', 'excused']),
    makeUpRound: chance.is(0.5),
    timeLimitMissing: chance.of(['no-bar', 'bar']),
    possibleEffectsRegions: chance.of([['1401'], ['1401', '5101'], []]),
    consortiumStart: chance.of(['2026-01-01', '2025-06-01']),
    explanationDeferralHours: chance.of([24, 24, 6, 72]),
    majorMeasureWindowHours: chance.of([72, 24]),
  };
}

function someRounds(chance: Chance, scope: string, date: string): EqaResult[] {
  const regions = chance.is(0.85) ? ['CN', scope, scope.slice(0, 2)] : ['12', '5107', 'CN', 'AGR:JJJ'];
  const rounds: EqaResult[] = [];
  for (let o = 0; o < 1 + chance.below(3); o++) {
    const region = regions[chance.below(regions.length)] ?? 'CN';
    const sound = chance.is(0.6);
    const start = dayNumber(date) - 200 - chance.below(700);
    for (let at = start; at < dayNumber(date) + 60; at += 90 + chance.below(110)) {
      if (chance.is(0.1)) continue;
      const closed = dayFromNumber(at);
      const outcome: Outcome = sound && chance.is(0.93) ? 'PASS' : chance.of(OUTCOMES);
      const published = chance.is(0.08) ? null : shift(closed, chance.below(60));
      rounds.push({
        organiser: `${region}#${String(o)}`,
        region,
        round: String(at),
        year: Number(closed.slice(0, 4)),
        closed: chance.is(0.04) ? date : closed,
        ...(chance.is(0.02) ? {} : { published: chance.is(0.04) ? date : published }),
        outcome,
      });
    }
  }
  return chance.is(0.5) ? rounds : rounds.reverse();
}

function someLists(chance: Chance, scope: string, date: string): ListVersion[] {
  const lists: ListVersion[] = [];
  const count = 1 + chance.below(3);
  for (let i = 0; i < count; i++) {
    const published = chance.is(0.1) ? date : shift(date, 40 - chance.below(900));
    const supersedes = chance.is(0.2) ? [`L${String(chance.below(count))}`] : [];
    const own = [
      chance.is(0.95) ? 'T1' : 'T2',
      chance.is(0.95) ? 'ALT' : 'AST',
      chance.is(0.92) ? scope : '31',
    ] as const;
    lists.push({
      id: `L${String(i)}`,
      published,
      supersedes: supersedes.filter((id) => id !== `L${String(i)}`),
      entries: [['T9', 'ALT', scope], own],
    });
  }
  return lists;
}

export function someMark(chance: Chance): MarkInput {
  const date = dayFromNumber(EPOCH + 500 + chance.below(900));
  const scope = chance.of(SCOPES);
  const near = (): string => (chance.is(0.7) ? shift(date, chance.below(400)) : shift(date, chance.below(5) - 2));
  const span = (): string | null => (chance.is(0.4) ? null : shift(date, chance.below(61) - 30));
  return {
    institution: 'T1',
    item: 'ALT',
    scope,
    date: chance.is(0.1) ? `${date.slice(0, 4)}-${chance.of(['01-01', '07-01', '06-30', '12-31'])}` : date,
    lists: someLists(chance, scope, date),
    eqa: chance.is(0.05) ? [] : someRounds(chance, scope, date),
    ...(chance.is(0.1)
      ? {}
      : {
          agreements: {
            'AGR:JJJ': { from: shift(date, -chance.below(400)), to: span() },
            'AGR:CY': {
              from: shift(date, 3 - chance.below(400)),
              ...(chance.is(0.5) ? { jointOrganiser: chance.of(['X', 'X', null]) } : {}),
            },
          },
        }),
    iqc: {
      performed: chance.is(0.9),
      cv: chance.is(0.85) ? chance.of([chance.below(45) / 10, (3990 + chance.below(20)) / 1000]) : null,
      maxCv: chance.is(0.85) ? 4 : null,
      agreement: chance.is(0.3) ? 85 + chance.below(15) : null,
      minAgreement: chance.is(0.3) ? 90 : null,
      ...(chance.is(0.8)
        ? {}
        : {
            sd: chance.is(0.8) ? chance.of([0.01, 0.02, 0.02, 0.02004, 0.02005, 0.03]) : null,
            maxSd: chance.is(0.8) ? 0.02 : null,
            sdBelow: chance.is(0.4) ? 5.5 : null,
          }),
      ...(chance.is(0.8)
        ? {}
        : { classCv: chance.is(0.8) ? chance.of([4, 6, 6, 7]) : null, classMaxCv: chance.is(0.7) ? 6 : null }),
    },
    instruments: Array.from({ length: chance.below(4) }, (_, i) => ({
      id: `AN-${String(i)}`,
      due: chance.is(0.05) ? {} : { calibration: near(), maintenance: near() },
      ...(chance.is(0.8) ? {} : { held: [{ from: shift(date, 5 - chance.below(20)), to: span() }] }),
    })),
    suspensions: chance.is(0.8) ? [] : [{ cause: 'EQA_FAIL', from: shift(date, 10 - chance.below(60)), to: span() }],
  };
}

const LABELS = ['全国HR', '京津冀HR', '川渝HR', '川HR', '晋HR', '成都市HR', '北京市西城区HR', '某地HR'] as const;
const REGIONS = ['510104', '510703', '110102', '120101', '140106', '500103'] as const;

export function someTime(chance: Chance, day: string): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = chance.is(0.2)
    ? chance.of(['00:00', '23:59', '08:00'])
    : `${two(chance.below(24))}:${two(chance.below(60))}`;
  return `${day}T${clock}${chance.of(['', '', ':00+08:00', 'Z'])}`;
}

export function someCandidate(chance: Chance): CandidateInput {
  const day = shift('2025-06-01', chance.below(300));
  const collected = shift(day, -chance.below(12));
  const reportedOn = shift(collected, chance.below(3));
  const labels = (): string[] => Array.from({ length: chance.below(3) }, () => chance.of(LABELS));
  const printedMarks = labels();
  const entitled = chance.of<readonly string[] | undefined>([undefined, undefined, printedMarks, labels()]);
  return {
    order: {
      item: 'ALT',
      at: someTime(chance, day),
      ...(chance.is(0.1) ? { specimen: 'serum', bodySite: 'chest' } : {}),
    },
    receiver: { region: chance.of(REGIONS) },
    result: {
      ...(chance.is(0.5) ? { item: chance.is(0.95) ? 'ALT' : 'AST' } : {}),
      ...(chance.is(0.2) ? { specimen: chance.of(['serum', 'urine']) } : {}),
      ...(chance.is(0.1) ? { bodySite: chance.of(['chest', 'head']) } : {}),
      ...(chance.is(0.3) ? { identity: chance.of(['verified', 'verified', 'unconfirmed', 'mismatch']) } : {}),
      ...(chance.is(0.3) ? { status: chance.of(['final', 'corrected', 'final', 'preliminary', 'withdrawn']) } : {}),
      ...(chance.is(0.4) ? { content: chance.of(['data', 'image', 'data', 'conclusion']) } : {}),
      ...(chance.is(0.2) ? { integrity: chance.of(['ok', 'ok', 'failed']) } : {}),
      ...(chance.is(0.3) ? { source: chance.of(['platform', 'paper', 'paper-confirmed']) } : {}),
      printedMarks,
      ...(entitled === undefined ? {} : { entitledAtIssue: entitled }),
      collectedAt: someTime(chance, collected),
      reportedOn,
      ...(chance.is(0.3) ? { method: chance.is(0.7), referenceInterval: chance.is(0.7) } : {}),
      ...(chance.is(0.3)
        ? {
            doubtWindows: [
              { from: shift(reportedOn, chance.below(5) - 3), to: shift(reportedOn, chance.below(4) - 1) },
            ],
          }
        : {}),
      ...(chance.is(0.3) ? { issuerSuspended: chance.is(0.5) } : {}),
    },
    registry: {
      timeLimit: chance.of([null, { days: chance.below(10) }, { hours: chance.below(240) }, { days: 7, hours: 100 }]),
      ...(chance.is(0.05) ? { negative: true } : {}),
      ...(chance.is(0.3)
        ? { agreements: { 'AGR:CY': { from: '2022-01-01', to: chance.of([null, day, shift(day, -1)]) } } }
        : {}),
      consortium: chance.is(0.5)
        ? null
        : {
            kind: chance.of(['close-knit', 'close-knit', 'loose']),
            province: chance.of(['51', '51', '51', '14']),
            declaredFrom: chance.of([null, day, shift(day, 1), '2025-01-01']),
          },
    },
  };
}

export function someAct(chance: Chance): ActInput {
  const text = (): string | null => chance.of(['x', 'x', 'x', '', ' ', null]);
  const complete = chance.is(0.4);
  const field = (): string | null => (complete ? 'x' : text());
  return {
    role: chance.is(0.92) ? 'treating-physician' : chance.of(['nurse', 'cashier', 'software']),
    class: chance.of(['MUST', 'MUST', 'MUST', 'MAY', 'NOT']),
    choice: chance.of(['REPEAT', 'REPEAT', 'ACCEPT']),
    receiverRegion: chance.of(REGIONS),
    orderedAt: someTime(chance, shift('2024-12-20', chance.below(80))),
    detected: Array.from(
      { length: chance.below(3) },
      () => [1 + chance.below(5), chance.of(['detected', 'suggested'])] as const,
    ),
    code: chance.of([null, 0, 1, 2, 3, 4, 5, 6, 7]),
    otherCodes: chance.is(0.7) ? [] : [1 + chance.below(6)],
    note: text(),
    explanation: chance.is(0.1)
      ? null
      : { purpose: field(), necessity: field(), toldTo: field(), at: field(), possibleEffects: text() },
    reasons: chance.of([[], ['NEGATIVE_LIST'], ['INTEGRITY_FAILED'], ['NOT_FINAL']]),
    ...(chance.is(0.2) ? {} : { chart: { result: text(), institution: text(), date: text() } }),
  };
}

const KINDS = [
  'consultation',
  'in-house-consultation',
  'item',
  'reading',
  'recognition',
  'storage',
  'transmission',
  'panel',
  'sampling',
  'parking',
] as const;

export function someFee(chance: Chance): FeeInput {
  return {
    setting: chance.of(['outpatient', 'emergency', 'inpatient']),
    class: chance.of(['MUST', 'MUST', 'MAY', 'NOT']),
    choice: chance.of(['ACCEPT', 'ACCEPT', 'REPEAT']),
    departmentRecord: chance.is(0.4),
    code: chance.of([null, 1, 4, 6, 9]),
    lines: Array.from({ length: chance.below(4) }, () => ({ kind: chance.of(KINDS), amount: '10.00' })),
    panel: chance.is(0.2) ? somePanel(chance) : null,
  };
}

export function somePanel(chance: Chance): PanelInput {
  const yuan = (cents: number): string => `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
  const isPriced = chance.is(0.8);
  return {
    panelPrice: yuan(chance.below(20_000)),
    charged: chance.is(0.1) ? null : yuan(chance.below(20_000)),
    components: Array.from({ length: chance.below(9) }, (_, i) => ({
      item: `I${String(i)}`,
      price: isPriced || chance.is(0.7) ? yuan(chance.is(0.1) ? 0 : chance.below(3000)) : null,
      accepted: chance.is(0.4),
    })),
  };
}
