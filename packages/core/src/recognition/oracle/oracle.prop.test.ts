/** The engine against the oracle: two implementations of one specification, written apart, agree on every generated case. */
import { describe, expect, test } from 'vitest';

import { decideAct } from '../act.ts';
import { admit } from '../admit.ts';
import { classify } from '../candidate.ts';
import { detectExceptions } from '../detect.ts';
import { assessFee } from '../fee.ts';
import { deriveMark } from '../mark.ts';
import { assessPanel } from '../panel.ts';
import { DEFAULT_PARAMETERS } from '../parameters.ts';
import { printMarks } from '../print.ts';
import { createScopes } from '../scope.ts';
import {
  Chance,
  someAct,
  someCandidate,
  someFee,
  someMark,
  somePanel,
  someParameters,
} from './generate.test-support.ts';
import { someAdmission, someDetection, somePrint } from './generate-rest.test-support.ts';
import { naiveMark } from './naive-mark.test-support.ts';
import { naiveAct, naiveCandidate, naiveFee, naivePanel } from './naive-order.test-support.ts';
import { naiveAdmission, naiveDetection, naivePrint, PRINTABLE } from './naive-rest.test-support.ts';

const SCOPES = createScopes([{ code: '5101', prefix: '成都市' }]);
const SEED = 20_240_603;

/** Runs both sides and counts what the cases reached. */
function compare<I>(
  count: number,
  seed: number,
  make: (chance: Chance) => I,
  engine: (input: I) => unknown,
  oracle: (input: I) => unknown,
  reached: (verdict: unknown) => readonly string[],
): ReadonlyMap<string, number> {
  const chance = new Chance(seed);
  const counts = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const input = make(chance);
    const actual = engine(input);
    const expected = oracle(input);
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      expect(actual, `case ${String(i)}: ${JSON.stringify(input)}`).toEqual(expected);
    }
    for (const name of reached(actual)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function expectReached(counts: ReadonlyMap<string, number>, names: readonly string[], least = 100): void {
  for (const name of names) expect(counts.get(name) ?? 0, name).toBeGreaterThanOrEqual(least);
}

describe('engine and oracle agree', () => {
  test('on 70,000 marks that reach every reason M1 to M10', () => {
    const counts = compare(
      70_000,
      SEED,
      (chance) => ({ input: someMark(chance), parameters: someParameters(chance) }),
      ({ input, parameters }) => deriveMark(input, parameters, SCOPES),
      ({ input, parameters }) => naiveMark(input, parameters),
      (verdict) => {
        const { mark, reasons } = verdict as { mark: string | null; reasons: readonly string[] };
        return [...reasons, mark ?? 'none'];
      },
    );
    expectReached(counts, [
      'NOT_LISTED',
      'AGREEMENT_NOT_IN_FORCE',
      'EQA_LATEST_FAILED',
      'EQA_NOT_PARTICIPATED',
      'EQA_NO_PREV_YEAR',
      'EQA_INSUFFICIENT_ROUNDS',
      'EQA_LATEST_ABSENT',
      'EQA_TWO_OF_THREE_NOT_MET',
      'EQA_HALF_YEAR_MISSED',
      'IQC_NOT_PERFORMED',
      'IQC_QUALITY_NOT_MET',
      'QUALITY_SPEC_MISSING',
      'CALIBRATION_OVERDUE',
      'SUSPENDED',
      'none',
      '全国HR',
      '京津冀HR',
      '川渝HR',
      '京HR',
      '晋HR',
      '川HR',
      '成都市HR',
      '北京市西城区HR',
    ]);
  });

  test('on 80,000 candidates that reach every gate, reason and basis', () => {
    const counts = compare(
      80_000,
      SEED + 1,
      (chance) => ({ input: someCandidate(chance), parameters: someParameters(chance) }),
      ({ input, parameters }) => classify(input, parameters, SCOPES),
      ({ input, parameters }) => naiveCandidate(input, parameters),
      (verdict) => {
        const {
          class: name,
          basis,
          reasons,
        } = verdict as { class: string; basis?: string; reasons: readonly string[] };
        return [name, basis ?? 'no basis', ...reasons];
      },
    );
    expectReached(counts, [
      'MUST',
      'MAY',
      'NOT',
      'MARK',
      'CONSORTIUM',
      'IDENTITY_NOT_MATCHED',
      'IDENTITY_UNCONFIRMED',
      'NOT_A_RESULT',
      'NOT_FINAL',
      'ITEM_MISMATCH',
      'INTEGRITY_FAILED',
      'NEGATIVE_LIST',
      'NO_MARK',
      'ENTITLED_NOT_PRINTED',
      'SCOPE_NOT_COVERING',
      'MARK_NOT_ENTITLED',
      'QUALITY_IN_DOUBT',
      'ISSUER_SUSPENDED',
      'TIME_LIMIT_EXCEEDED',
      'REPORT_INCOMPLETE',
      'SOURCE_UNVERIFIED',
    ]);
  });

  test('on 40,000 acts that reach every outcome, gap and flag', () => {
    const counts = compare(
      40_000,
      SEED + 2,
      (chance) => ({ input: someAct(chance), parameters: someParameters(chance) }),
      ({ input, parameters }) => decideAct(input, parameters),
      ({ input, parameters }) => naiveAct(input, parameters),
      (verdict) => {
        const { outcome, missing, flags, explanationDueAt } = verdict as ReturnType<typeof naiveAct>;
        return [outcome, ...missing, ...flags, ...(explanationDueAt === null ? [] : ['due'])];
      },
    );
    expectReached(counts, [
      'ACCEPTED',
      'ACCEPT_INCOMPLETE',
      'ORDER_ALLOWED',
      'ORDER_BLOCKED',
      'REFUSED',
      'TREATING_PHYSICIAN',
      'ACCEPTABLE_RESULT',
      'EXCEPTION_CODE',
      'NOTE',
      'explanation.purpose',
      'explanation.necessity',
      'explanation.toldTo',
      'explanation.at',
      'explanation.possibleEffects',
      'chart.result',
      'chart.institution',
      'chart.date',
      'CODE_UNSUPPORTED',
      'CODE_6',
      'due',
    ]);
  });

  test('on 10,000 admissions, 10,000 detections and 10,000 printed lines', () => {
    const admissions = compare(
      10_000,
      SEED + 5,
      someAdmission,
      (input) => {
        const { admitted, scope, reasons, duty } = admit(input, DEFAULT_PARAMETERS, SCOPES);
        return { admitted, scope, reasons, duty };
      },
      (input) => naiveAdmission(input, DEFAULT_PARAMETERS),
      (verdict) => {
        const { reasons, duty, scope } = verdict as ReturnType<typeof admit>;
        return [...reasons, duty ?? 'none', scope ?? 'none'];
      },
    );
    expectReached(admissions, ['LIST_NOT_ELIGIBLE', 'must', 'may', 'CN', 'AGR:CY', '51', '5101', '510104', '14']);
    const detections = compare(
      10_000,
      SEED + 6,
      (chance) => ({ input: someDetection(chance), parameters: someParameters(chance) }),
      ({ input, parameters }) => detectExceptions(input, parameters),
      ({ input, parameters }) => naiveDetection(input, parameters),
      (found) =>
        (found as ReturnType<typeof detectExceptions>).map(({ code, strength }) => `${String(code)} ${strength}`),
    );
    expectReached(detections, ['1 suggested', '2 detected', '3 detected', '4 detected', '5 detected']);
    const lines = compare(
      10_000,
      SEED + 7,
      somePrint,
      (input) => printMarks(input, SCOPES),
      naivePrint,
      (verdict) => {
        const { labels, reasons } = verdict as ReturnType<typeof printMarks>;
        return [...labels, ...reasons];
      },
    );
    expectReached(lines, [...PRINTABLE, 'CALIBRATION_OVERDUE', 'RUN_OUT_OF_CONTROL', 'REPORT_INCOMPLETE']);
  });

  test('on 30,000 bills and 30,000 panels that reach every case and violation', () => {
    const bills = compare(30_000, SEED + 3, someFee, assessFee, naiveFee, (verdict) => {
      const { case: name, violations } = verdict as ReturnType<typeof naiveFee>;
      return [name, ...violations];
    });
    expectReached(bills, [
      '28.1',
      '28.2',
      '28.3',
      'ordinary',
      'RECHARGE_ACCEPTED_ITEM',
      'CONSULT_WITHOUT_RECORD',
      'EXTRA_FEE',
      'TRANSFER_FEE',
      'REPEAT_CHARGE_WITHOUT_CODE',
      'OUTPATIENT_FEE_INPATIENT',
      'BUNDLED_RECHARGE',
    ]);
    const panels = compare(30_000, SEED + 4, somePanel, assessPanel, naivePanel, (verdict) => [
      (verdict as ReturnType<typeof naivePanel>).violation ?? 'within',
    ]);
    expectReached(panels, ['within', 'BUNDLED_RECHARGE']);
  });
});
