/** Who may do what 权限矩阵, as the policy of the server has it. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals } from './shared.ts';

export const PolicyResponse = Type.Object(
  {
    roles: Type.Array(Type.String()),
    permissions: Type.Array(
      Type.Object(
        {
          permission: Type.String({ description: 'As audit entries and routes name it' }),
          reaches: Type.Record(
            Type.String(),
            literals('platform', 'self', 'department', 'institution', 'region', 'patients'),
            {
              description: 'By role, how far it reaches; a role that is not named has none',
            },
          ),
          routes: Type.Array(Type.String({ description: 'Method and address' })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PolicyResponse = Static<typeof PolicyResponse>;
