import type { BenchRegion } from './region.ts';
import type { Measurement } from './report.ts';
export async function measureBulk(_databaseUrl: string, _dataDir: string, _region: BenchRegion, _rows: number): Promise<readonly Measurement[]> { return Promise.resolve([]); }
