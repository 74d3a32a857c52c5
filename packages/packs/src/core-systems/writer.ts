/** How the clauses of the core systems are written: their document is of 2018 where a clause does not say another day. */
import { clauseWriter } from '../pack.ts';

export const clause = clauseWriter('core-systems', { from: '2018-04-18', to: null });
