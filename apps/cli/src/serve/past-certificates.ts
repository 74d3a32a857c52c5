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
        document: fileOf('培训合格证', `Training certificate (demonstration) ${practitioner} ${trained}`),
      },
      {
        ...{ ...of, part: 'authorisation', doneOn: authorised, until: row.authorisedUntil ?? addDays(authorised, 730) },
        document: fileOf('岗位授权书', `Authorisation (demonstration) ${practitioner} ${authorised}`),
      },
    ];
  });
  await recordPastCertificates(deps, { institution, name: '检验科主任' }, certificates);
}

/** A page of one line, as PDF 1.4 writes it. */
function fileOf(title: string, line: string): PastCertificate['document'] {
  const text = `BT /F1 16 Tf 60 760 Td (${line.replaceAll(/[()\\]/g, ' ')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(text.length)} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = body.length;
    body += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const count = String(objects.length + 1);
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`;
  body += `${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${String(body.length)}\n%%EOF\n`;
  return { name: `${title}.pdf`, content: Buffer.from(body, 'latin1').toString('base64') };
}
