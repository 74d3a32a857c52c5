/** External quality assessment 室间质评: rounds of an organiser, returns of laboratories, grades. */
import type {
  EqaActEntry,
  EqaAnswerEntry,
  EqaAppealEntry,
  EqaCertificateResponse,
  EqaEnrolmentEntry,
  EqaEvaluationEntry,
  EqaHistoryResponse,
  EqaMaterialEntry,
  EqaMatrixResponse,
  EqaOrganisedRound,
  EqaOwnRound,
  EqaPaperResponse,
  EqaProgrammeEntry,
  EqaProgrammesResponse,
  EqaReceiptEntry,
  EqaReturnedResponse,
  EqaReturnEntry,
  EqaReviewEntry,
  EqaRoundEntry,
  EqaRoundsResponse,
  EqaTargetsEntry,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { formOf, getJson, postJson } from './client.ts';

export const EQA_KEY = ['eqa'];
const ROOT = '/api/v1/laboratory/eqa';
const roundAt = (id: number, rest = ''): string => `${ROOT}/rounds/${String(id)}${rest}`;

export const eqaRoundsQuery = queryOptions({
  queryKey: [...EQA_KEY, 'rounds'],
  queryFn: ({ signal }) => getJson<EqaRoundsResponse>(`${ROOT}/rounds`, { signal }),
});

export const ownRoundQuery = (id: number) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'own', id],
    queryFn: ({ signal }) => getJson<EqaOwnRound>(roundAt(id), { signal }),
  });

export const organisedRoundQuery = (id: number) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'organised', id],
    queryFn: ({ signal }) => getJson<EqaOrganisedRound>(roundAt(id, '/organiser'), { signal }),
  });

export const eqaProgrammesQuery = (year: number) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'programmes', year],
    queryFn: ({ signal }) => getJson<EqaProgrammesResponse>(`${ROOT}/programmes/${String(year)}`, { signal }),
  });

export const eqaHistoryQuery = (item: string, institution: string | undefined) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'history', item, institution],
    queryFn: ({ signal }) =>
      getJson<EqaHistoryResponse>(`${ROOT}/history/${encodeURIComponent(item)}`, { query: { institution }, signal }),
  });

export const eqaMatrixQuery = (id: number, item: string) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'matrix', id, item],
    queryFn: ({ signal }) => getJson<EqaMatrixResponse>(roundAt(id, '/matrix'), { query: { item }, signal }),
  });

/** The matrix of all items as a sheet. */
export const eqaMatrixFile = (id: number): string => roundAt(id, '/matrix.xlsx');

export const eqaReturnedQuery = (id: number, institution: string) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'returned', id, institution],
    queryFn: ({ signal }) =>
      getJson<EqaReturnedResponse>(roundAt(id, `/returns/${encodeURIComponent(institution)}`), { signal }),
  });

/** What is done to a round, by the end of its address. */
export interface EqaActs {
  readonly receipt: EqaReceiptEntry;
  readonly appeals: EqaAppealEntry;
  readonly enrolments: EqaEnrolmentEntry;
  readonly acts: EqaActEntry;
  readonly evaluations: EqaEvaluationEntry;
  readonly materials: EqaMaterialEntry;
  readonly targets: EqaTargetsEntry;
  readonly publication: { readonly version: number };
  readonly reviews: EqaReviewEntry;
}

export async function actOnRound<K extends keyof EqaActs>(id: number, act: K, body: EqaActs[K]): Promise<unknown> {
  return postJson(roundAt(id, `/${act}`), { body });
}

export async function saveEqaReturn(id: number, body: EqaReturnEntry): Promise<{ readonly version: number }> {
  return postJson(roundAt(id, '/returns'), { body });
}

export async function stepEqaReturn(id: number, version: number, step: 'check' | 'submission'): Promise<unknown> {
  return postJson(roundAt(id, `/returns/${String(version)}/${step}`), { body: {} });
}

export async function answerEqaAppeal(id: number, body: EqaAnswerEntry): Promise<unknown> {
  return postJson(`${ROOT}/appeals/${String(id)}/answer`, { body });
}

export async function createEqaRound(body: EqaRoundEntry): Promise<{ readonly id: number }> {
  return postJson(`${ROOT}/rounds`, { body });
}

export async function putEqaProgramme(body: EqaProgrammeEntry): Promise<unknown> {
  return postJson(`${ROOT}/programmes`, { body });
}

/** The sheet of a return, with what stands in its latest version. */
export const eqaSheet = (id: number): string => roundAt(id, '/sheet.xlsx');

export async function sendEqaSheet(id: number, after: number, file: File): Promise<{ readonly version: number }> {
  return postJson(roundAt(id, '/sheet'), { query: { after }, body: formOf(file) });
}

/** What is given out on paper. */
export const eqaPaper = {
  report: (id: number): string => roundAt(id, '/report.pdf'),
  summary: (id: number): string => roundAt(id, '/summary.pdf'),
  certificate: (year: number): string => `${ROOT}/certificates/${String(year)}/certificate.pdf`,
} as const;

export const eqaPaperQuery = (code: string) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'paper', code],
    queryFn: ({ signal }) =>
      getJson<EqaPaperResponse>(`/api/v1/public/eqa/papers/${encodeURIComponent(code)}`, { signal }),
  });

export const eqaCertificateQuery = (year: number) =>
  queryOptions({
    queryKey: [...EQA_KEY, 'certificate', year],
    queryFn: ({ signal }) => getJson<EqaCertificateResponse>(`${ROOT}/certificates/${String(year)}`, { signal }),
  });
