/** How loops are defined, as everybody with a part in them reads it: limits, ladder, releases, who opens them again. */
import type { LoopDefinitionsResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get } = requestsTo(region);

test('a definition says every limit of a stage, who is told when, who may release from it and who opens it again', async () => {
  const office = await region.as('quality-office', { institution: 'H2' });
  const { body } = await get<LoopDefinitionsResponse>('loops/definitions', office);
  const event = body.definitions.find(({ id }) => id === 'adverse-event/report');
  const authority = event?.stages.find(({ id }) => id === 'authority');
  expect(authority).toMatchObject({ limit: 'ordinary', otherLimits: ['major', 'extraordinary'] });
  expect(authority?.ladder?.map(({ percent, to }) => [percent, to.role, to.at])).toEqual([
    [50, 'quality-office', 'institution'],
    [80, 'quality-office', 'institution'],
    [100, 'commission', 'region'],
  ]);
  expect(event?.stages.find(({ id }) => id === 'answer')?.ladder).toBeNull();
  expect(event?.ladder).toEqual([
    { percent: 100, to: { role: 'quality-office', at: 'institution' }, isConditional: false },
  ]);
  expect(event?.waivers.roles).toEqual(['quality-office']);
  expect(event?.waivers.reasons.map(({ zh }) => zh)).toContain('并入同一事件的另一份报告');
  expect(event?.reopening).toEqual(['quality-office']);
  // A step that is a figure stands with what holds, not with the name of the figure.
  const complaint = body.definitions.find(({ id }) => id === 'complaint/handling');
  expect(complaint?.ladder.at(-1)).toMatchObject({ percent: 150, to: { role: 'commission', at: 'above' } });
});
