/** Inspections: plans and their draws, what a team enters, what the party says, what is public. */
import type {
  DrawChanged,
  DrawReplacement,
  DrawRequest,
  InspectionFinding,
  InspectionNote,
  InspectionPlanRequest,
  InspectionPlanResponse,
  InspectionPlansResponse,
  InspectionResponse,
  InspectionsResponse,
  InspectionStatisticsResponse,
  InspectionVerification,
  PublicInspectionsResponse,
  PublishedDraw,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const INSPECTIONS_KEY = ['inspections'];

export const inspectionPlansQuery = queryOptions({
  queryKey: [...INSPECTIONS_KEY, 'plans'],
  queryFn: ({ signal }) => getJson<InspectionPlansResponse>('/api/v1/inspection/plans', { signal }),
});

export const inspectionPlanQuery = (plan: string) =>
  queryOptions({
    queryKey: [...INSPECTIONS_KEY, 'plan', plan],
    queryFn: ({ signal }) => getJson<InspectionPlanResponse>(`/api/v1/inspection/plans/${plan}`, { signal }),
  });

export async function orderInspection(body: InspectionPlanRequest): Promise<InspectionPlanResponse> {
  return postJson<InspectionPlanResponse>('/api/v1/inspection/plans', { body });
}

export async function freezeLists(plan: number, body: DrawRequest): Promise<DrawChanged> {
  return postJson<DrawChanged>(`/api/v1/inspection/plans/${String(plan)}/draws`, { body });
}

/** What a custodian or the authority does to a draw. */
export async function changeDraw(
  draw: number,
  what: 'commitments' | 'shares' | 'public-value' | 'void',
  body: object,
): Promise<DrawChanged> {
  return postJson<DrawChanged>(`/api/v1/inspection/draws/${String(draw)}/${what}`, { body });
}

export async function replaceDrawn(draw: number, body: DrawReplacement): Promise<DrawChanged> {
  return postJson<DrawChanged>(`/api/v1/inspection/draws/${String(draw)}/replacements`, { body });
}

export const inspectionsQuery = queryOptions({
  queryKey: [...INSPECTIONS_KEY, 'own'],
  queryFn: ({ signal }) => getJson<InspectionsResponse>('/api/v1/inspections', { signal }),
});

export const inspectionQuery = (id: string) =>
  queryOptions({
    queryKey: [...INSPECTIONS_KEY, 'one', id],
    queryFn: ({ signal }) => getJson<InspectionResponse>(`/api/v1/inspections/${id}`, { signal }),
  });

export async function saveFinding(id: string, body: InspectionFinding): Promise<InspectionResponse> {
  return postJson<InspectionResponse>(`/api/v1/inspections/${id}/findings`, { body });
}

/** Keeps what is being written; an empty text takes it away. */
export async function keepNote(id: string, body: InspectionNote): Promise<void> {
  await postJson(`/api/v1/inspections/${id}/notes`, { body });
}

/** What the team, the party or the authority does to an inspection as a whole. */
export async function actOnInspection(
  id: string,
  what: 'notice' | 'signatures' | 'statement' | 'publication',
  body: object,
): Promise<InspectionResponse> {
  return postJson<InspectionResponse>(`/api/v1/inspections/${id}/${what}`, { body });
}

export async function verifyRectification(id: string, body: InspectionVerification): Promise<InspectionResponse> {
  return postJson<InspectionResponse>(`/api/v1/inspections/${id}/verifications`, { body });
}

export async function recuse(id: string, note: string): Promise<unknown> {
  return postJson(`/api/v1/inspections/${id}/recusal`, { body: { note } });
}

export const inspectionStatisticsQuery = queryOptions({
  queryKey: [...INSPECTIONS_KEY, 'statistics'],
  queryFn: ({ signal }) => getJson<InspectionStatisticsResponse>('/api/v1/inspection/statistics', { signal }),
});

export const publicInspectionsQuery = queryOptions({
  queryKey: [...INSPECTIONS_KEY, 'public'],
  queryFn: ({ signal }) => getJson<PublicInspectionsResponse>('/api/v1/public/inspections', { signal }),
});

export async function publishedDraw(draw: number): Promise<PublishedDraw> {
  return getJson<PublishedDraw>(`/api/v1/public/inspections/draws/${String(draw)}`);
}
