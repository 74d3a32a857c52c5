/** Signing in step by step 登录步骤, and what a person sees and changes of the own account 本人账号. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals, nullable, Timestamp } from './shared.ts';

/** The password was right; this is still needed: the code of the second factor, a password of one's own, a second factor. */
export const SignInStep = Type.Object(
  { needs: literals('code', 'password', 'enrolment') },
  { additionalProperties: false },
);
export type SignInStep = Static<typeof SignInStep>;

/** `GET /api/v1/session/ways`: whether people also sign in at an issuer elsewhere, and what it is called. */
export const SignInWays = Type.Object(
  { elsewhere: nullable(Type.Object({ name: Type.String() })) },
  { additionalProperties: false },
);
export type SignInWays = Static<typeof SignInWays>;

/** Where to sign out at the issuer elsewhere. */
export const SignOut = Type.Object({ leaveAt: Type.String() }, { additionalProperties: false });
export type SignOut = Static<typeof SignOut>;

/** Six digits of the authenticator app, or a recovery code. */
export const SecondFactorCode = Type.Object(
  { code: Type.String({ minLength: 6, maxLength: 40 }) },
  { additionalProperties: false },
);
export type SecondFactorCode = Static<typeof SecondFactorCode>;

const Password = Type.String({ minLength: 1, maxLength: 200 });

export const OwnPassword = Type.Object({ password: Password }, { additionalProperties: false });
export type OwnPassword = Static<typeof OwnPassword>;

export const PasswordChange = Type.Object({ current: Password, password: Password }, { additionalProperties: false });
export type PasswordChange = Static<typeof PasswordChange>;

/** Both factors, shown again before one of them goes. */
export const SecondFactorRemoval = Type.Object(
  { password: Password, code: SecondFactorCode.properties.code },
  { additionalProperties: false },
);
export type SecondFactorRemoval = Static<typeof SecondFactorRemoval>;

/** What an authenticator app takes, by its camera or typed. */
export const SecondFactorSecret = Type.Object(
  { secret: Type.String(), uri: Type.String() },
  { additionalProperties: false },
);
export type SecondFactorSecret = Static<typeof SecondFactorSecret>;

/** Shown this once: each opens the account one time without the app. */
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, { additionalProperties: false });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

/** `GET /api/v1/account`: where this account is signed in, and its second factor. */
export const OwnAccount = Type.Object(
  {
    sessions: Type.Array(
      Type.Object({
        id: Type.String(),
        openedAt: Timestamp,
        seenAt: Timestamp,
        endsAt: Timestamp,
        via: Type.String(),
        address: Type.String(),
        device: Type.String(),
        isThis: Type.Boolean(),
      }),
    ),
    secondFactor: Type.Object({
      isEnrolled: Type.Boolean(),
      isRequired: Type.Boolean(),
      recoveryCodesLeft: Type.Integer(),
    }),
    hasPassword: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type OwnAccount = Static<typeof OwnAccount>;
