/** Routes of evidence behind marks 互认标识, and of the marks of a region beside each other. */
import type { Day } from '@fujie/core/kernel';
import { daysBetween } from '@fujie/core/kernel';
import type {
  MarkChangesQuery as ChangesFilter,
  MarkEvidenceQuery as EvidenceFilter,
  RegionMarksQuery as RegionFilter,
} from '@fujie/wire/contracts';
import {
  MarkChangesQuery,
  MarkChangesResponse,
  MarkEvidenceQuery,
  MarkEvidenceResponse,
  RegionMarksQuery,
  RegionMarksResponse,
} from '@fujie/wire/contracts';
import { stampLine } from '@fujie/wire/sheet';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { writeCsvFile } from '../platform/sheet/csv-file.ts';
import { sendFile, stampOf } from '../platform/sheet/send-file.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import { evidenceOf, recordedOf, withOrganised } from './evidence.ts';
import { listedInstitutions, listedPairs } from './marks.ts';
import type { OwnTurn } from './region.ts';
import { HEADER_ROWS, markLines, regionMarks, turnLines, turnsOf, turnView } from './region.ts';
import { institutionOf, itemOf, viewOf } from './view.ts';

const MOST_DAYS = 400;
const MOST_TURNS = 1000;
const FORMATS = ['xlsx', 'csv'] as const;

/** Adds `/api/v1/marks/evidence`, `/region` and `/changes`. */
export function registerEvidenceRoutes(app: FastifyInstance, deps: Deps): void {
  const read = { config: { can: 'marks:read' } } as const;

  app.get<{ Querystring: EvidenceFilter }>(
    '/api/v1/marks/evidence',
    { ...read, schema: { querystring: MarkEvidenceQuery, response: { 200: MarkEvidenceResponse } } },
    async ({ actor, query }) => {
      const { snapshot, day, jurisdiction } = viewOf(deps, query.day);
      const institution = institutionOf(snapshot, actor, query.institution);
      const pair = { institution, item: itemOf(snapshot, query.item), day };
      const evidence = evidenceOf(snapshot, pair, jurisdiction.parameters);
      const reasons = evidence.scopes.flatMap(({ reasons: now, lapse }) => [...now, ...(lapse?.reasons ?? [])]);
      const recorded = await recordedOf(deps, actor, pair, new Set(reasons.map(({ code }) => code)));
      return { ...evidence, rounds: await withOrganised(deps, pair.item, evidence.rounds), recorded };
    },
  );

  app.get<{ Querystring: RegionFilter }>(
    '/api/v1/marks/region',
    { ...read, schema: { querystring: RegionMarksQuery, response: { 200: RegionMarksResponse } } },
    async ({ actor, query }) => {
      const { snapshot, day, jurisdiction } = viewOf(deps, query.day);
      const found = await regionMarks(snapshot, { region: actor.region, day }, query, jurisdiction.parameters);
      return { day, revision: snapshot.revision, ...found };
    },
  );

  app.get<{ Querystring: ChangesFilter }>(
    '/api/v1/marks/changes',
    { ...read, schema: { querystring: MarkChangesQuery, response: { 200: MarkChangesResponse } } },
    async ({ actor, query }) => {
      const { snapshot } = viewOf(deps, undefined);
      const { from, to, turns } = await changesOf(deps, actor, query);
      const gained = turns.filter(({ before }) => before === null).length;
      return {
        ...{ from, to, revision: snapshot.revision, gained },
        lost: turns.filter(({ after }) => after === null).length,
        turns: turns.slice(0, MOST_TURNS).map((turn) => turnView(snapshot, turn)),
      };
    },
  );

  for (const format of FORMATS) {
    app.get<{ Querystring: RegionFilter }>(
      `/api/v1/marks/region/export.${format}`,
      { ...read, schema: { querystring: RegionMarksQuery } },
      async ({ actor, query }, reply) => {
        const { snapshot, day, jurisdiction } = viewOf(deps, query.day);
        const institutions = listedInstitutions(snapshot, actor.region, day);
        const lines = await markLines(snapshot, institutions, day, jurisdiction.parameters);
        return send(deps, actor, reply, { format, name: `marks-${day}`, title: '互认标识', lines });
      },
    );
    app.get<{ Querystring: ChangesFilter }>(
      `/api/v1/marks/changes/export.${format}`,
      { ...read, schema: { querystring: MarkChangesQuery } },
      async ({ actor, query }, reply) => {
        const { snapshot } = viewOf(deps, undefined);
        const { from, to, turns } = await changesOf(deps, actor, query);
        const lines = turnLines(snapshot, turns);
        return send(deps, actor, reply, { format, name: `mark-changes-${from}-${to}`, title: '标识变化', lines });
      },
    );
  }
}

interface Changes {
  readonly from: Day;
  readonly to: Day;
  readonly turns: readonly OwnTurn[];
}

async function changesOf(deps: Deps, actor: Actor, query: ChangesFilter): Promise<Changes> {
  const [from, to] = [queryDay('from', query.from), queryDay('to', query.to)];
  const length = daysBetween(from, to);
  if (length < 0 || length > MOST_DAYS)
    throw new HttpProblem('invalid-request', {
      en: `\`from\` … \`to\` are 0 to ${String(MOST_DAYS)} days apart.`,
      zh: `from 至 to 应相隔 0 至 ${String(MOST_DAYS)} 天。`,
    });
  const { snapshot, jurisdiction } = viewOf(deps, to);
  const { institution, item } = query;
  const pairs =
    institution === undefined
      ? listedInstitutions(snapshot, actor.region, to)
          .flatMap((code) => listedPairs(snapshot, { institution: code }))
          .filter((pair) => item === undefined || pair.item === item)
      : listedPairs(snapshot, { institution, item });
  const key = ['turns', from, to, institution ?? actor.region ?? '', item ?? ''].join('|');
  const turns = await snapshot.memo(key, () => turnsOf(snapshot, pairs, { from, to }, jurisdiction.parameters));
  return { from, to, turns };
}

interface Sheet {
  readonly format: (typeof FORMATS)[number];
  readonly name: string;
  readonly title: string;
  readonly lines: readonly (readonly string[])[];
}

async function send(deps: Deps, actor: Actor, reply: FastifyReply, sheet: Sheet): Promise<FastifyReply> {
  const { format, name, title } = sheet;
  const detail = { lines: sheet.lines.length - HEADER_ROWS };
  const entry = await deps.audit.record({ actor, action: 'marks:export', subject: name, outcome: 'done', detail });
  const foot = stampLine(stampOf(deps, actor, entry));
  const rows = [...sheet.lines, [foot]];
  const file =
    format === 'csv'
      ? writeCsvFile(rows)
      : await writeXlsxFile({ name: title, rows, headerCount: HEADER_ROWS, guide: [], options: new Map(), foot });
  return sendFile(reply, format, `${name}-audit-${String(entry)}`, file);
}
