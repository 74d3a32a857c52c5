/** Counts of inspections 检查统计: by clause and by county, each with the inspections behind it. Source: henan-2025.lab.14#01, #02. */
import { dayOf } from '@fujie/core/kernel';
import { institutions } from '@fujie/core/registers';
import { packsInForce } from '@fujie/packs';
import type { Bilingual, InspectionStatisticsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedRegion } from '../platform/http/named-institution.ts';
import { findPlans } from './draws.query.ts';
import { RECTIFICATION } from './draws.ts';
import { findFindings, findFollowUps, findInspections } from './inspections.query.ts';
import { currentFindings, followUpState, subjectOf } from './view.ts';

const MOST = 10_000;

/** Of the region of an authority, all that was drawn; findings count once they are signed. */
export async function inspectionStatistics(deps: Deps, actor: Actor): Promise<InspectionStatisticsResponse> {
  const { db } = within(deps, actor);
  const now = deps.clock.now();
  const snapshot = deps.registers.current();
  const [plans, drawn] = await Promise.all([
    findPlans(db, MOST),
    findInspections(db, { plans: null, inspector: null }, MOST),
  ]);
  const concluded = drawn.filter(({ concludedMs }) => concludedMs !== null);
  const findings = currentFindings(
    await findFindings(
      db,
      concluded.map(({ id }) => id),
    ),
  );
  const wrong = findings.filter(({ verdict }) => verdict === 'nonconform');
  const loops = await findFollowUps(db, RECTIFICATION, wrong.map(subjectOf));
  const known = snapshot.inForce(institutions, dayOf(now)).filter(({ region }) => covers(actor.region, region));
  const counties = [...new Set(known.map(({ region }) => region))].sort();
  const wrongOf = (clause: string): number => wrong.filter(({ item }) => item === clause).length;
  const clauses = [...new Set(findings.map(({ item }) => item))].sort().sort((a, b) => wrongOf(b) - wrongOf(a));
  return {
    plans: plans.length,
    drawn: drawn.length,
    concluded: concluded.length,
    published: drawn.filter(({ publishedMs }) => publishedMs !== null).length,
    byClause: clauses.map((clause) => {
      const own = findings.filter(({ item }) => item === clause);
      const bad = own.filter(({ verdict }) => verdict === 'nonconform');
      return {
        clause,
        text: textOf(deps, clause),
        checked: own.filter(({ verdict }) => verdict !== 'not-applicable').length,
        nonconforming: bad.length,
        inspections: bad.map(({ inspection }) => inspection),
      };
    }),
    byCounty: counties.map((county) => {
      const here = known.filter(({ region }) => region === county).map(({ code }) => code);
      const own = concluded.filter(({ institution }) => here.includes(institution));
      const follow = loops.filter(({ unit }) => here.includes(unit));
      const states = follow.map((loop) => followUpState(loop, now));
      return {
        county: namedRegion(snapshot, county),
        institutions: here.length,
        inspected: new Set(own.map(({ institution }) => institution)).size,
        nonconforming: follow.length,
        rectified: states.filter((state) => state === 'rectified').length,
        inTime: follow.filter(({ state }) =>
          state.stages.some(({ id, status }) => id === 'rectify' && status === 'met'),
        ).length,
        overdue: states.filter((state) => state === 'overdue' || state === 'refused').length,
        inspections: own.map(({ id }) => id),
      };
    }),
  };
}

/** What a clause asks for, in our own words. */
function textOf({ config, clock }: Deps, clause: string): Bilingual {
  const packs = packsInForce(config.jurisdiction, dayOf(clock.now()));
  const item = packs.flatMap(({ clauses }) => clauses.flatMap(({ items }) => items)).find(({ id }) => id === clause);
  return item === undefined ? { zh: clause, en: clause } : { ...item.summary };
}
