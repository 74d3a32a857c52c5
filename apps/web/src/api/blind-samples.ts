/** Blind samples 飞行盲样: those of the own centre, and what it does with them. */
import type { BlindRevealEntry, BlindSampleEntry, BlindSamplesResponse } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { getJson, postJson } from './client.ts';

const ROOT = '/api/v1/laboratory/blind-samples';

export const blindSamplesQuery = queryOptions({
  queryKey: ['blind-samples'],
  queryFn: ({ signal }) => getJson<BlindSamplesResponse>(ROOT, { signal }),
});

export async function hideBlindSample(body: BlindSampleEntry): Promise<unknown> {
  return postJson(ROOT, { body });
}

export async function revealBlindSample({ id, ...body }: BlindRevealEntry & { readonly id: number }): Promise<unknown> {
  return postJson(`${ROOT}/${String(id)}/reveal`, { body });
}

export async function withdrawBlindSample({
  id,
  reason,
}: {
  readonly id: number;
  readonly reason: string;
}): Promise<unknown> {
  return postJson(`${ROOT}/${String(id)}/withdrawal`, { body: { reason } });
}
