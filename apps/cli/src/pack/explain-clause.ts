/** `fujie pack explain CLAUSE`: a clause 条款, what puts it into practice, and the examples that show it. */
import type { Clause, Pack } from '@fujie/packs';
import { PACKS } from '@fujie/packs';
import { coverage, currentState, PACK_EXAMPLES } from '@fujie/packs/examples';

/** Prints a clause or one item of it; false when no document has a clause of that id. */
export function explainClause(id: string): boolean {
  for (const pack of PACKS) {
    const clause = pack.clauses.find((known) => known.id === id || known.items.some((item) => item.id === id));
    if (clause === undefined) continue;
    printClause(pack, clause, id);
    return true;
  }
  return false;
}

const until = ({ from, to }: Clause['inForce']): string => (to === null ? `${from} →` : `${from} → ${to}`);

function printClause(pack: Pack, clause: Clause, id: string): void {
  console.log(`${clause.id} ${clause.title.zh} · ${clause.title.en}`);
  console.log(`  ${pack.title.zh}（${pack.documentNumber}）· ${pack.title.en} · ${until(clause.inForce)}`);
  const rows = coverage().flatMap((covered) => covered.rows);
  for (const item of clause.items.filter((known) => id === clause.id || known.id === id)) {
    console.log(`${item.id} [${item.type}] ${item.summary.zh} · ${item.summary.en}`);
    for (const reference of item.encodedBy) console.log(`  ${describe(reference)}`);
    if (item.notEncoded !== null)
      console.log(
        `  ${item.encodedBy.length > 0 ? '所缺 missing' : '未落实 not encoded'}: ${item.notEncoded.zh} · ${item.notEncoded.en}`,
      );
    for (const example of rows.find((row) => row.item.id === item.id)?.examples ?? [])
      console.log(`  示例 example ${example} ${titleOf(example)}`);
  }
}

/** A rule with its title, function and clauses; registers and folders as they are. */
function describe(reference: string): string {
  const rule = currentState(() => true).rules.find((known) => `rule:${known.id}` === reference);
  if (rule === undefined) return reference;
  const codes = rule.codes.length === 0 ? '' : `: ${rule.codes.join(', ')}`;
  return `${reference} ${rule.title.zh} · ${rule.title.en} (${rule.decidedBy}${codes})`;
}

function titleOf(id: string): string {
  return PACK_EXAMPLES.find(({ example }) => example.id === id)?.example.title ?? '';
}
