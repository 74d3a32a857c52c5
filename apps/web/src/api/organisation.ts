/** Organisation of quality: who is in charge, meetings and what they decided, the journal. */
import type {
  CoreIndicatorsResponse,
  HandoverSigned,
  JournalResponse,
  JournalSection,
  JournalsResponse,
  MeetingContent,
  MeetingRecorded,
  MeetingResponse,
  OrganisationCalendarResponse,
  OrganisationDecisionsResponse,
  OrganisationPeriodQuery,
  OrganisationResponse,
  ResultUseEntry,
  ResultUsesResponse,
  ScoreCasesQuery,
  ScoreCasesResponse,
  ScorecardsResponse,
  TargetsResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const ORGANISATION_KEY = ['organisation'];
const ROOT = '/api/v1/organisation';

export const organisationQuery = queryOptions({
  queryKey: [...ORGANISATION_KEY, 'bodies'],
  queryFn: ({ signal }) => getJson<OrganisationResponse>(ROOT, { signal }),
});

export const calendarQuery = (query: OrganisationPeriodQuery) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'calendar', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<OrganisationCalendarResponse>(`${ROOT}/calendar`, { query, signal }),
  });

export const decisionsQuery = (query: OrganisationPeriodQuery) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'decisions', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<OrganisationDecisionsResponse>(`${ROOT}/decisions`, { query, signal }),
  });

export const targetsQuery = (year: string) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'targets', year],
    queryFn: ({ signal }) => getJson<TargetsResponse>(`${ROOT}/targets`, { query: { year }, signal }),
  });

export const indicatorsQuery = (month: string) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'indicators', month],
    queryFn: ({ signal }) => getJson<CoreIndicatorsResponse>(`${ROOT}/indicators`, { query: { month }, signal }),
  });

export const scorecardsQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'scorecards', month ?? ''],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<ScorecardsResponse>('/api/v1/scorecards', { query: { month }, signal }),
  });

/** The steps of loops behind a number of a scorecard. */
export const scoreCasesQuery = (query: ScoreCasesQuery) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'score-cases', query],
    queryFn: ({ signal }) => getJson<ScoreCasesResponse>('/api/v1/scorecards/cases', { query, signal }),
  });

const USES = '/api/v1/scorecards/uses';

export const resultUsesQuery = queryOptions({
  queryKey: [...ORGANISATION_KEY, 'result-uses'],
  queryFn: ({ signal }) => getJson<ResultUsesResponse>(USES, { signal }),
});

export async function recordResultUse(body: ResultUseEntry): Promise<ResultUsesResponse> {
  return postJson<ResultUsesResponse>(USES, { body });
}

export const meetingQuery = (id: number) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'meeting', id],
    queryFn: ({ signal }) => getJson<MeetingResponse>(`${ROOT}/meetings/${String(id)}`, { signal }),
  });

export interface MeetingValues {
  readonly heldAt: string;
  readonly content: MeetingContent;
}

export async function enterMeeting(loop: number, values: MeetingValues): Promise<MeetingRecorded> {
  return postJson<MeetingRecorded>(`${ROOT}/meetings`, { body: { loop, ...values } });
}

export async function correctMeeting(id: number, values: MeetingValues, reason: string): Promise<MeetingRecorded> {
  return postJson<MeetingRecorded>(`${ROOT}/meetings/${String(id)}/versions`, { body: { ...values, reason } });
}

export async function signMeeting(id: number, version: number): Promise<MeetingResponse> {
  return postJson<MeetingResponse>(`${ROOT}/meetings/${String(id)}/approval`, { body: { version } });
}

export async function signHandover(loop: number, text: string): Promise<HandoverSigned> {
  return postJson<HandoverSigned>(`${ROOT}/hand-overs/${String(loop)}/signature`, { body: { text } });
}

export const journalsQuery = (year: string) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'journals', year],
    queryFn: ({ signal }) => getJson<JournalsResponse>('/api/v1/journals', { query: { year }, signal }),
  });

export const journalQuery = (month: string) =>
  queryOptions({
    queryKey: [...ORGANISATION_KEY, 'journal', month],
    queryFn: ({ signal }) => getJson<JournalResponse>(`/api/v1/journals/${month}`, { signal }),
  });

export async function draftJournal(month: string, sections?: readonly JournalSection[]): Promise<JournalResponse> {
  return postJson<JournalResponse>(`/api/v1/journals/${month}/drafts`, {
    body: sections === undefined ? {} : { sections },
  });
}

export async function stepJournal(
  month: string,
  step: 'approval' | 'publication',
  version: number,
): Promise<JournalResponse> {
  return postJson<JournalResponse>(`/api/v1/journals/${month}/${step}`, { body: { version } });
}
