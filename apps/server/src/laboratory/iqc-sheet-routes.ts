/** `/api/v1/laboratory/iqc/sheets` 质控结果表格: control results as a file, and the file to begin with. */
import { dayOf } from '@fujie/core/kernel';
import type { IqcSheetQuery as Query } from '@fujie/wire/contracts';
import { IqcSheetQuery, IqcSheetTaken } from '@fujie/wire/contracts';
import { printControls } from '@fujie/wire/sheet';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { acceptFiles, fileOf } from '../platform/http/uploaded.ts';
import { writeCsvFile } from '../platform/sheet/csv-file.ts';
import { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
import { sendFile } from '../platform/sheet/send-file.ts';
import { institutionFor } from './iqc-institution.ts';
import { takeSheet } from './iqc-sheet.ts';
import { overviewOf, runView } from './iqc-views.ts';

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

    scope.get(`${ROOT}/template.csv`, { config: RECORD }, async ({ actor }, reply) => {
      const institution = institutionFor(deps, actor, undefined);
      const overview = await overviewOf(deps, within(deps, actor).db, institution, dayOf(deps.clock.now()));
      const empty = {
        value: '',
        measuredAt: '',
        run: '',
        purpose: '',
        operator: '',
        reagentLot: '',
        calibratorLot: '',
      };
      const lines = overview.systems.flatMap(({ code, unit, materials }) =>
        materials.map(({ product, lot, level }) => ({
          cells: { ...empty, system: code, product, lot, level, unit: unit ?? '' },
        })),
      );
      return sendFile(reply, 'csv', 'control-results', writeCsvFile(printControls(lines)));
    });
  });
}
