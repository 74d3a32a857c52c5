/** Publication of a recognition list 互认清单 in one act, its entries as JSON or as a sheet (national-2022.art.15#01). */
import type { Day } from '@fujie/core/kernel';
import { checkRows, recognitionListEntries, recognitionLists } from '@fujie/core/registers';
import type {
  PublicationRequest as PublicationBody,
  PublicationResponse as PublicationAnswer,
  SheetPublicationQuery as SheetPublication,
} from '@fujie/wire/contracts';
import { PublicationRequest, PublicationResponse, SheetPublicationQuery } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { refusal } from './change.ts';
import type { PublicationResult } from './entry-change.ts';
import { publishList } from './entry-change.ts';
import { keepRefusal } from './refusals.query.ts';
import { refuseNonWriter } from './refuse-non-writer.ts';
import { fileOf } from '../platform/http/uploaded.ts';
import { readRegisterFile } from '../platform/sheet/apart.ts';
import { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
import { toChangeBody } from './views.ts';

export function addPublications(app: FastifyInstance, deps: Deps): void {
  const write = { config: { can: 'register:write' } } as const;

  app.post<{ Body: PublicationBody }>(
    '/api/v1/registers/recognition-list/publications',
    { ...write, schema: { body: PublicationRequest, response: { 200: PublicationResponse } } },
    async (request) => {
      await refuseNonWriter(deps, request.actor, recognitionLists.id);
      const { list, entries, publisher, note, dryRun } = request.body;
      const from = list.publishedOn as Day;
      const rows = entries.map((entry) => ({ row: { ...entry, list: list.code }, from }));
      const publication = {
        list: { ...list, publishedOn: from },
        entries: checkRows(recognitionListEntries, rows),
        publisher: publisher ?? null,
        document: list.documentNumber ?? null,
      };
      const options = { dryRun: dryRun === true, note: note ?? null };
      return answer(await publishList(deps, request.actor, publication, options));
    },
  );

  app.post<{ Querystring: SheetPublication }>(
    '/api/v1/registers/recognition-list/publications/sheet',
    {
      ...write,
      bodyLimit: MAX_FILE_BYTES,
      schema: { querystring: SheetPublicationQuery, response: { 200: PublicationResponse } },
    },
    async (request) => {
      await refuseNonWriter(deps, request.actor, recognitionLists.id);
      const { publisher, note, dryRun, supersedes, ...head } = request.query;
      const { file, name } = await fileOf(request);
      const publishedOn = head.publishedOn as Day;
      const publication = {
        list: { ...head, publishedOn, supersedes: supersedes?.split(';') ?? null },
        entries: await readRegisterFile(recognitionListEntries, file, { list: head.code, from: publishedOn }),
        publisher: publisher ?? null,
        document: head.documentNumber ?? null,
      };
      const options = { dryRun: dryRun === 'true', note: note ?? null };
      const result = await publishList(deps, request.actor, publication, options);
      if (!result.ok) {
        const refused = { register: recognitionListEntries.id, fileName: name, refusedBy: request.actor.id };
        await keepRefusal(deps.db, { ...refused, dryRun: options.dryRun }, result.problems);
      }
      return answer(result);
    },
  );
}

function answer(result: PublicationResult): PublicationAnswer {
  if (!result.ok) throw refusal(result.problems);
  return { list: toChangeBody(result.value.list), entries: toChangeBody(result.value.entries) };
}
