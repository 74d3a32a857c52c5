/** Hazards that the staff find, emergency plans and their drills, checks of departments. */
import type {
  CheckCall,
  CheckCalled,
  ChecksResponse,
  DrillRecorded,
  DrillReport,
  EmergencyResponse,
  HazardReport,
  HazardReported,
  HazardsResponse,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const hazardsQuery = queryOptions({
  queryKey: ['hazards'],
  queryFn: ({ signal }) => getJson<HazardsResponse>('/api/v1/hazards', { signal }),
});

export async function reportHazard(body: HazardReport): Promise<HazardReported> {
  return postJson<HazardReported>('/api/v1/hazards', { body });
}

export const emergencyQuery = queryOptions({
  queryKey: ['emergency'],
  queryFn: ({ signal }) => getJson<EmergencyResponse>('/api/v1/emergency', { signal }),
});

export async function recordDrill(loop: number, body: DrillReport): Promise<DrillRecorded> {
  return postJson<DrillRecorded>(`/api/v1/emergency/drills/${String(loop)}`, { body });
}

export const checksQuery = queryOptions({
  queryKey: ['checks'],
  queryFn: ({ signal }) => getJson<ChecksResponse>('/api/v1/organisation/checks', { signal }),
});

export async function callChecks(body: CheckCall): Promise<CheckCalled> {
  return postJson<CheckCalled>('/api/v1/organisation/checks', { body });
}
