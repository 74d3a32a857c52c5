/**
 * The sample for comments 点评抽样: once a month, of every institution that repeated or passed over what must be recognised. Drawn as
 * inspections are, so that whoever has the seed draws the same again; nobody draws twice until it pleases.
 * Source: national-2022.art.18#01, sichuan-2025.6#01.
 */
import { createHash, randomBytes } from 'node:crypto';

import type { DrawLists } from '@fujie/core/inspection';
import { drawTeams, listsText } from '@fujie/core/inspection';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopActor, LoopDefinition } from '@fujie/core/loops';

import { staffId } from '../platform/auth/persons.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import type { Candidate, SampleRow } from './samples.query.ts';
import { findCandidates, findUndrawn, insertDrawn, insertSample } from './samples.query.ts';

const LOOP = 'recognition/comment';
const LOOK_MS = 600_000;
const SEED_BYTES = 32;
const PLATFORM: LoopActor = { id: 'platform', name: '平台', role: 'platform' };

const sha256 = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));

/** Instants `[from, to)` of a calendar month in China. */
export function periodOf(month: string): { readonly fromMs: Instant; readonly toMs: Instant } {
  const first = `${month}-01` as Day;
  const next = `${addDays(first, 31).slice(0, 7)}-01` as Day;
  return { fromMs: startOfDay(first), toMs: startOfDay(next) };
}

/** The month that was over last. */
export function monthBefore(now: Instant): string {
  return addDays(`${dayOf(now).slice(0, 7)}-01` as Day, -1).slice(0, 7);
}

/** Every repeat for another reason is looked at; of the others, and of prompts passed over, as many as the figures say. */
function listsOf(institution: string, month: string, candidates: readonly Candidate[], figures: Figures): DrawLists {
  return {
    draw: `comment/${institution}/${month}`,
    quotas: { 'code-6': candidates.length, repeat: figures.repeats, overlooked: figures.overlooked },
    parties: candidates.map(({ id, stratum }) => ({ code: String(id), name: '', stratum, weight: 1 })),
    inspectors: [],
    conflicts: [],
    team: { size: 0, specialties: [] },
  };
}

interface Figures {
  readonly repeats: number;
  readonly overlooked: number;
}

function figuresOf({ parameters }: LoopDefinition): Figures {
  return { repeats: parameters['repeats']?.value ?? 0, overlooked: parameters['overlooked']?.value ?? 0 };
}

/** The acts that a seed draws. */
async function drawn(lists: DrawLists, seed: string): Promise<readonly number[]> {
  const { teams } = await drawTeams(sha256, lists, seed);
  return teams.map(({ party }) => Number(party)).sort((a, b) => a - b);
}

/** Draws the samples of the month before that nobody has drawn; how many. */
export async function drawSamples(
  deps: Pick<Deps, 'audit' | 'clock' | 'config' | 'registers' | 'worker'>,
): Promise<number> {
  const now = deps.clock.now();
  const month = monthBefore(now);
  let samples = 0;
  for (const institution of await findUndrawn(deps.worker, month, periodOf(month)))
    if (await drawSample(deps, institution, month, now)) samples += 1;
  if (samples > 0)
    await deps.audit.record({
      actor: programActor('comments'),
      action: 'loop:open',
      outcome: 'done',
      detail: { month, samples },
    });
  return samples;
}

async function drawSample(
  deps: Pick<Deps, 'clock' | 'config' | 'registers' | 'worker'>,
  institution: string,
  month: string,
  now: Instant,
): Promise<boolean> {
  const definition = loopOn(deps, LOOP, institution, dayOf(now));
  if (definition === null) return false;
  return deps.worker.tx(async (tx) => {
    const candidates = await findCandidates(tx, { institution, ...periodOf(month) }, null);
    const lists = listsOf(institution, month, candidates, figuresOf(definition));
    const seed = randomBytes(SEED_BYTES).toString('hex');
    const sample = await insertSample(tx, {
      ...{ institution, month, seed, lists: await sha256(listsText(lists)), drawnAt: now },
      ...{ lastAct: candidates.at(-1)?.id ?? 0, candidates: candidates.length },
    });
    if (sample === null) return false;
    for (const id of await drawn(lists, seed)) {
      const candidate = candidates.find((one) => one.id === id);
      if (candidate === undefined) continue;
      const loop = await openLoop(deps, tx, openingOf(deps, institution, month, candidate, now));
      if (loop !== null)
        await insertDrawn(tx, sample, { institution, act: id, stratum: candidate.stratum, loop: loop.id });
    }
    return true;
  });
}

function openingOf(
  { registers }: Pick<Deps, 'registers'>,
  institution: string,
  month: string,
  { id, item, department, practitioner, personId, choice, code, note }: Candidate,
  now: Instant,
): Parameters<typeof openLoop>[2] {
  const snapshot = registers.current();
  const known = snapshot.practitioner(institution, practitioner);
  const name = snapshot.item(item);
  const zh = name?.nameZh ?? item;
  return {
    ...{ definition: LOOP, subject: String(id), unit: institution, occurredAt: now, by: PLATFORM },
    department: department ?? known?.department ?? null,
    personId: personId > 0 ? personId : null,
    facts: {
      titleZh: `点评：${zh}${choice === 'REPEAT' ? '复检' : '提示未处置'}`,
      titleEn: `Comment: ${name?.nameEn ?? item} ${choice === 'REPEAT' ? 'repeated' : 'passed over'}`,
      ...{ month, items: zh, choice },
      ...(code === null ? {} : { code: String(code) }),
      ...(note === null ? {} : { note }),
    },
    ...(known === null
      ? {}
      : { assignee: { id: staffId(institution, practitioner), name: known.nameZh, role: 'doctor' } }),
  };
}

/** Whether the seed draws the same acts again from what is on record; the figures of the day of the draw hold. */
export async function isReproduced(
  deps: Pick<Deps, 'config' | 'db' | 'registers'>,
  { institution, month, seed, lists, lastAct, drawnMs }: SampleRow,
  acts: readonly number[],
): Promise<boolean> {
  const definition = loopOn(deps, LOOP, institution, dayOf(drawnMs as Instant));
  if (definition === null) return false;
  const candidates = await findCandidates(deps.db, { institution, ...periodOf(month) }, lastAct);
  const again = listsOf(institution, month, candidates, figuresOf(definition));
  if ((await sha256(listsText(again))) !== lists) return false;
  return (await drawn(again, seed)).join() === [...acts].sort((a, b) => a - b).join();
}

export function startSamples(deps: Deps): RunningJob {
  return startJob(
    deps,
    { failed: 'samples for comments could not be drawn', everyMs: LOOK_MS },
    onceADay(deps, () => drawSamples(deps)),
  );
}
