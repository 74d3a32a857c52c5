/** A bare HTTP server as floor: it is told of a change by the database, reads the one row, and answers it from memory. Run as its own process. */
import { fastify } from 'fastify';
import pg from 'pg';

import { FACT_CHANNEL, READ_FACT } from './facts.query.ts';

const [databaseUrl = '', port = '0'] = process.argv.slice(2);
const client = new pg.Client({ connectionString: databaseUrl });
const app = fastify();
let known = 0;

async function read(): Promise<void> {
  const { rows } = await client.query<{ value: number }>(READ_FACT);
  known = rows[0]?.value ?? 0;
}

client.on('notification', () => {
  read().catch((error: unknown) => {
    throw error;
  });
});
await client.connect();
await client.query(`listen ${FACT_CHANNEL}`);
app.post('/fact', () => ({ value: known }));
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
