/** Internal quality control 室内质控: measurements in, verdicts, targets, events, charts. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { NamedLotFault } from './resources.ts';
import { Day, GivenTime, literals, NamedCode, nullable, recordNumber, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: SEEN });

export const IqcPurpose = literals('routine', 'temporary', 'parallel');
const Verdict = literals('accept', 'warning', 'reject', 'unjudged');

/** What identifies control material, as it is answered. */
const material = { product: Type.String(), lot: Type.String(), level: Type.String() };

const IqcMeasurement = Type.Object(
  {
    system: Code,
    product: Code,
    lot: Code,
    level: Code,
    value: Type.Union([Type.Number(), Type.String({ maxLength: 60 })], {
      description: 'A number, or what was written: digits with a point; a word for qualitative control',
    }),
    unit: Type.Optional(Type.String({ maxLength: 40 })),
    measuredAt: GivenTime,
    run: Type.Optional(Code),
    purpose: Type.Optional(IqcPurpose),
    operator: Type.Optional(Code),
    reagentLot: Type.Optional(Code),
    calibratorLot: Type.Optional(Code),
    repeatOf: Type.Optional(recordNumber()),
    key: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 120,
        pattern: '^(?!corrects/)',
        description:
          'Names the measurement where it came from: sent twice it is one. `corrects/…` is that of corrections',
      }),
    ),
  },
  closed,
);
export type IqcMeasurement = Static<typeof IqcMeasurement>;

/** `POST /api/v1/laboratory/iqc/results`: all of them are taken, or none. */
export const IqcEntry = Type.Object(
  {
    institution: Type.Optional(Code),
    results: Type.Array(IqcMeasurement, { minItems: 1, maxItems: 5000 }),
    dryRun: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type IqcEntry = Static<typeof IqcEntry>;

export const IqcFired = Type.Object(
  {
    rule: Type.String(),
    scope: nullable(literals('L', 'W', 'A')),
    error: nullable(literals('random', 'systematic', 'drift')),
    isRejecting: Type.Boolean(),
    evidence: Type.Array(Type.Integer({ description: 'Ids of results' })),
  },
  closed,
);
export type IqcFired = Static<typeof IqcFired>;

export const IqcRun = Type.Object(
  {
    system: Type.String(),
    item: Type.String(),
    instrument: Type.String(),
    run: Type.String(),
    version: Type.Integer(),
    measuredAt: Timestamp,
    verdict: Verdict,
    purpose: IqcPurpose,
    levels: Type.Integer(),
    fired: Type.Array(IqcFired),
    points: Type.Array(
      Type.Object(
        { result: Type.Integer(), level: Type.String(), z: nullable(Type.Number()), target: nullable(Type.Integer()) },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcRun = Static<typeof IqcRun>;

export const IqcRecorded = Type.Object(
  {
    taken: Type.Integer(),
    known: Type.Integer({ description: 'Taken before under the same key' }),
    runs: Type.Array(IqcRun, { description: 'Verdicts that are new, or that changed' }),
    held: Type.Array(Type.Object({ system: Type.String(), loop: Type.Integer() }, closed), {
      description: 'Systems whose results are held back from now on, with the loop to follow',
    }),
  },
  closed,
);
export type IqcRecorded = Static<typeof IqcRecorded>;

export const IqcSheetQuery = Type.Object({ dryRun: Type.Optional(literals('true', 'false')) }, closed);
export type IqcSheetQuery = Static<typeof IqcSheetQuery>;

/** `POST …/sheets`: rows that stand are taken, rows that are refused are kept in quarantine. */
export const IqcSheetTaken = Type.Object(
  {
    ...IqcRecorded.properties,
    rows: Type.Integer({ description: 'Of the sheet; 0: the file or its header cannot be read' }),
    refused: Type.Integer(),
    problems: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          path: Type.String({ description: 'Row and column: `rows[3].value`' }),
          message: Type.String(),
          messageZh: Type.String(),
        },
        closed,
      ),
    ),
    quarantine: nullable(Type.Integer({ description: 'Under which number the refused rows are kept' })),
  },
  closed,
);
export type IqcSheetTaken = Static<typeof IqcSheetTaken>;

/** `POST …/results/:id/correction`: another reading, or the measurement taken out of the series with a reason. */
export const IqcCorrection = Type.Object(
  {
    value: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    void: Type.Optional(Type.Boolean()),
    reason: Note,
  },
  closed,
);
export type IqcCorrection = Static<typeof IqcCorrection>;

export const IqcTargetKind = literals('provisional', 'cumulative', 'fixed', 'peer', 'manufacturer');

/** `POST …/targets`: without mean and SD they are computed from results on record; a named person confirms what is left out. */
export const IqcTargetEntry = Type.Object(
  {
    institution: Type.Optional(Code),
    system: Code,
    product: Code,
    lot: Code,
    level: Code,
    kind: IqcTargetKind,
    // Of a size by which results of control can be judged.
    mean: Type.Optional(Type.Number({ minimum: -1e12, maximum: 1e12 })),
    sd: Type.Optional(Type.Number({ minimum: 1e-9, maximum: 1e12 })),
    spread: Type.Optional(
      Type.Unsafe<'earlier-lots' | 'old-lot'>({
        type: 'string',
        enum: ['earlier-lots', 'old-lot'],
        description:
          '`old-lot`: of a new lot, from ten results in control on, the mean is its own and the SD has the CV of the target of the lot before it, until it has twenty. `earlier-lots`: of short-lived material: the mean is that of the lot without what lies beyond 3 SD, the SD follows from the weighted CV of earlier lots of its product and level',
      }),
    ),
    validFrom: Type.Optional(GivenTime),
    exclude: Type.Optional(
      Type.Array(Type.Object({ result: recordNumber(), reason: Note }, closed), { maxItems: 200 }),
    ),
    reason: Type.Optional(Note),
  },
  closed,
);
export type IqcTargetEntry = Static<typeof IqcTargetEntry>;

export const IqcTarget = Type.Object(
  {
    id: Type.Integer(),
    ...material,
    mean: Type.Number(),
    sd: Type.Number(),
    kind: IqcTargetKind,
    n: Type.Integer(),
    validFrom: Timestamp,
    approvedBy: Type.String(),
  },
  closed,
);
export type IqcTarget = Static<typeof IqcTarget>;

/** `POST …/events`: what happened to a system, for its charts. */
export const IqcEventEntry = Type.Object(
  {
    institution: Type.Optional(Code),
    system: Code,
    kind: literals('calibration', 'reagent-lot', 'calibrator-lot', 'maintenance', 'note'),
    at: GivenTime,
    text: Note,
  },
  closed,
);
export type IqcEventEntry = Static<typeof IqcEventEntry>;

export const IqcSpanQuery = Type.Object(
  { institution: Type.Optional(Code), from: Type.Optional(Day), to: Type.Optional(Day) },
  closed,
);
export type IqcSpanQuery = Static<typeof IqcSpanQuery>;

export const IqcResult = Type.Object(
  {
    id: Type.Integer(),
    ...material,
    value: nullable(Type.Number()),
    reading: Type.String(),
    measuredAt: Timestamp,
    run: Type.String(),
    purpose: IqcPurpose,
    operator: nullable(Type.String()),
    reagentLot: nullable(Type.String()),
    calibratorLot: nullable(Type.String()),
    isVoid: Type.Boolean(),
    isLate: Type.Boolean(),
    isCorrected: Type.Boolean(),
    reason: nullable(Type.String()),
  },
  closed,
);
export type IqcResult = Static<typeof IqcResult>;

export const IqcLevel = Type.Object(
  {
    ...material,
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    levelClass: nullable(Type.String()),
    expiresOn: Day,
    isInUse: Type.Boolean(),
  },
  closed,
);
export type IqcLevel = Static<typeof IqcLevel>;

export const IqcSystem = Type.Object(
  {
    code: Type.String(),
    item: NamedCode,
    instrument: NamedCode,
    method: nullable(Type.String()),
    unit: nullable(Type.String()),
    kind: literals('quantitative', 'qualitative'),
    levels: Type.Integer(),
    rules: Type.Array(Type.String()),
    warnings: Type.Array(Type.String()),
    maxCv: nullable(Type.Number()),
    tea: nullable(Type.Number()),
    heldSince: nullable(Day),
  },
  closed,
);
export type IqcSystem = Static<typeof IqcSystem>;

/** How far the extremes of a lot's results so far lie from their mean, in SD, and what they are judged by 即刻法. */
export const IqcInstant = Type.Object(
  {
    result: Type.Integer(),
    n: Type.Integer({ description: 'Results so far, this one among them, without those that were dropped' }),
    upper: nullable(Type.Number()),
    lower: nullable(Type.Number()),
    n2s: nullable(Type.Number()),
    n3s: nullable(Type.Number()),
    status: literals('collecting', 'in control', 'warning', 'out of control', 'established'),
  },
  closed,
);
export type IqcInstant = Static<typeof IqcInstant>;

/** `GET …/systems/:code`: one system as its charts need it. */
export const IqcSeriesResponse = Type.Object(
  {
    institution: NamedCode,
    system: IqcSystem,
    materials: Type.Array(IqcLevel, { description: 'Lots that have a target on this system' }),
    lots: Type.Array(IqcLevel, { description: 'Every lot in use at the institution: of which a target may be set' }),
    results: Type.Array(IqcResult),
    runs: Type.Array(IqcRun),
    targets: Type.Array(IqcTarget),
    instant: Type.Array(IqcInstant, {
      description:
        'Results of lots without a target as the instant method judges them, from the third to the twentieth',
    }),
    events: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          kind: Type.String(),
          at: Timestamp,
          text: Type.String(),
          by: Type.String(),
          loop: nullable(Type.Integer()),
          faults: Type.Array(NamedLotFault, { description: 'Of a lot that came with the results, by the registers' }),
        },
        closed,
      ),
    ),
    loops: Type.Array(
      Type.Object(
        {
          ...{ id: Type.Integer(), status: Type.String(), run: Type.String(), openedAt: Timestamp },
          isMistaken: Type.Boolean({
            description: 'Its results were corrected away: another person has to confirm that before it ends',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcSeriesResponse = Static<typeof IqcSeriesResponse>;

/** `GET …/overview`: the whole laboratory on one screen. */
export const IqcOverviewResponse = Type.Object(
  {
    institution: NamedCode,
    day: Day,
    uncontrolled: Type.Array(
      Type.Object(
        {
          item: NamedCode,
          released: Type.Integer({ description: 'Results of patients of the item that were reported on the day' }),
          comparedOn: nullable(Type.String({ description: 'Day of the comparison that covers it; null: none does' })),
        },
        closed,
      ),
      { description: 'Items reported on the day for which no test system is registered' },
    ),
    lots: Type.Array(IqcLevel, { description: 'Control material in use on the day, whether it has a target or not' }),
    systems: Type.Array(
      Type.Object(
        {
          ...IqcSystem.properties,
          today: literals('in-control', 'warning', 'out-of-control', 'missing', 'incomplete', 'not-begun'),
          released: Type.Integer({ description: 'Results of patients of the item that were reported on the day' }),
          lastRun: nullable(IqcRun),
          loop: nullable(Type.Integer()),
          recent: Type.Array(Type.Object({ level: Type.String(), z: Type.Array(nullable(Type.Number())) }, closed), {
            description: 'z of the last runs of each level, the earliest first',
          }),
          materials: Type.Array(IqcLevel),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcOverviewResponse = Static<typeof IqcOverviewResponse>;
