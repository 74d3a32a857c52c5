/** What patients see and ask on their own page, and what the office of an institution does for them. */
import type {
  CorrectionAnswer,
  CorrectionRequest,
  CorrectionsResponse,
  DeliveredResponse,
  GuardianRequest,
  GuardiansResponse,
  LooksResponse,
  OwnCorrectionsResponse,
  OwnRecordsResponse,
  OwnWishesResponse,
  OwnWishRequest,
  PatientLink,
  PatientSession,
  PatientSignIn,
  PatientWays,
  VerificationRequest,
  VerificationResponse,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { deleteJson, getJson, postJson } from './client.ts';
import { ApiProblem } from './problem.ts';

export const patientWaysQuery = queryOptions({
  queryKey: ['own-ways'],
  queryFn: ({ signal }) => getJson<PatientWays>('/api/v1/my/ways', { signal }),
});

/** Whose page is open; null: nobody's. */
export const ownSessionQuery = queryOptions({
  queryKey: ['own-session'],
  queryFn: async ({ signal }): Promise<PatientSession | null> => {
    try {
      return await getJson<PatientSession>('/api/v1/my/session', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) return null;
      throw error;
    }
  },
  retry: false,
});

export async function askCode(body: VerificationRequest): Promise<VerificationResponse> {
  return postJson('/api/v1/my/verifications', { body });
}

export async function openOwnPage(body: PatientSignIn): Promise<PatientSession> {
  return postJson('/api/v1/my/session', { body });
}

export async function closeOwnPage(): Promise<void> {
  await deleteJson('/api/v1/my/session');
}

/** Opens the page of a child, or with null the own one. */
export async function turnOwnPage(guardianship: number | null): Promise<PatientSession> {
  return postJson('/api/v1/my/session/page', { body: { guardianship } });
}

/** What the demonstration would have sent, since a code was asked for. */
export const deliveredQuery = (verification: string) =>
  queryOptions({
    queryKey: ['own-delivered', verification],
    queryFn: ({ signal }) => getJson<DeliveredResponse>('/api/v1/my/delivered', { signal }),
  });

export const looksQuery = infiniteQueryOptions({
  queryKey: ['own', 'looks'],
  queryFn: ({ signal, pageParam }) =>
    getJson<LooksResponse>('/api/v1/my/looks', { query: { after: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const ownWishesQuery = queryOptions({
  queryKey: ['own', 'wishes'],
  queryFn: ({ signal }) => getJson<OwnWishesResponse>('/api/v1/my/wishes', { signal }),
});

export async function expressWish(body: OwnWishRequest): Promise<void> {
  await postJson('/api/v1/my/wishes', { body });
}

export async function withdrawWish(id: number): Promise<void> {
  await postJson(`/api/v1/my/wishes/${String(id)}/lift`);
}

export const ownRecordsQuery = queryOptions({
  queryKey: ['own', 'records'],
  queryFn: ({ signal }) => getJson<OwnRecordsResponse>('/api/v1/my/records', { signal }),
});

export const ownCorrectionsQuery = queryOptions({
  queryKey: ['own', 'corrections'],
  queryFn: ({ signal }) => getJson<OwnCorrectionsResponse>('/api/v1/my/corrections', { signal }),
});

export async function askCorrection(body: CorrectionRequest): Promise<void> {
  await postJson('/api/v1/my/corrections', { body });
}

export const correctionsQuery = queryOptions({
  queryKey: ['corrections'],
  queryFn: ({ signal }) => getJson<CorrectionsResponse>('/api/v1/corrections', { signal }),
});

export async function answerCorrection(id: number, body: CorrectionAnswer): Promise<void> {
  await postJson(`/api/v1/corrections/${String(id)}/answer`, { body });
}

export async function issueLink(identifier: string): Promise<PatientLink> {
  return postJson('/api/v1/patient-links', { body: { identifier } });
}

export async function revokeLink(id: number): Promise<void> {
  await postJson(`/api/v1/patient-links/${String(id)}/revoke`);
}

export const guardiansQuery = queryOptions({
  queryKey: ['guardians'],
  queryFn: ({ signal }) => getJson<GuardiansResponse>('/api/v1/guardians', { signal }),
});

export async function recordGuardian(body: GuardianRequest): Promise<void> {
  await postJson('/api/v1/guardians', { body });
}

export async function endGuardian(id: number, reference: string): Promise<void> {
  await postJson(`/api/v1/guardians/${String(id)}/end`, { body: { reference } });
}
