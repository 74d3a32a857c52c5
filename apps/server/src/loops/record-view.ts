/** A record of a loop 闭环记录 as pages and systems read it. */
import { formatInstant } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord, LoopState } from '@fujie/core/loops';
import { outcomeOf, paretoOf } from '@fujie/core/loops';
import type { Bilingual, LoopRecordView } from '@fujie/wire/contracts';

export function recordOf(
  definition: LoopDefinition,
  record: LoopRecord,
  all: readonly LoopRecord[],
  state: LoopState,
): LoopRecordView {
  const stage = 'stage' in record ? definition.stages.find(({ id }) => id === record.stage) : undefined;
  const outcome = record.kind !== 'act' || stage === undefined ? undefined : outcomeOf(stage, record.outcome);
  return {
    id: record.id,
    kind: record.kind,
    stage: stage === undefined ? null : { zh: stage.zh, en: stage.en },
    outcome: outcome === undefined ? null : { zh: outcome.zh, en: outcome.en },
    occurredAt: formatInstant(record.occurredAt),
    recordedAt: formatInstant(record.recordedAt),
    by: { name: record.by.name, role: record.by.role },
    fields: valuesOf(definition, givenIn(definition, record)),
    note: noteOf(definition, record),
    proof: record.kind === 'act' && record.proof !== undefined ? { ...record.proof } : null,
    corrected: all.some(({ corrects }) => corrects === record.id),
    flaws: [...new Set(state.findings.filter((finding) => finding.record === record.id).map(({ flaw }) => flaw))],
  };
}

/** What a record says field by field: of the facts of an opening those that the definition has words for. */
function givenIn({ fields }: LoopDefinition, record: LoopRecord): Readonly<Record<string, unknown>> {
  if (record.kind === 'act') return record.fields;
  if (record.kind !== 'opened') return {};
  return Object.fromEntries(Object.entries(record.facts).filter(([name]) => Object.hasOwn(fields, name)));
}

function valuesOf({ fields }: LoopDefinition, given: Readonly<Record<string, unknown>>): LoopRecordView['fields'] {
  return Object.entries(given).map(([name, value]) => {
    const field = fields[name];
    const choice = typeof value === 'string' ? field?.options?.[value] : undefined;
    const title = { zh: field?.zh ?? name, en: field?.en ?? name };
    if (choice !== undefined) return { title, value: { zh: choice.zh, en: choice.en } };
    return { title, value: alike(field?.kind === 'counts' ? paretoText(String(value)) : text(value)) };
  });
}

/** Causes by how frequent they are, each with the share that it makes up with those before it. */
function paretoText(counts: string): string {
  const rows = paretoOf(counts)?.map(({ name, count, upTo }) => `${name} ${String(count)} (${String(upTo)}%)`);
  return rows?.join(' · ') ?? counts;
}

const text = (value: unknown): string => (value === true ? '✓' : value === false ? '✗' : String(value));

/** What somebody wrote reads alike in both languages. */
const alike = (said: string): Bilingual => ({ zh: said, en: said });

function noteOf({ waivers }: LoopDefinition, record: LoopRecord): Bilingual | null {
  switch (record.kind) {
    case 'waived': {
      const { zh, en } = waivers.reasons[record.reason] ?? alike(record.reason);
      return record.note === '' ? { zh, en } : { zh: `${zh}：${record.note}`, en: `${en}: ${record.note}` };
    }
    case 'reopened':
    case 'withdrawn':
      return alike(record.note);
    case 'assigned':
      return alike(record.to.name);
    default:
      return null;
  }
}
