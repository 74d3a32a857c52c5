/** Certificates of staff in a demonstration 演示人员证书: of two technicians of the city hospital, training and leave to work. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { staffAuthorisations } from '@fujie/core/registers';
import type { PastCertificate } from '@fujie/server/demonstration';
import { recordPastCertificates } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

const HOLDERS = 2;
const TRAINED_BEFORE_DAYS = 90;
const AUTHORISED_BEFORE_DAYS = 80;
const AHEAD_DAYS = 60;

export async function certifyStaff(deps: Deps, jurisdiction: Jurisdiction, today: Day): Promise<void> {
  const institution = planWorld(jurisdiction).code('central');
  // What holds for long is certified; who lets something end is planted and stays so.
  const sound = deps.registers
    .current()
    .inForce(staffAuthorisations, today)
    .filter((row) => row.institution === institution && (row.trainingUntil ?? '') > addDays(today, AHEAD_DAYS));
  const holders = [...new Set(sound.map(({ practitioner }) => practitioner))].sort().slice(0, HOLDERS);
  const certificates = holders.flatMap((practitioner): readonly PastCertificate[] => {
    const [row] = sound.filter((one) => one.practitioner === practitioner);
    if (row === undefined) return [];
    const of = { practitioner, group: row.group };
    const trained = addDays(today, -TRAINED_BEFORE_DAYS);
    const authorised = addDays(today, -AUTHORISED_BEFORE_DAYS);
    return [
      {
        ...{ ...of, part: 'training', doneOn: trained, until: row.trainingUntil ?? addDays(trained, 365) },
        page: { title: '培训合格证', line: `Training certificate (demonstration) ${practitioner} ${trained}` },
      },
      {
        ...{ ...of, part: 'authorisation', doneOn: authorised, until: row.authorisedUntil ?? addDays(authorised, 730) },
        page: { title: '岗位授权书', line: `Authorisation (demonstration) ${practitioner} ${authorised}` },
      },
    ];
  });
  await recordPastCertificates(deps, { institution, name: '检验科主任' }, certificates);
}
