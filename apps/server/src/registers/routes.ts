/** Routes of the registers 目录: look-up, history, sheets, imports, single changes. */
import type { AnyRegister, Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';
import type {
  ChangeResponse as ChangeBody,
  EntriesQuery as EntriesFilter,
  EntryRequest as EntryBody,
  ImportQuery as ImportOptions,
} from '@fujie/wire/contracts';
import {
  ChangeResponse,
  EntriesQuery,
  EntriesResponse,
  EntryRequest,
  ExportQuery,
  ImportQuery,
  ImportRefusalsResponse,
  RegisterParams,
  RegistersResponse,
  RevisionsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { confinedTo, mayReadRegister } from '../platform/auth/register-writers.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { acceptFiles, fileOf } from '../platform/http/uploaded.ts';
import type { ChangeOptions, ChangeResult } from './change.ts';
import { importParsed, refusal } from './change.ts';
import { entriesToExport } from './export.ts';
import { endEntry, putEntry, withdrawEntry } from './entry-change.ts';
import { countInForce, lastRevisions, listEntries, listRevisions } from './listing.query.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { readRegisterFile, writeRegisterFileApart } from '../platform/sheet/apart.ts';
import { sendFile, stampOf } from '../platform/sheet/send-file.ts';
import { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
import { keepRefusal, listRefusals } from './refusals.query.ts';
import { addPublications } from './publication-routes.ts';
import { refuseNonWriter } from './refuse-non-writer.ts';
import { toChangeBody, toEntryBody, toRefusalBody, toRegisterBody, toRevisionBody } from './views.ts';

const LISTED_REVISIONS = 200;

/** Adds `/api/v1/registers`. */
export async function registerRegistersRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(async (scope) => {
    await acceptFiles(scope);
    addReading(scope, deps);
    addSheets(scope, deps);
    addChanges(scope, deps);
    addPublications(scope, deps);
    addRefusals(scope, deps);
  });
}

function addReading(app: FastifyInstance, deps: Deps): void {
  const read = { config: { can: 'register:read' } } as const;

  app.get('/api/v1/registers', { ...read, schema: { response: { 200: RegistersResponse } } }, async (request) => {
    const asOf = today(deps);
    const [counts, revisions] = await Promise.all([countInForce(deps.db, asOf), lastRevisions(deps.db)]);
    const readable = REGISTERS.filter(({ id }) => mayReadRegister(request.actor, id));
    const registers = readable.map((register) => toRegisterBody(register, request.actor, counts, revisions));
    return { asOf, revision: deps.registers.current().revision, registers };
  });

  app.get<{ Params: RegisterParams; Querystring: EntriesFilter }>(
    '/api/v1/registers/:register',
    { ...read, schema: { params: RegisterParams, querystring: EntriesQuery, response: { 200: EntriesResponse } } },
    async (request) => {
      const register = readableRegister(request);
      const { asOf, history, q, institution, key, list } = request.query;
      const page = Number(request.query.page ?? '1');
      const pageSize = Math.min(500, Number(request.query.pageSize ?? '50'));
      const isHistory = history === 'true';
      const day = asOf === undefined ? (isHistory ? null : today(deps)) : queryDay('asOf', asOf);
      const filter = {
        register: register.id,
        asOf: day,
        history: isHistory,
        text: q ?? '',
        institution: confinedTo(request.actor, register.id) ?? institution ?? null,
        key: key ?? null,
        list: list ?? null,
      };
      const listed = await listEntries(deps.db, filter, { limit: pageSize, offset: (page - 1) * pageSize });
      return {
        register: register.id,
        asOf: day,
        total: listed.total,
        page,
        pageSize,
        entries: listed.entries.map(toEntryBody),
      };
    },
  );

  app.get<{ Params: RegisterParams }>(
    '/api/v1/registers/:register/revisions',
    { ...read, schema: { params: RegisterParams, response: { 200: RevisionsResponse } } },
    async (request) => {
      const register = readableRegister(request);
      const revisions = await listRevisions(deps.db, register.id, LISTED_REVISIONS);
      return { register: register.id, revisions: revisions.map(toRevisionBody) };
    },
  );
}

function addRefusals(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/imports/refused',
    { config: { can: 'register:refusals' }, schema: { response: { 200: ImportRefusalsResponse } } },
    async () => ({ refusals: (await listRefusals(deps.db, LISTED_REVISIONS)).map(toRefusalBody) }),
  );
}

function addSheets(app: FastifyInstance, deps: Deps): void {
  const read = { config: { can: 'register:read' } } as const;
  for (const format of ['xlsx', 'csv'] as const) {
    app.get<{ Params: RegisterParams }>(
      `/api/v1/registers/:register/template.${format}`,
      { ...read, schema: { params: RegisterParams } },
      async (request, reply) => {
        const register = readableRegister(request);
        return sendFile(reply, format, `${register.id}-template`, await writeRegisterFileApart(format, register, []));
      },
    );
    app.get<{ Params: RegisterParams; Querystring: ExportQuery }>(
      `/api/v1/registers/:register/export.${format}`,
      { ...read, schema: { params: RegisterParams, querystring: ExportQuery } },
      async (request, reply) => {
        const register = readableRegister(request);
        const asOf = request.query.asOf === undefined ? null : queryDay('asOf', request.query.asOf);
        const part = request.query.part === undefined ? null : Number(request.query.part);
        const entries = await entriesToExport(deps.db, register, confinedTo(request.actor, register.id), asOf, part);
        const entry = await deps.audit.record({
          actor: request.actor,
          action: 'register:export',
          subject: register.id,
          outcome: 'done',
          detail: { entries: entries.length },
        });
        return sendFile(
          reply,
          format,
          [register.id, asOf, part, `audit-${String(entry)}`].filter((name) => name !== null).join('-'),
          await writeRegisterFileApart(format, register, entries, stampOf(deps, request.actor, entry)),
        );
      },
    );
  }
}

function addChanges(app: FastifyInstance, deps: Deps): void {
  const write = { config: { can: 'register:write' } } as const;

  app.post<{ Params: RegisterParams; Querystring: ImportOptions }>(
    '/api/v1/registers/:register/import',
    {
      ...write,
      bodyLimit: MAX_FILE_BYTES,
      schema: { params: RegisterParams, querystring: ImportQuery, response: { 200: ChangeResponse } },
    },
    async (request) => {
      const register = await writableRegister(deps, request);
      const { file, name } = await fileOf(request);
      const parsed = await readRegisterFile(register, file);
      const { dryRun, publisher, document, note } = request.query;
      const options = {
        dryRun: dryRun === 'true',
        publisher: publisher ?? null,
        document: document ?? null,
        note: note ?? null,
      };
      const result = await importParsed(within(deps, request.actor), request.actor, register, parsed, options);
      if (!result.ok) {
        const { id } = request.actor;
        const refused = { register: register.id, fileName: name, refusedBy: id, dryRun: options.dryRun };
        await keepRefusal(deps.db, refused, result.problems);
      }
      return answer(result);
    },
  );

  app.post<{ Params: RegisterParams; Body: EntryBody }>(
    '/api/v1/registers/:register/entries',
    { ...write, schema: { params: RegisterParams, body: EntryRequest, response: { 200: ChangeResponse } } },
    async (request) => {
      const register = await writableRegister(deps, request);
      return changeEntry(within(deps, request.actor), request.actor, register, request.body);
    },
  );
}

async function changeEntry(deps: Deps, actor: Actor, register: AnyRegister, body: EntryBody): Promise<ChangeBody> {
  const options: ChangeOptions = {
    dryRun: body.dryRun === true,
    note: body.note ?? null,
    publisher: body.publisher ?? null,
    document: body.document ?? null,
  };
  switch (body.action) {
    case 'put': {
      const entry = {
        row: body.row,
        from: body.from as Day,
        to: (body.to ?? null) as Day | null,
        endPrevious: body.endPrevious === true,
      };
      return answer(await putEntry(deps, actor, register, entry, options));
    }
    case 'end':
      return answer(await endEntry(deps, actor, register, { key: body.key, to: body.to as Day }, options));
    case 'withdraw':
      return toChangeBody(
        await withdrawEntry(deps, actor, register, { key: body.key, from: body.from as Day }, options),
      );
  }
}

function answer(result: ChangeResult): ChangeBody {
  if (!result.ok) throw refusal(result.problems);
  return toChangeBody(result.value);
}

function registerOf(id: string): AnyRegister {
  const register = REGISTERS.find((known) => known.id === id);
  if (register) return register;
  const ids = REGISTERS.map((known) => known.id).join(', ');
  throw new HttpProblem('not-found', {
    en: `There is no register \`${id}\`; there are ${ids}.`,
    zh: `没有目录“${id}”；现有目录：${ids}。`,
  });
}

function readableRegister({ actor, params }: FastifyRequest<{ Params: RegisterParams }>): AnyRegister {
  const register = registerOf(params.register);
  if (mayReadRegister(actor, register.id)) return register;
  throw new HttpProblem('not-permitted', {
    en: `Register \`${register.id}\` is read by whoever keeps it.`,
    zh: `目录“${register.zh}”仅供其维护单位查看。`,
  });
}

async function writableRegister(deps: Deps, request: FastifyRequest<{ Params: RegisterParams }>): Promise<AnyRegister> {
  const register = registerOf(request.params.register);
  await refuseNonWriter(deps, request.actor, register.id);
  return register;
}

function today(deps: Deps): Day {
  return dayOf(deps.clock.now());
}
