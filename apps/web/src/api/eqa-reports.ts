/** Periodic reports on external quality assessment 室间质评定期报告. */
import type {
  EqaReportDraft,
  EqaReportEntry,
  EqaReportQuery,
  EqaReportResponse,
  EqaReportsResponse,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';
import { EQA_KEY } from './eqa.ts';

const ROOT = '/api/v1/laboratory/eqa/reports';
const KEY = [...EQA_KEY, 'reports'];

export const eqaReportsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => getJson<EqaReportsResponse>(ROOT, { signal }),
});

export const eqaReportQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => getJson<EqaReportResponse>(`${ROOT}/${id}`, { signal }),
  });

export const eqaReportDraftQuery = (query: EqaReportQuery) =>
  queryOptions({
    queryKey: [...KEY, 'draft', query],
    queryFn: ({ signal }) => getJson<EqaReportDraft>(`${ROOT}/draft`, { query, signal }),
  });

export async function issueEqaReport(body: EqaReportEntry): Promise<{ readonly id: number }> {
  return postJson(ROOT, { body });
}

export async function receiveEqaReport(id: number): Promise<unknown> {
  return postJson(`${ROOT}/${String(id)}/receipt`, { body: {} });
}

export const eqaReportPaper = (id: number): string => `${ROOT}/${String(id)}/report.pdf`;
