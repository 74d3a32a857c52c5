/** `fujie pack what-if`: which marks a changed register would give and take, before it is published. */
import { readFileSync } from 'node:fs';

import type { Day } from '@fujie/core/kernel';
import { dayOf, must, parseDay } from '@fujie/core/kernel';
import type { MarkChange } from '@fujie/core/recognition';
import { compareMarks } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { AnyRegister } from '@fujie/core/kernel';
import { buildSnapshot, REGISTERS } from '@fujie/core/registers';
import { resolveJurisdiction } from '@fujie/packs';
import { createDeps } from '@fujie/server/compose';
import type { Config, Store } from '@fujie/server/platform';
import { loadConfig, programActor, systemClock } from '@fujie/server/platform';
import type { ChangeOutcome } from '@fujie/server/registers';
import { importParsed, readRegisterFile } from '@fujie/server/registers';
import type { Command } from 'commander';

import { withStore } from '../database.ts';
import { problemTable } from '../import/problem-table.ts';

interface WhatIfOptions {
  readonly day?: string;
}

const LISTED = 50;

/** Adds `what-if` to `fujie pack`. */
export function registerWhatIfCommand(pack: Command): void {
  pack
    .command('what-if')
    .description('which marks a register file would give and take, without writing it (试算)')
    .argument('<register>', 'id of the register, such as recognition-list-entry')
    .argument('<file>', 'xlsx or csv with the header of the template')
    .option('--day <day>', 'the day on which the marks are compared, YYYY-MM-DD; by default today (日期)')
    .action(async (register: string, file: string, options: WhatIfOptions) => {
      const config = loadConfig();
      const day = options.day === undefined ? dayOf(systemClock.now()) : must(parseDay(options.day));
      await withStore(config, (store) => whatIf(config, store, register, file, day));
    });
}

async function whatIf(config: Config, store: Store, id: string, file: string, day: Day): Promise<void> {
  const register = REGISTERS.find((known) => known.id === id);
  if (register === undefined)
    throw new Error(`没有目录 ${id} / no such register: ${REGISTERS.map((r) => r.id).join(', ')}`);
  const parsed = await readRegisterFile(register, readFileSync(file));
  const { deps, close } = await createDeps(config, { store, clock: systemClock });
  try {
    const result = await importParsed(deps, programActor('cli:what-if'), register, parsed, { dryRun: true });
    if (!result.ok) {
      console.error(problemTable(result.problems, LISTED));
      process.exitCode = 1;
      return;
    }
    const before = deps.registers.current();
    const changes = compareMarks(
      before,
      withChanges(before, result.value),
      day,
      resolveJurisdiction(config.jurisdiction, day).parameters,
    );
    print(changes, before, result.value, day);
  } finally {
    await close();
  }
}

/** The registers as they would stand. */
function withChanges(before: RegisterSnapshot, outcome: ChangeOutcome): RegisterSnapshot {
  const all: readonly AnyRegister[] = REGISTERS;
  const entries = Object.fromEntries(all.map((definition) => [definition.id, [...before.all(definition)]]));
  const kept = (entries[outcome.register] ?? []).filter(
    (entry) =>
      !outcome.changes.some(
        (change) => change.kind === 'correct' && change.key === entry.key && change.entry.from === entry.from,
      ),
  );
  const changed = outcome.changes.map(({ key, entry }) => ({
    key,
    version: 0,
    from: entry.from,
    to: entry.to,
    row: entry.row,
  }));
  return buildSnapshot({ ...entries, [outcome.register]: [...kept, ...changed] }, before.revision);
}

function print(changes: readonly MarkChange[], registers: RegisterSnapshot, outcome: ChangeOutcome, day: Day): void {
  const gained = changes.filter((change) => change.after !== null);
  const lost = changes.filter((change) => change.after === null);
  console.log(
    `${outcome.register}: 新增 ${String(outcome.added)}，更正 ${String(outcome.corrected)} / ${String(outcome.added)} added, ${String(outcome.corrected)} corrected (${day})`,
  );
  for (const change of changes.slice(0, LISTED)) {
    const institution = registers.institution(change.institution)?.nameZh ?? change.institution;
    const item = registers.item(change.item)?.nameZh ?? change.item;
    const why = change.reasons.length > 0 ? `  ${change.reasons.join(', ')}` : '';
    console.log(
      `  ${change.after === null ? '−' : '+'} ${change.after ?? change.before ?? ''}  ${institution}  ${item}${why}`,
    );
  }
  if (changes.length > LISTED) console.log(`  … ${String(changes.length - LISTED)}`);
  console.log(
    `${String(gained.length)} gained, ${String(lost.length)} lost (获得 ${String(gained.length)}，失去 ${String(lost.length)})`,
  );
}
