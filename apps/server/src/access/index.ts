/** Accounts for programs of this installation: the command line. */
export {
  AccountProblem,
  addAccount,
  changePassword,
  changeRole,
  disableAccount,
  issueToken,
  newPassword,
  resetSecondFactor,
  roleOfPerson,
  signInElsewhere,
} from './accounts.ts';
export type { AccountDeps } from './accounts.ts';
export { listApplications } from './issuer/applications.query.ts';
export { registerApplication, registerKeys, removeApplication } from './systems.ts';
