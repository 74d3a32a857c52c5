/** Messages of HL7 v2: of 20 results each, from bytes to measurements in the terms of the registers, beside splitting them at their signs. */
import type { Day } from '@fujie/core/kernel';
import { buildSnapshot } from '@fujie/core/registers';
import { parseMessage } from '@fujie/wire/hl7-v2';

import { mapControls } from '../apps/server/src/ingest/hl7-controls.ts';
import { decodeHl7 } from '../apps/server/src/ingest/hl7-text.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const RESULTS = 20;
const INSTITUTION = 'H1';

/** Reads and maps as many messages as it can in so many seconds. */
export function measureHl7(seconds: number): readonly Measurement[] {
  const codes = Array.from({ length: RESULTS }, (_, i) => `T${String(i)}`);
  const raw = Buffer.from(messageOf(codes));
  const snapshot = snapshotOf(codes);
  const read = (): void => {
    const text = decodeHl7(raw);
    const message = text.ok ? parseMessage(text.value) : null;
    if (message === null || !mapControls(snapshot, INSTITUTION, message).ok) throw new Error('the message was refused');
  };
  const [ours, floor] = [ratePerSecond(read, seconds), ratePerSecond(() => bare(raw), seconds)];
  return [measurement('hl7.messages', 'messages/s', ours, floor, RESULTS)];
}

function ratePerSecond(work: () => void, seconds: number): number {
  for (let i = 0; i < 1000; i++) work();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    work();
    count += 1;
  }
  return (1000 * count) / (performance.now() - started);
}

/** Segments, fields and components, nothing meant by them. */
function bare(raw: Buffer): void {
  for (const line of raw.toString('utf8').split('\r')) for (const field of line.split('|')) field.split('^');
}

function messageOf(codes: readonly string[]): string {
  const results = codes.map(
    (code, i) =>
      `OBX|${String(i + 1)}|NM|${code}^项目^99LIS||5.${String(i)}|mmol/L^^UCUM|3.9-6.1|N|||F|||||lab-1^李||AN-1|20240520080000+0800`,
  );
  return [
    'MSH|^~\\&|AN-1|H1|FUJIE||20240520090000||ORU^R01^ORU_R01|C1|P|2.5.1||||||UNICODE UTF-8',
    'OBR|1|||P1^生化^99LIS',
    ...results,
    'SPM|1|||QC|||||||Q',
    'INV|QC^质控品^99LIS^N|OK|CO|||||||||||||A1',
  ].join('\r');
}

function snapshotOf(codes: readonly string[]) {
  const period = { version: 1, from: '2024-01-01' as Day, to: null };
  const entry = (key: string, row: Readonly<Record<string, unknown>>) => ({ ...period, key, row });
  return buildSnapshot(
    {
      item: codes.map((code) =>
        entry(code, { code, quantitative: true, unit: 'mmol/L', molarMass: null, loinc: null }),
      ),
      'code-mapping': codes.map((code) =>
        entry(`${INSTITUTION}|99LIS|${code}`, {
          ...{ institution: INSTITUTION, system: '99LIS', code, item: code, state: 'approved' },
        }),
      ),
      'test-system': codes.map((code) =>
        entry(`${INSTITUTION}|${code}-1`, {
          ...{ institution: INSTITUTION, code: `${code}-1`, item: code, instrument: 'AN-1' },
          ...{ unit: 'mmol/L', kind: 'quantitative' },
        }),
      ),
    },
    1,
  );
}
