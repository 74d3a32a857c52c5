/** Accounts for programs of this installation: the command line. */
export {
  AccountProblem,
  addAccount,
  changePassword,
  disableAccount,
  issueToken,
  newPassword,
  roleOfPerson,
} from './accounts.ts';
export type { AccountDeps } from './accounts.ts';
