/** What a laboratory works with 实验室资源: instruments and certificates, staff, lots of reagents, licensed items. */
import type {
  ActivityEntry,
  ActivityRecorded,
  AffectedResults,
  IndicatorCases,
  IndicatorTrend,
  InstrumentsResponse,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
  LicenceResponse,
  LotRecalled,
  LotRecallEntry,
  LotRecallsResponse,
  ReagentsResponse,
  RecallDecision,
  RecallResultsResponse,
  ResourcesOverview,
  StaffCertificateEntry,
  StaffResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { addressOf, getJson, postJson } from './client.ts';

export const RESOURCES_KEY = ['resources'];
const ROOT = '/api/v1/laboratory/resources';

function ofInstitution<T>(part: string, institution: string) {
  return queryOptions({
    queryKey: [...RESOURCES_KEY, part, institution],
    queryFn: ({ signal }) => getJson<T>(`${ROOT}/${part}`, { query: { institution }, signal }),
    enabled: institution !== '',
    placeholderData: keepPreviousData,
  });
}

export const instrumentsQuery = (institution: string) => ofInstitution<InstrumentsResponse>('instruments', institution);
export const staffQuery = (institution: string) => ofInstitution<StaffResponse>('staff', institution);
export const reagentsQuery = (institution: string) => ofInstitution<ReagentsResponse>('reagents', institution);
export const licenceQuery = (institution: string) => ofInstitution<LicenceResponse>('licence', institution);

export const affectedQuery = (of: { readonly institution: string; readonly product: string; readonly lot: string }) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'affected', of],
    queryFn: ({ signal }) => getJson<AffectedResults>(`${ROOT}/reagents/affected`, { query: of, signal }),
  });

export const recallsQuery = (of: { readonly institution: string; readonly page?: string; readonly lot?: string }) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'recalls', of],
    queryFn: ({ signal }) => getJson<LotRecallsResponse>(`${ROOT}/recalls`, { query: of, signal }),
    enabled: of.institution !== '',
    placeholderData: keepPreviousData,
  });

export const recallQuery = (of: {
  readonly institution: string;
  readonly product: string;
  readonly lot: string;
  readonly page: string;
}) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'recall', of],
    queryFn: ({ signal }) => getJson<RecallResultsResponse>(`${ROOT}/recalls/results`, { query: of, signal }),
    placeholderData: keepPreviousData,
  });

export async function recordRecall(body: LotRecallEntry): Promise<LotRecalled> {
  return postJson<LotRecalled>(`${ROOT}/recalls`, { body });
}

export async function decideRecalled(body: RecallDecision): Promise<LotRecalled> {
  return postJson<LotRecalled>(`${ROOT}/recalls/decisions`, { body });
}

export async function endRecallReview(body: { readonly product: string; readonly lot: string }): Promise<LotRecalled> {
  return postJson<LotRecalled>(`${ROOT}/recalls/review`, { body });
}

export const resourcesOverviewQuery = queryOptions({
  queryKey: [...RESOURCES_KEY, 'overview'],
  queryFn: ({ signal }) => getJson<ResourcesOverview>(`${ROOT}/overview`, { signal }),
});

export async function recordActivity({
  instrument,
  ...body
}: ActivityEntry & { readonly instrument: string }): Promise<ActivityRecorded> {
  return postJson<ActivityRecorded>(`${ROOT}/instruments/${encodeURIComponent(instrument)}/activities`, { body });
}

export async function recordCertificate({
  practitioner,
  ...body
}: StaffCertificateEntry & { readonly practitioner: string }): Promise<ActivityRecorded> {
  return postJson<ActivityRecorded>(`${ROOT}/staff/${encodeURIComponent(practitioner)}/certificates`, { body });
}

export const documentAddress = (id: number): string => `${ROOT}/documents/${String(id)}`;

const INDICATORS = '/api/v1/laboratory/indicators';

export interface OfMonth {
  readonly institution?: string;
  readonly month: string;
  readonly edition: LaboratoryIndicatorsResponse['edition'];
}

export const indicatorsQuery = (of: OfMonth & { readonly institution: string }) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'indicators', of],
    queryFn: ({ signal }) => getJson<LaboratoryIndicatorsResponse>(INDICATORS, { query: { ...of }, signal }),
    enabled: of.institution !== '',
    placeholderData: keepPreviousData,
  });

export const indicatorsRegionQuery = (of: OfMonth) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'indicators-region', of],
    queryFn: ({ signal }) => getJson<LaboratoryIndicatorsRegion>(`${INDICATORS}/region`, { query: { ...of }, signal }),
    placeholderData: keepPreviousData,
  });

export const indicatorCasesQuery = (code: string, of: OfMonth) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'indicator-cases', code, of],
    queryFn: ({ signal }) => getJson<IndicatorCases>(`${INDICATORS}/${code}/cases`, { query: { ...of }, signal }),
  });

const trendOf = (of: OfMonth, months: string) => ({ ...of, months });

export const indicatorTrendQuery = (code: string, of: OfMonth, months: string) =>
  queryOptions({
    queryKey: [...RESOURCES_KEY, 'indicator-trend', code, of, months],
    queryFn: ({ signal }) =>
      getJson<IndicatorTrend>(`${INDICATORS}/${code}/trend`, { query: trendOf(of, months), signal }),
    placeholderData: keepPreviousData,
  });

export const indicatorTrendFile = (code: string, of: OfMonth, months: string): string =>
  addressOf(`${INDICATORS}/${code}/trend.xlsx`, trendOf(of, months));
