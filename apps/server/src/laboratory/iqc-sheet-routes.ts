/** `/api/v1/laboratory/iqc/sheets` 质控结果表格: control results as a file, and the file to begin with. */
import type { IqcSheetQuery as Query } from '@fujie/wire/contracts';
import { IqcSheetQuery, IqcSheetTaken } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { acceptFiles, fileOf } from '../platform/http/uploaded.ts';
import { writeCsvFile } from '../platform/sheet/csv-file.ts';
import { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
import { sendFile } from '../platform/sheet/send-file.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import { institutionFor } from './iqc-institution.ts';
import { emptySheet, takeSheet } from './iqc-sheet.ts';
import { runView } from './iqc-views.ts';

const ROOT = '/api/v1/laboratory/iqc/sheets';
const RECORD = { can: 'iqc:record' } as const;

/** Adds the routes. */
export async function registerIqcSheetRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(async (scope) => {
    await acceptFiles(scope);

    scope.post<{ Querystring: Query }>(
      ROOT,
      {
        config: RECORD,
        bodyLimit: MAX_FILE_BYTES,
        schema: { querystring: IqcSheetQuery, response: { 200: IqcSheetTaken } },
      },
      async (request) => {
        const { actor } = request;
        const institution = institutionFor(deps, actor, undefined);
        const dryRun = request.query.dryRun === 'true';
        const { file } = await fileOf(request);
        const { runs, held, problems, ...counts } = await takeSheet(deps, actor, { institution, file, dryRun });
        if (!dryRun) {
          await deps.audit.record({
            ...{ actor, action: 'iqc:record', subject: institution },
            outcome: counts.taken + counts.known > 0 || counts.refused === 0 ? 'done' : 'refused',
            detail: { taken: counts.taken, known: counts.known, refused: counts.refused, held: held.length },
          });
          if (held.length > 0) await deps.registers.refresh();
        }
        return { ...counts, problems: [...problems], runs: runs.map(({ now }) => runView(now)), held: [...held] };
      },
    );

    for (const form of ['xlsx', 'csv'] as const)
      scope.get(`${ROOT}/template.${form}`, { config: RECORD }, async ({ actor }, reply) => {
        const sheet = await emptySheet(deps, actor);
        return sendFile(
          reply,
          form,
          'control-results',
          form === 'csv' ? writeCsvFile(sheet.rows) : await writeXlsxFile(sheet),
        );
      });
  });
}
