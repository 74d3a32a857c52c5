/** Requests to take part in a round of EQA 报名申请 as both sides see them. */
import type { EnrolmentWindow } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { EqaOffersResponse, EqaRequest } from '@fujie/wire/contracts';

import type { RequestRow } from './eqa-requests.query.ts';

const time = (ms: number): string => formatInstant(ms as Instant);

export function windowView({ opensAt, closesAt }: EnrolmentWindow): EqaOffersResponse['offers'][number]['window'] {
  return { opensAt: time(opensAt), closesAt: time(closesAt) };
}

export function requestView(row: RequestRow): EqaRequest {
  const { number, state, items, means, contact, phone, address, note, by, reason, answeredMs } = row;
  return {
    ...{ id: number, state, items: [...items], means: means.map((one) => ({ ...one })), contact, phone, address, note },
    ...{ by, at: time(row.atMs), reason, answeredAt: answeredMs === null ? null : time(answeredMs) },
  };
}
