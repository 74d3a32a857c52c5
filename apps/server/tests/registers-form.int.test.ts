import { expect, it } from 'vitest';

import type { ProblemBody } from '../src/platform/http/problems.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer();

it.each([
  ['names no boundary', 'multipart/form-data', 'a,b'],
  [
    'is cut off',
    'multipart/form-data; boundary=x',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,',
  ],
  ['is cut off in the head of its part', 'multipart/form-data; boundary=x', '--x\r\ncontent-dispo'],
])('a form with a file is refused when it %s, with the reason and what to do', async (_, type, payload) => {
  const headers = { ...(await server.as('qc-centre', { region: '14' })), 'content-type': type };
  const answer = await server.app.inject({ method: 'POST', url: '/api/v1/registers/item/import', headers, payload });
  expect(answer.statusCode).toBe(400);
  expect(answer.json<ProblemBody>()).toMatchObject({
    detail: expect.stringMatching(/boundary.*cut off.*send/) as string,
    detailZh: expect.stringContaining('重新提交') as string,
  });
});
