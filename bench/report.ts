/** What a benchmark found, always beside the floor that was measured in the same run. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** The same work without Fujie: bare driver, bare HTTP. Null where the floor is another row. */
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Results, or open loops, in the database while measuring. */
  readonly rows: number;
}

export function measurement(
  name: string,
  unit: string,
  value: number,
  floor: number | null,
  rows: number,
  latency: { readonly p50Ms: number; readonly p99Ms: number } | null = null,
): Measurement {
  return {
    name,
    unit,
    value: round(value),
    floor: floor === null ? null : round(floor),
    ratio: floor === null || floor === 0 ? null : Math.round((1000 * value) / floor) / 1000,
    p50Ms: latency ? latency.p50Ms : null,
    p99Ms: latency ? latency.p99Ms : null,
    rows,
  };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}

const HEADINGS = ['name', 'unit', 'value', 'floor', 'ratio', 'p50 ms', 'p99 ms', 'rows'] as const;

/** A plain table for people. */
export function renderTable(measurements: readonly Measurement[]): string {
  const cells = measurements.map((m) => [
    m.name,
    m.unit,
    String(m.value),
    m.floor === null ? '–' : String(m.floor),
    m.ratio === null ? '–' : m.ratio.toFixed(2),
    m.p50Ms === null ? '–' : m.p50Ms.toFixed(2),
    m.p99Ms === null ? '–' : m.p99Ms.toFixed(2),
    m.rows.toLocaleString('en'),
  ]);
  const widths = HEADINGS.map((h, i) => Math.max(h.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [line(HEADINGS), widths.map((w) => '-'.repeat(w)).join('  '), ...cells.map(line)].join('\n');
}
