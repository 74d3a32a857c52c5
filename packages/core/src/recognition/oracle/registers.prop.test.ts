/** The reading of registers against the oracle's: the same marks and classes from entries that begin, end and change. */
import { expect, test } from 'vitest';

import type { Day } from '../../kernel/day.ts';
import type { RegisterSnapshot } from '../../registers/snapshot.ts';
import { buildSnapshot } from '../../registers/snapshot.ts';
import { classify } from '../candidate.ts';
import type { ResultFacts } from '../candidate-facts.ts';
import { candidateInputFor } from '../candidate-facts.ts';
import { markInputFor } from '../facts.ts';
import { deriveMark } from '../mark.ts';
import { scopesOf } from '../scope-facts.ts';
import { Chance, someParameters, someTime } from './generate.test-support.ts';
import type { RawRegisters } from './generate-registers.test-support.ts';
import { someRegisters } from './generate-registers.test-support.ts';
import { dayFromNumber, dayNumber, dayOfTime } from './naive-days.test-support.ts';
import { naiveCandidate } from './naive-order.test-support.ts';
import { naiveCandidateFromRegisters, naiveMarkFromRegisters } from './naive-registers.test-support.ts';

const EPOCH = dayNumber('2025-01-01');

/** The generated registers as the core takes them. */
const asEntries = (registers: RawRegisters): Parameters<typeof buildSnapshot>[0] =>
  Object.fromEntries(
    Object.entries(registers).map(([id, entries]) => [
      id,
      entries.map((entry) => ({ ...entry, from: entry.from as Day, to: entry.to as Day | null })),
    ]),
  );

test('registers read alike: 3,000 marks and 1,200 candidates on 600 generated regions', () => {
  const chance = new Chance(20_250_705);
  const reached = new Map<string, number>();
  const reach = (names: readonly string[]): void => {
    for (const name of names) reached.set(name, (reached.get(name) ?? 0) + 1);
  };
  for (let i = 0; i < 600; i++) {
    const today = dayFromNumber(EPOCH + chance.below(400));
    const registers = someRegisters(chance, today);
    const snapshot: RegisterSnapshot = buildSnapshot(asEntries(registers), 1);
    const parameters = someParameters(chance);
    for (const scope of ['CN', 'AGR:JJJ', 'AGR:CY', '51', '5101']) {
      const day = dayFromNumber(dayNumber(today) - chance.below(60)) as Day;
      const input = markInputFor(snapshot, 'H1', 'ALT', scope, day);
      const verdict = deriveMark(input, parameters, scopesOf(snapshot, day));
      const expected = naiveMarkFromRegisters(registers, scope, day, parameters);
      if (JSON.stringify(verdict) !== JSON.stringify(expected))
        expect(verdict, `region ${String(i)} ${scope} ${day}: ${JSON.stringify(registers)}`).toEqual(expected);
      reach([...verdict.reasons, verdict.mark === null ? 'none' : 'mark']);
    }
    for (let n = 0; n < 2; n++) {
      const at = someTime(chance, today);
      const reportedOn = dayFromNumber(dayNumber(today) - 1 - chance.below(20)) as Day;
      const found: ResultFacts = {
        item: 'ALT',
        institution: 'H1',
        identity: 'verified',
        status: 'final',
        content: 'data',
        integrity: 'ok',
        source: 'platform',
        printedMarks: chance.of([[], ['川HR'], ['全国HR'], ['成都市HR'], ['川渝HR'], ['京津冀HR', '川HR']]),
        collectedAt: `${reportedOn}T06:00`,
        reportedOn,
        method: true,
        referenceInterval: true,
      };
      const order = { item: 'ALT', at, circumstances: chance.of([[], ['emergency']]) };
      const input = candidateInputFor(snapshot, parameters, order, 'R1', found);
      const verdict = classify(input, parameters, scopesOf(snapshot, dayOfTime(at) as Day));
      const expected = naiveCandidate(naiveCandidateFromRegisters(registers, order, found, parameters), parameters);
      if (JSON.stringify(verdict) !== JSON.stringify(expected))
        expect(verdict, `region ${String(i)} ${at} ${JSON.stringify(found)}: ${JSON.stringify(registers)}`).toEqual(
          expected,
        );
      reach([...verdict.reasons, verdict.class, verdict.basis ?? 'no basis']);
    }
  }
  for (const name of [
    'mark',
    'NOT_LISTED',
    'AGREEMENT_NOT_IN_FORCE',
    'EQA_LATEST_FAILED',
    'EQA_NOT_PARTICIPATED',
    'EQA_HALF_YEAR_MISSED',
    'IQC_NOT_PERFORMED',
    'QUALITY_SPEC_MISSING',
    'CALIBRATION_OVERDUE',
    'SUSPENDED',
    'MARK',
    'CONSORTIUM',
    'QUALITY_IN_DOUBT',
    'ISSUER_SUSPENDED',
    'SCOPE_NOT_COVERING',
    'TIME_LIMIT_EXCEEDED',
    'NEGATIVE_LIST',
  ])
    expect(reached.get(name) ?? 0, name).toBeGreaterThanOrEqual(5);
});
