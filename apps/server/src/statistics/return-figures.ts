/** The figures of a weekly return 周报统计 of each institution, counted from the records. Source: taiyuan-2024.annex.2#01. */
import type { WeekFigures } from '@fujie/core/duties';
import { endOfWeek, NO_FIGURES } from '@fujie/core/duties';
import type { Day } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { suspensions } from '@fujie/core/registers';
import type { ReturnFigures } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { countsOf, groupSums } from './counts.ts';
import { countAccepted, countComplaints, countPatients } from './returns.query.ts';
import { sumCounts } from './statistics.query.ts';

/** Figures of institutions in a week, by their codes; every one of them has some. */
export async function figuresOf(
  deps: Pick<Deps, 'clock' | 'db' | 'registers' | 'worker'>,
  institutions: readonly string[],
  week: Day,
): Promise<ReadonlyMap<string, WeekFigures>> {
  const wanted = { institutions, from: week, to: endOfWeek(week) };
  const [sums, accepted, patients, complaints] = await Promise.all([
    sumCounts(deps.db, 'institution', { ...wanted, department: null }, deps.clock.now()),
    countAccepted(deps.db, wanted),
    countPatients(deps.db, wanted),
    // What was said and by whom is the authority's: only how many is the institution's.
    countComplaints(deps.worker, {
      institutions,
      fromMs: startOfDay(week),
      toMs: startOfDay(addDays(wanted.to, 1)),
    }),
  ]);
  const measures = groupSums(sums);
  const marks = marksOf(deps.registers.current(), wanted);
  return new Map(
    institutions.map((code) => {
      const complained = complaints.find(({ institution }) => institution === code);
      return [
        code,
        {
          ...NO_FIGURES,
          measures: Object.fromEntries(measures.get(code) ?? []),
          patients: patients.find(({ institution }) => institution === code)?.count ?? 0,
          ...marks(code),
          complaintsReceived: complained?.received ?? 0,
          complaintsAnswered: complained?.answered ?? 0,
          accepted: Object.fromEntries(
            accepted.filter(({ institution }) => institution === code).map(({ issuer, count }) => [issuer, count]),
          ),
        },
      ];
    }),
  );
}

/** Suspensions that began and ended within days, of one institution. */
function marksOf(snapshot: RegisterSnapshot, { from, to }: { readonly from: Day; readonly to: Day }) {
  const isWithin = (day: Day | null): boolean => day !== null && day >= from && day <= to;
  const all = snapshot.all(suspensions);
  return (code: string): Pick<WeekFigures, 'marksSuspended' | 'marksRestored'> => {
    const own = all.filter(({ row }) => row.institution === code);
    return {
      marksSuspended: own.filter((entry) => isWithin(entry.from)).length,
      marksRestored: own.filter((entry) => isWithin(entry.to)).length,
    };
  };
}

/** Figures as they are shown. */
export function shownFigures(snapshot: RegisterSnapshot, figures: WeekFigures): ReturnFigures {
  const { measures, accepted, patients, marksSuspended, marksRestored, complaintsReceived, complaintsAnswered } =
    figures;
  return {
    counts: countsOf(new Map(Object.entries(measures))),
    ...{ patients, marksSuspended, marksRestored, complaintsReceived, complaintsAnswered },
    accepted: Object.entries(accepted).map(([issuer, count]) => ({
      issuer: namedInstitution(snapshot, issuer),
      count,
    })),
  };
}
