/** Comments on repeats: the sample of a month. Dispatch meetings: what was decided, who was named. */
import type {
  DispatchMeetingRequest,
  DispatchMeetingsResponse,
  OrderCommentsQuery,
  OrderCommentsResponse,
} from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

export const commentsQuery = (query: OrderCommentsQuery) =>
  queryOptions({
    queryKey: ['order-comments', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<OrderCommentsResponse>('/api/v1/order-comments', { query, signal }),
  });

export const DISPATCH_KEY = ['dispatch-meetings'];

export const dispatchQuery = queryOptions({
  queryKey: DISPATCH_KEY,
  queryFn: ({ signal }) => getJson<DispatchMeetingsResponse>('/api/v1/dispatch-meetings', { signal }),
});

export async function enterMeeting(body: DispatchMeetingRequest): Promise<DispatchMeetingsResponse> {
  return postJson<DispatchMeetingsResponse>('/api/v1/dispatch-meetings', { body });
}
