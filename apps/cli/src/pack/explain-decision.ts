/** `fujie pack explain --decision`: why a stored decision came out as it did, without a value or a name of anybody. */
import { createDeps } from '@fujie/server/compose';
import type { Config, Store } from '@fujie/server/platform';
import { loadConfig, systemClock } from '@fujie/server/platform';
import { explainStored } from '@fujie/server/recognition';

import { recordCommand, withStore } from '../database.ts';

const SIGNS = { met: '✓', 'not-met': '✗', 'not-applicable': '–', unknown: '?' } as const;

export async function explainDecisionById(id: string): Promise<void> {
  const config = loadConfig();
  await withStore(config, (store) => explainOne(config, store, id));
}

/** Prints every item of the decision with its findings, clauses, missing facts and the versions in force. */
export async function explainOne(config: Config, store: Store, id: string): Promise<void> {
  const composition = await createDeps(config, { store, clock: systemClock });
  try {
    const items = await explainStored(composition.deps, id);
    const [first] = items;
    if (first === undefined) {
      console.error(`没有判定 ${id}，编号见判定依据页 / no decision \`${id}\`; its page of reasons shows the id`);
      process.exitCode = 1;
      return;
    }
    await recordCommand(store.db, { action: 'recognition:explain', subject: first.decision });
    console.log(`${first.decision} asOf ${first.asOf} (${first.jurisdiction})`);
    console.log(`  packs ${first.packs.map((pack) => `${pack.id} ${pack.version}`).join(', ')}`);
    console.log(`  registers revision ${String(first.revision)}`);
    if (first.timedOut) console.log('  查询超时，未作判定 / the look-up timed out: nothing was judged');
    for (const explained of items) {
      const { item, candidates, registers } = explained;
      console.log(`${item.code} ${item.nameZh} ${item.nameEn}`);
      for (const { register, code, title, from } of registers) console.log(`  ${register} ${code} ${title} (${from})`);
      if (candidates.length === 0) console.log('  没有既往结果 / no earlier result');
      for (const { candidate, findings, missing } of candidates) {
        const { result } = candidate;
        console.log(`  ${candidate.class} ${result.id} v${String(result.version)} ${result.institution.code}`);
        for (const { step, code, state, text, clauses } of findings)
          console.log(`    ${SIGNS[state]} ${step} ${code} ${text.zh} · ${text.en} [${clauses.join(', ')}]`);
        if (missing.length > 0) console.log(`    未提供 not supplied: ${missing.join(', ')}`);
      }
    }
  } finally {
    await composition.close();
  }
}
