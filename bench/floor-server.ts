/** A bare HTTP server as floor: validates a body, does the one read or the one insert, answers. Run as its own process. */
import { fastify } from 'fastify';
import pg from 'pg';

import { INSERT_REPORT, reportColumns } from './floors.query.ts';

const DECIDE_BODY = {
  type: 'object',
  required: ['hook', 'hookInstance', 'context', 'prefetch'],
  properties: {
    hook: { type: 'string' },
    hookInstance: { type: 'string' },
    context: {
      type: 'object',
      required: ['userId', 'patientId', 'draftOrders'],
      properties: {
        userId: { type: 'string' },
        patientId: { type: 'string' },
        draftOrders: {
          type: 'object',
          required: ['resourceType', 'entry'],
          properties: {
            resourceType: { const: 'Bundle' },
            entry: { type: 'array', items: { type: 'object', required: ['resource'] } },
          },
        },
      },
    },
    prefetch: { type: 'object' },
  },
} as const;

const [databaseUrl = '', readText = '', port = '0', items = '[]'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 32 });
const itemCodes = JSON.parse(items) as string[];
const app = fastify({ bodyLimit: 4_194_304 });
const persons = Number(process.argv[6] ?? 30_000);

const none = itemCodes.map(() => null);
const valuesOf = (person: number): unknown[] => [
  itemCodes.map(() => 0),
  itemCodes.map(() => person),
  itemCodes,
  itemCodes.map(() => Date.now()),
  none,
  none,
];

app.post('/decide', { schema: { body: DECIDE_BODY } }, async () => {
  const person = 1 + Math.floor(Math.random() * persons);
  const { rows } = await pool.query({ name: 'floor-read', text: readText, values: valuesOf(person) });
  return { cards: rows };
});

app.post('/ingest', async (request) => {
  const bundle = request.body as { entry: unknown[] };
  const text = JSON.stringify(bundle);
  await pool.query({
    name: 'floor-report',
    text: INSERT_REPORT,
    values: [...reportColumns(1 + Math.floor(Math.random() * persons)), text],
  });
  return { accepted: bundle.entry.length };
});

await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
