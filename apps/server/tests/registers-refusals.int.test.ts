import type { ImportRefusalsResponse } from '@fujie/wire/contracts';
import { expect, it } from 'vitest';

import type { ProblemBody } from '../src/platform/http/problems.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2024-05-20T09:00+08:00' });

it('a refused import is listed for the administrator with file, person, time and first faults', async () => {
  const centre = await server.as('qc-centre', { region: '14', username: 'centre' });
  const boundary = 'sheet';
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/registers/item/import?dryRun=true',
    headers: { ...centre, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: [
      `--${boundary}`,
      'content-disposition: form-data; name="file"; filename="项目.csv"',
      'content-type: text/csv',
      '',
      'code,nameZh,nameEn,kind,category,quantitative,from\nNA,钠,Sodium,wrong,chemistry,1,2020-01-01\nK,钾,Potassium,laboratory,chemistry,1,2020-13-01\n',
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  });
  expect(answer.statusCode).toBe(422);
  const { errors = [] } = answer.json<ProblemBody>();
  expect(errors.map(({ path }) => path)).toEqual(['rows[2].kind', 'rows[3].from']);
  const refused = (headers: Record<string, string>) =>
    server.app.inject({ method: 'GET', url: '/api/v1/imports/refused', headers });
  const { refusals } = (await refused(await server.as('admin'))).json<ImportRefusalsResponse>();
  expect(refusals).toMatchObject([
    {
      register: 'item',
      fileName: '项目.csv',
      refusedAt: expect.any(String) as string,
      refusedBy: 'centre',
      dryRun: true,
      faults: errors.length,
      firstFaults: errors.map(({ path, message, messageZh }) => ({ path, message, messageZh })),
    },
  ]);
  expect((await refused(centre)).statusCode).toBe(403);
});
