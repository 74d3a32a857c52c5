/** Parts that contracts of loops 闭环 share. */
import { OWNER_PLACES, PROOF_KINDS } from '@fujie/core/loops';
import { Type } from 'typebox';

import { literals } from './shared.ts';

export const closed = { additionalProperties: false } as const;
export const LoopStatus = literals('open', 'closed', 'waived', 'void');
export const UnitCode = Type.String({ pattern: '^[\\w.:-]{1,80}$' });
export const Owner = Type.Object({ role: Type.String(), at: literals(...OWNER_PLACES) }, closed);

export const Barred = Type.Boolean({
  description: 'The caller did a stage before it whose doer must be somebody else, or took part in it',
});

export const ProofNamed = {
  resource: literals(...PROOF_KINDS),
  system: Type.String({ pattern: '^\\S{1,200}$', description: 'Namespace of the identifier' }),
  value: Type.String({ pattern: '^\\S(.{0,98}\\S)?$', description: 'Identifier of the order or note' }),
} as const;
