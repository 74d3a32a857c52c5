/** The oracle for reading registers: every question is answered by filtering all entries for the day asked. */
import type { ResultFacts } from '../candidate-facts.ts';
import type { RecognitionParameters } from '../parameters.ts';
import type { CandidateInput, EqaResult, MarkInput } from '../types.ts';
import type { RawEntry, RawRegisters } from './generate-registers.test-support.ts';
import { dayFromNumber, dayNumber, dayOfTime } from './naive-days.test-support.ts';
import { halfBefore, naiveMark } from './naive-mark.test-support.ts';

const holdsOn = (day: string) => (e: RawEntry) => e.from <= day && !(e.to !== null && e.to <= day);
const of = (r: RawRegisters, register: string): RawEntry[] => r[register] ?? [];
const text = (e: RawEntry | undefined, column: string): string => String(e?.row[column]);
const maybe = (e: RawEntry, column: string): string | null => (e.row[column] ?? null) as string | null;

/** The last version of every key. */
const newest = (entries: RawEntry[]): RawEntry[] =>
  entries.filter((e) => !entries.some((other) => other.key === e.key && other.from > e.from));

/** The version that holds, else the last that ended before, else the first that will begin. */
function asOf(entries: RawEntry[], key: string, day: string): RawEntry | undefined {
  const own = entries.filter((e) => e.key === key).sort((a, b) => (a.from < b.from ? -1 : 1));
  return own.find(holdsOn(day)) ?? own.filter((e) => e.to !== null && e.to <= day).slice(-1)[0] ?? own[0];
}

function isListed(r: RawRegisters, scope: string, day: string): boolean {
  const lists = newest(of(r, 'recognition-list'));
  const published = lists.filter((l) => text(l, 'publishedOn') <= day);
  const replaced = published.flatMap((l) => (l.row['supersedes'] ?? []) as string[]);
  return of(r, 'recognition-list-entry')
    .filter((e) => e.row['scope'] === scope)
    .filter(holdsOn(day))
    .some((e) =>
      published.some((l) => l.key === e.row['list'] && (l.to === null || day < l.to) && !replaced.includes(l.key)),
    );
}

function rounds(r: RawRegisters, day: string): EqaResult[] {
  const grades = newest(of(r, 'eqa-outcome'));
  return of(r, 'qc-organisation')
    .map((e) => e.key)
    .filter((code, at, all) => all.indexOf(code) === at)
    .flatMap((organiser) => {
      const held = of(r, 'eqa-round').filter((e) => e.row['organiser'] === organiser);
      const gradeOf = (e: RawEntry) => grades.find((g) => g.key === `${e.key}|H1`);
      const start =
        held
          .filter(gradeOf)
          .map((e) => text(e, 'closedOn'))
          .sort()[0] ?? '9999';
      return held
        .filter((e) => text(e, 'closedOn') >= start)
        .map((e) => ({
          organiser,
          region: text(asOf(of(r, 'qc-organisation'), organiser, day), 'region'),
          round: text(e, 'round'),
          year: Number(e.row['year']),
          closed: text(e, 'closedOn'),
          published: maybe(e, 'publishedOn'),
          outcome: (gradeOf(e)?.row['outcome'] ?? 'ABSENT') as EqaResult['outcome'],
        }));
    });
}

export function isSuspendedOn(r: RawRegisters, day: string): boolean {
  return of(r, 'suspension')
    .filter((e) => e.row['item'] === null || e.row['item'] === 'ALT')
    .some((e) => {
      const isFirst = !of(r, 'suspension').some((other) => other.key === e.key && other.from < e.from);
      const end = maybe(e, 'suspendedTo');
      return (
        text(e, 'suspendedFrom') <= day &&
        (isFirst || e.from <= day) &&
        (end === null || day < end) &&
        (e.to === null || day < e.to)
      );
    });
}

export function naiveMarkFromRegisters(r: RawRegisters, scope: string, day: string, p: RecognitionParameters) {
  const [halfStart] = halfBefore(day, p.halfYear);
  const entries = [['H1', 'ALT', scope]] as const;
  const wasListed = isListed(r, scope, halfStart);
  const lists: MarkInput['lists'] = [
    ...(wasListed ? [{ id: 'then', published: halfStart, supersedes: [], entries }] : []),
    ...(isListed(r, scope, day)
      ? [{ id: 'now', published: day, supersedes: [], entries }]
      : [{ id: 'gone', published: day, supersedes: ['then'], entries: [] }]),
  ];
  const month = dayFromNumber(dayNumber(`${day.slice(0, 7)}-01`) - 1).slice(0, 7);
  const monthIn = (register: string) => of(r, register).find((e) => e.row['month'] === month);
  const measured = monthIn('iqc-measured');
  const iqc = Number(measured?.row['testingDays'] ?? 0) > 0 ? measured : monthIn('iqc-monthly');
  const levels = scope.startsWith('AGR') ? [scope, 'CN'] : scope === 'CN' ? ['CN'] : [scope, scope.slice(0, 2), 'CN'];
  const wanted = levels.flatMap((level) =>
    of(r, 'quality-requirement')
      .filter((e) => e.row['scope'] === level)
      .filter(holdsOn(day)),
  )[0];
  const agreement = of(r, 'agreement')
    .filter((e) => e.key === scope)
    .find(holdsOn(day));
  return naiveMark(
    {
      institution: 'H1',
      item: 'ALT',
      scope,
      date: day,
      lists,
      eqa: rounds(r, day),
      agreements: agreement ? { [scope]: { from: day, jointOrganiser: maybe(agreement, 'qcOrganisation') } } : {},
      iqc: {
        performed: iqc !== undefined && iqc.row['qcDays'] === iqc.row['testingDays'],
        cv: (iqc?.row['cv'] ?? null) as number | null,
        maxCv: (wanted?.row['maxCv'] ?? null) as number | null,
        sd: (iqc?.row['sd'] ?? null) as number | null,
        maxSd: (wanted?.row['maxSd'] ?? null) as number | null,
        sdBelow: (wanted?.row['sdBelow'] ?? null) as number | null,
        classCv: (iqc?.row['classCv'] ?? null) as number | null,
        classMaxCv: (wanted?.row['classMaxCv'] ?? null) as number | null,
      },
      instruments: of(r, 'instrument')
        .filter(holdsOn(day))
        .filter((e) => (e.row['items'] as string[]).includes('ALT'))
        .map((e) => ({
          id: e.key,
          due: Object.fromEntries(
            of(r, 'instrument-activity')
              .filter((a) => a.row['instrument'] === e.row['code'])
              .filter(holdsOn(day))
              .map((a) => [text(a, 'activity'), text(a, 'dueOn')]),
          ),
          held: newest(of(r, 'iqc-hold'))
            .filter((h) => h.row['item'] === 'ALT' && h.row['instrument'] === e.row['code'])
            .map((h) => ({ from: text(h, 'heldOn'), to: maybe(h, 'releasedOn') })),
        })),
      suspensions: isSuspendedOn(r, day) ? [{ cause: 'x', from: day }] : [],
    },
    p,
  );
}

export function naiveCandidateFromRegisters(
  r: RawRegisters,
  order: { at: string; circumstances: readonly string[] },
  found: ResultFacts,
  p: RecognitionParameters,
): CandidateInput {
  const today = dayOfTime(order.at);
  const region = text(asOf(of(r, 'institution'), 'R1', today), 'region');
  const issuedOn = found.reportedOn;
  const both = ['H1', 'R1'].every((code) =>
    of(r, 'consortium-member')
      .filter((e) => e.row['institution'] === code)
      .some(holdsOn(today)),
  );
  const consortium = of(r, 'consortium').find(holdsOn(today));
  const limit = of(r, 'time-limit').find(holdsOn(today));
  const agreements = of(r, 'agreement').map((e) => asOf(of(r, 'agreement'), e.key, today));
  return {
    order: { item: 'ALT', at: order.at },
    receiver: { region },
    result: {
      ...found,
      specimen: null,
      entitledAtIssue: ['CN', 'AGR:JJJ', 'AGR:CY', '51', '5101'].flatMap(
        (scope) => naiveMarkFromRegisters(r, scope, issuedOn, p).mark ?? [],
      ),
      doubtWindows: newest(of(r, 'suspension')).flatMap((e) => {
        if (e.row['item'] === 'K') return [];
        const from = maybe(e, 'doubtFrom');
        return from === null ? [] : [{ from, to: text(e, 'suspendedFrom') }];
      }),
      issuerSuspended: isSuspendedOn(r, issuedOn),
    },
    registry: {
      timeLimit:
        limit === undefined || !region.startsWith('51')
          ? null
          : typeof limit.row['days'] === 'number'
            ? { days: limit.row['days'] }
            : { hours: Number(limit.row['hours']) },
      negative: of(r, 'negative-list')
        .filter((e) => region.startsWith(text(e, 'region')))
        .filter(holdsOn(today))
        .some((e) => ['any', ...order.circumstances].includes(text(e, 'circumstance'))),
      agreements: Object.fromEntries(
        agreements.flatMap((e) =>
          e === undefined
            ? []
            : [[e.key, { from: e.from, to: e.to === null ? null : dayFromNumber(dayNumber(e.to) - 1) }]],
        ),
      ),
      consortium:
        both && consortium !== undefined
          ? { kind: text(consortium, 'kind'), province: '51', declaredFrom: maybe(consortium, 'declaredFrom') }
          : null,
    },
  };
}
