/** Enrolment in rounds of external quality assessment 室间质评报名. */
import type { EqaOffersResponse, EqaRequestAnswer, EqaRequestEntry } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';
import { EQA_KEY } from './eqa.ts';

const ROOT = '/api/v1/laboratory/eqa';

export const eqaOffersQuery = queryOptions({
  queryKey: [...EQA_KEY, 'enrolment'],
  queryFn: ({ signal }) => getJson<EqaOffersResponse>(`${ROOT}/enrolment`, { signal }),
});

export async function askForRound(round: number, body: EqaRequestEntry): Promise<unknown> {
  return postJson(`${ROOT}/rounds/${String(round)}/requests`, { body });
}

export async function withdrawEqaRequest(request: number): Promise<unknown> {
  return postJson(`${ROOT}/requests/${String(request)}/withdrawal`, { body: {} });
}

export async function answerEqaRequest(request: number, body: EqaRequestAnswer): Promise<unknown> {
  return postJson(`${ROOT}/requests/${String(request)}/answer`, { body });
}
