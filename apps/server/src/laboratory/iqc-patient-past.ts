/** Control by patients' results of the past 既往患者数据质控, for a demonstration: limits learnt from what was reported, in force from an instant on. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { beginFollowing } from '@fujie/core/laboratory';

import { programActor } from '../platform/auth/program-actor.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { beginInForce, findSettings, insertSetting, insertSettingDecision } from './iqc-patient-settings.query.ts';
import { lockPatientItem } from './iqc-patient-steps.query.ts';
import type { PatientsWanted } from './iqc-patients.ts';
import { learnAsOf } from './iqc-patients.ts';

export interface PastPatientControl extends PatientsWanted {
  /** From when on they are in force. */
  readonly since: Instant;
  readonly by: { readonly id: string; readonly name: string };
  readonly reason: string;
}

/** Puts limits in force as somebody of the laboratory would; where there are some, or too little to learn from, it is left as it is. */
export async function controlByPatients(deps: Deps, past: PastPatientControl): Promise<void> {
  const { institution, item, instrument, falseAlarms, since, reason } = past;
  const { db } = within(deps, { ...programActor('demonstration'), role: 'system', institution });
  if ((await findSettings(db, { institution, item })).length > 0) return;
  const { learnt, span, earlier } = await learnAsOf(deps, past, dayOf(since));
  if (learnt === null) return;
  const of = { institution, item, instrument };
  const by = { ...past.by, at: since };
  const proposal = { ...of, learnt, wantedAlarms: falseAlarms, ...span, count: earlier.length };
  const id = await insertSetting(db, proposal, by);
  await deps.worker.tx(async (tx) => {
    await lockPatientItem(tx, of);
    await insertSettingDecision(tx, { id, institution }, { decision: 'in-force', reason }, by);
    await beginInForce(tx, { ...of, id, state: beginFollowing(learnt.control) }, since);
  });
}
