/** Comments on repeats: the sample of a month. */
import type { OrderCommentsQuery, OrderCommentsResponse } from '@fujie/wire/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { getJson } from './client.ts';

export const commentsQuery = (query: OrderCommentsQuery) =>
  queryOptions({
    queryKey: ['order-comments', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<OrderCommentsResponse>('/api/v1/order-comments', { query, signal }),
  });
