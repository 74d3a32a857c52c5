/** Fills an empty database with the demonstration region, once. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import {
  commentOnSample,
  dismissPast,
  drillToday,
  findPastHazards,
  handOverInPast,
  holdPastMeetings,
  importTyped,
  ingestMany,
  openPastInspections,
  openPastLoop,
  publishPastJournal,
  recordPastEqa,
  reportEvent,
  reviewPastCases,
} from '@fujie/server/demonstration';
import type { Config, Deps, NewAccount } from '@fujie/server/platform';
import { issueSystemToken, LOCKS, putAccount, sql } from '@fujie/server/platform';

import { continueDemonstration, DEMO_ACCOUNTS, loadDemonstration } from '../simulate/command.ts';
import { completeMonths, monthStart } from '../simulate/calendar.ts';
import { CHANGED, headOf, officersOf } from '../simulate/region-organisation.ts';
import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';
import { at } from '../simulate/writer.ts';
import { demonstrationAccounts } from './demonstration-accounts.ts';
import { pastInspections } from './past-inspections.ts';
import { pastEvents } from './past-events.ts';
import { pastDismissals, pastLoops, pastSentIn } from './past-loops.ts';
import { pastCases } from './past-cases.ts';
import { DRILLED, pastHazards } from './past-hazards.ts';
import { pastMeeting } from './past-meetings.ts';
import { controlUntil } from './past-control.ts';
import { hidePast } from './past-blind.ts';
import { pastEqa } from './past-eqa.ts';
import { findDeviation, handInReturns, holdDispatch } from './past-returns.ts';
import { certifyStaff } from './past-certificates.ts';
import { recordStudies } from './past-studies.ts';
import { placeOrder } from './past-orders.ts';
import { followPastPatients } from './past-patient-control.ts';

export interface DemonstrationSize {
  readonly persons: number;
  readonly days: number;
  readonly seed: number;
}

const SETTING = 'demonstration';

/** What this database holds of a demonstration. */
interface Loaded extends DemonstrationSize {
  readonly jurisdiction: Jurisdiction;
  /** The day that was today when loading began: days of the region are counted from it, also after an interruption. */
  readonly today: Day;
  /** The day up to which quality control was carried on. */
  readonly until: Day;
  readonly complete: boolean;
}

export type Progress = (text: string, done: number, total: number) => void;

/**
 * Loads the demonstration when the database has never held one and has no registers of its own, takes an interrupted
 * loading up again, and carries quality control of an older one on to today. Returns the day on which it was loaded. Of several servers
 * that start on one database the first does it, and the others find it done; one that dies lets go of it with its connection.
 */
export async function keepDemonstration(deps: Deps, size: DemonstrationSize, progress: Progress): Promise<Day> {
  return deps.db.withClient(async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCKS.demonstration]);
    try {
      return await keepAlone(deps, size, progress);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCKS.demonstration]);
    }
  });
}

async function keepAlone(deps: Deps, size: DemonstrationSize, progress: Progress): Promise<Day> {
  const today = dayOf(deps.clock.now());
  const known = await readLoaded(deps);
  const jurisdiction = jurisdictionOf(deps.config);
  if (known !== null && known.jurisdiction !== jurisdiction) throw otherJurisdiction(known.jurisdiction, jurisdiction);
  const started: Loaded = known ?? { ...size, jurisdiction, today, until: today, complete: false };
  // A register is imported whole or not at all; what became of its entries since is not undone.
  const imported = started.complete ? new Set<string>() : await findImported(deps);
  // So is an order: placed again, it would be another one, and be counted again.
  const placed = started.complete ? new Set<string>() : await findPlaced(deps);
  const importRegister = async (id: string, entries: readonly TypedRow[]): Promise<unknown> =>
    imported.has(id) ? undefined : importTyped(deps, SETTING, id, entries);
  if (!started.complete) {
    await putLoaded(deps, started);
    await loadDemonstration(
      {
        importRegister,
        ingest: (bundles, sender) => ingestMany(deps, sender, bundles),
        consult: async (consultation) => {
          if (!placed.has(consultation.encounter)) await placeOrder(deps, consultation);
        },
        progress,
      },
      started,
    );
    await controlUntil(deps, started, today);
    await recordPastEqa(deps, pastEqa(started.seed, jurisdiction, started.today));
    await hidePast(deps, jurisdiction, started.today);
    await recordStudies(deps, jurisdiction, today);
    await followPastPatients(deps, started);
    await certifyStaff(deps, jurisdiction, started.today);
    const now = deps.clock.now();
    for (const loop of [...pastLoops(jurisdiction, now), ...pastSentIn(jurisdiction, now)])
      await openPastLoop(deps, loop);
    const dismissals = pastDismissals(jurisdiction);
    if (dismissals !== null) await dismissPast(deps, dismissals);
    await reportPast(deps, jurisdiction, today);
    await inspectPast(deps, jurisdiction);
    const own = DEMO_ACCOUNTS.filter((one) => one.jurisdiction === jurisdiction);
    const office = own.find(({ role }) => role === 'quality-office')?.institution ?? '';
    const [authority, , bureau] = own.filter(({ role }) => role === 'commission').map(({ region }) => region ?? '');
    const units = [office, `region.${bureau ?? ''}`] as const;
    await handInReturns(deps, size.seed, units);
    await holdMeetings(deps, jurisdiction, today);
    // Taken up again on a later day, they are the same cases.
    await reviewPastCases(deps, office, pastCases(started.today));
    await holdDispatch(deps, authority ?? '', units);
    await findDeviation(deps, office);
    await commentOnSample(deps, office, at(`${today.slice(0, 7)}-01` as Day, 6));
  } else if (started.until < today) {
    await continueDemonstration({ importRegister }, started, { since: started.until, until: today });
    await controlUntil(deps, started, today);
  }
  await putAccounts(deps);
  const until = started.until < today && started.complete ? today : started.until;
  await putLoaded(deps, { ...started, until, complete: true });
  return started.today;
}

/** What the nurse of the demonstration told of the wards. */
async function reportPast(deps: Deps, jurisdiction: Jurisdiction, today: Day): Promise<void> {
  const nurse = DEMO_ACCOUNTS.find((one) => one.jurisdiction === jurisdiction && one.role === 'nurse');
  if (nurse === undefined) return;
  const { username: id, name, role, institution, department, practitioner, region } = nurse;
  const from = { kind: 'cli', address: null, credential: null } as const;
  const actor = { id, name, role, institution, department, practitioner, region, from };
  for (const event of pastEvents(today)) await reportEvent(deps, actor, event);
}

/** What the city hospital held and published until today. */
async function holdMeetings(deps: Deps, jurisdiction: Jurisdiction, today: Day): Promise<void> {
  const world = planWorld(jurisdiction);
  const hospital = { institution: world.code('central'), head: headOf(world.code('central')) };
  await holdPastMeetings(deps, hospital, pastMeeting(world, today));
  const left = { institution: hospital.institution, department: CHANGED, ...officersOf(hospital.institution) };
  await handOverInPast(deps, left, monthStart(today));
  const [month] = completeMonths(today, 2);
  if (month !== undefined) await publishPastJournal(deps, hospital, month);
  await findPastHazards(deps, hospital.institution, pastHazards(hospital.institution, today));
  await drillToday(deps, hospital.institution, 'LIS', DRILLED);
}

/** Inspections of the past, ordered by the commission of the demonstration. */
async function inspectPast(deps: Deps, jurisdiction: Jurisdiction): Promise<void> {
  const [authority, centre] = (['commission', 'qc-centre'] as const).map((role) =>
    DEMO_ACCOUNTS.find((one) => one.jurisdiction === jurisdiction && one.role === role),
  );
  if (authority === undefined || centre === undefined) return;
  const actorOf = ({ username: id, name, region }: typeof authority) => ({ id, name, region });
  await openPastInspections(deps, [actorOf(authority), actorOf(centre)], pastInspections(jurisdiction));
}

function jurisdictionOf({ jurisdiction }: Pick<Config, 'jurisdiction'>): Jurisdiction {
  if (jurisdiction === 'taiyuan' || jurisdiction === 'sichuan') return jurisdiction;
  throw new Error(
    `No demonstration region for jurisdiction \`${jurisdiction}\`: set FUJIE_JURISDICTION to taiyuan or sichuan (该辖区没有演示数据，请设为 taiyuan 或 sichuan)`,
  );
}

function otherJurisdiction(loaded: Jurisdiction, wanted: Jurisdiction): Error {
  return new Error(
    `This database holds the demonstration of ${loaded}, not of ${wanted}: set FUJIE_JURISDICTION=${loaded}, or give ${wanted} a database of its own by FUJIE_DATA_DIR or FUJIE_DATABASE_URL (该数据库为 ${loaded} 的演示数据，请设置 FUJIE_JURISDICTION=${loaded}，或用 FUJIE_DATA_DIR 另设目录)`,
  );
}

/** The registers that a loading has filled, before it was interrupted. */
async function findImported({ db }: Deps): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ register: string }>(
    sql`select distinct register from register_entry where recorded_by = ${SETTING}`,
  );
  return new Set(rows.map(({ register }) => register));
}

/** The visits of which a loading has placed the orders, before it was interrupted. */
async function findPlaced({ worker }: Deps): Promise<ReadonlySet<string>> {
  const rows = await worker.query<{ encounter: string }>(
    sql`select encounter from decision where actor = ${SETTING} and encounter is not null`,
  );
  return new Set(rows.map(({ encounter }) => encounter));
}

async function readLoaded(deps: Deps): Promise<Loaded | null> {
  const [state] = await deps.db.query<{ value: Loaded | null; used: boolean }>(sql`
    select (select value from setting where name = ${SETTING}) as value, exists (select from register_entry) as used`);
  if (state?.value) return state.value;
  if (state?.used !== true) return null;
  throw new Error(
    'This database holds registers that are not the demonstration. Start without --demo, or give another database (该数据库已有非演示的目录，请不带 --demo 启动，或另换数据库).',
  );
}

async function putLoaded(deps: Deps, value: Loaded): Promise<void> {
  await deps.db.query(sql`
    insert into setting (name, value) values (${SETTING}, ${JSON.stringify(value)}::jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now()`);
}

async function putAccounts(deps: Deps): Promise<void> {
  const secrets = new Map(demonstrationAccounts(deps.config).map((a) => [a.username, a.secret]));
  for (const a of DEMO_ACCOUNTS) {
    const secret = secrets.get(a.username);
    if (secret === undefined) continue;
    if (a.role === 'system') {
      await issueSystemToken(deps.db, { id: a.username, name: a.labelZh, institution: a.institution ?? '' }, secret);
    } else {
      const account: NewAccount = {
        username: a.username,
        password: secret,
        name: a.name,
        role: a.role,
        institution: a.institution,
        department: a.department,
        practitioner: a.practitioner,
        region: a.region,
      };
      await putAccount(deps.db, account);
    }
  }
}
