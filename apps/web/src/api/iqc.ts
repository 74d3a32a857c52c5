/** Internal quality control 室内质控: the laboratory of a day, the series of a system, months, and what is entered for them. */
import type {
  IqcAffectedDecided,
  IqcAffectedDecision,
  IqcAffectedResponse,
  IqcCorrection,
  IqcEntry,
  IqcEventEntry,
  IqcMonthResponse,
  IqcOverviewResponse,
  IqcPatientAlarmResponse,
  IqcPatientDecision,
  IqcPatientProposal,
  IqcPatientProposed,
  IqcPatientSettingsResponse,
  IqcPatientsResponse,
  IqcPeersResponse,
  IqcPerformanceResponse,
  IqcRecorded,
  IqcRegionResponse,
  IqcSuspicionsResponse,
  IqcSeriesResponse,
  IqcSheetTaken,
  IqcSpanQuery,
  IqcSubmitted,
  IqcTargetEntry,
} from '@fujie/wire/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { formOf, getJson, postJson } from './client.ts';

export const IQC_KEY = ['iqc'];
const ROOT = '/api/v1/laboratory/iqc';

export const iqcOverviewQuery = (institution: string, day: string) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'overview', institution, day],
    queryFn: ({ signal }) =>
      getJson<IqcOverviewResponse>(`${ROOT}/overview`, { query: { institution, to: day }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });

export const iqcSeriesQuery = (code: string, query: IqcSpanQuery) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'series', code, query],
    queryFn: ({ signal }) =>
      getJson<IqcSeriesResponse>(`${ROOT}/systems/${encodeURIComponent(code)}`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export async function recordIqc(body: IqcEntry): Promise<IqcRecorded> {
  return postJson<IqcRecorded>(`${ROOT}/results`, { body });
}

export async function correctIqc({ id, ...body }: IqcCorrection & { readonly id: number }): Promise<unknown> {
  return postJson(`${ROOT}/results/${String(id)}/correction`, { body });
}

export async function setIqcTarget(body: IqcTargetEntry): Promise<unknown> {
  return postJson(`${ROOT}/targets`, { body });
}

export async function recordIqcEvent(body: IqcEventEntry): Promise<unknown> {
  return postJson(`${ROOT}/events`, { body });
}

export const iqcMonthQuery = (month: string, institution: string) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'month', month, institution],
    queryFn: ({ signal }) => getJson<IqcMonthResponse>(`${ROOT}/months/${month}`, { query: { institution }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });

export async function submitIqcMonth(month: string): Promise<IqcSubmitted> {
  return postJson<IqcSubmitted>(`${ROOT}/months/${month}/submission`, { body: {} });
}

export const iqcRegionQuery = (month: string) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'region', month],
    queryFn: ({ signal }) => getJson<IqcRegionResponse>(`${ROOT}/months/${month}/region`, { signal }),
    placeholderData: keepPreviousData,
  });

export const iqcSuspicionsQuery = (month: string) =>
  infiniteQueryOptions({
    queryKey: [...IQC_KEY, 'suspicions', month],
    queryFn: ({ pageParam, signal }) =>
      getJson<IqcSuspicionsResponse>(`${ROOT}/months/${month}/suspicions`, { query: { after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }: IqcSuspicionsResponse) => next,
  });

export const iqcPeersQuery = (month: string, item: string) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'peers', month, item],
    queryFn: ({ signal }) => getJson<IqcPeersResponse>(`${ROOT}/months/${month}/peers`, { query: { item }, signal }),
    enabled: item !== '',
    placeholderData: keepPreviousData,
  });

export const iqcTemplate = (form: 'xlsx' | 'csv'): string => `${ROOT}/sheets/template.${form}`;

/** Control results by file; with `dryRun` nothing is recorded. */
export async function sendIqcSheet(file: File, dryRun: boolean): Promise<IqcSheetTaken> {
  return postJson<IqcSheetTaken>(`${ROOT}/sheets`, { query: dryRun ? { dryRun } : {}, body: formOf(file) });
}

export const iqcPerformanceQuery = (code: string, institution: string | undefined) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'performance', code, institution ?? ''],
    queryFn: ({ signal }) =>
      getJson<IqcPerformanceResponse>(`${ROOT}/systems/${encodeURIComponent(code)}/performance`, {
        query: { institution },
        signal,
      }),
  });

export const iqcPatientsQuery = (query: {
  readonly institution: string;
  readonly item: string;
  readonly instrument: string;
  readonly statistic: IqcPatientsResponse['statistic'];
  readonly falseAlarms: string;
}) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'patients', query],
    queryFn: ({ signal }) => getJson<IqcPatientsResponse>(`${ROOT}/patients`, { query, signal }),
    enabled: query.institution !== '' && query.item !== '',
    placeholderData: keepPreviousData,
  });

/** Limits learnt from patients' results, what is followed by them and its alarms; of an item, or of the whole institution. */
export const iqcPatientSettingsQuery = (institution: string, item: string) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'patient-settings', institution, item],
    queryFn: ({ signal }) =>
      getJson<IqcPatientSettingsResponse>(`${ROOT}/patients/settings`, {
        query: { institution, ...(item === '' ? {} : { item }) },
        signal,
      }),
    enabled: institution !== '',
  });

export async function proposePatientSetting(body: IqcPatientProposal): Promise<IqcPatientProposed> {
  return postJson<IqcPatientProposed>(`${ROOT}/patients/settings`, { body });
}

export async function decidePatientSetting({
  id,
  ...body
}: IqcPatientDecision & { readonly id: number }): Promise<void> {
  await postJson(`${ROOT}/patients/settings/${String(id)}/decisions`, { body });
}

/** The results behind an alarm, page by page. */
export const iqcPatientAlarmQuery = (id: number, page: number) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'patient-alarm', id, page],
    queryFn: ({ signal }) =>
      getJson<IqcPatientAlarmResponse>(`${ROOT}/patients/alarms/${String(id)}/results`, {
        query: { page: String(page) },
        signal,
      }),
  });

/** What a rejected run may have affected, page by page. */
export const iqcAffectedQuery = (query: { readonly loop: string; readonly page: string }) =>
  queryOptions({
    queryKey: [...IQC_KEY, 'affected', query],
    queryFn: ({ signal }) => getJson<IqcAffectedResponse>(`${ROOT}/affected`, { query, signal }),
    enabled: query.loop !== '',
    placeholderData: keepPreviousData,
  });

export async function decideAffected(body: IqcAffectedDecision): Promise<IqcAffectedDecided> {
  return postJson<IqcAffectedDecided>(`${ROOT}/affected/decisions`, { body });
}
