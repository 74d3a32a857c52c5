/** What announces a print 打印登记, and what then stands on the paper. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { PersonHandle, ResourceId, Timestamp } from './shared.ts';

export const PrintRequest = Type.Object(
  {
    person: Type.Optional(PersonHandle),
    report: Type.Optional(ResourceId),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1, description: 'Of a person, or of one report' },
);
export type PrintRequest = Static<typeof PrintRequest>;

export const PrintResponse = Type.Object(
  {
    entry: Type.Integer({ description: 'Number of the entry of the audit' }),
    at: Timestamp,
  },
  { additionalProperties: false },
);
export type PrintResponse = Static<typeof PrintResponse>;
