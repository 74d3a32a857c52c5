/** A record of a loop 闭环记录 as pages and systems read it. */
import { formatInstant, parseInstant, sayInstant } from '@fujie/core/kernel';
import type { CodedRegister, FieldDefinition, LoopDefinition, LoopRecord, LoopState } from '@fujie/core/loops';
import { outcomeOf, paretoOf } from '@fujie/core/loops';
import type { Bilingual, LoopRecordView } from '@fujie/wire/contracts';

/** The names under which registers know a code of one of them. */
export type NameOfCode = (register: CodedRegister, code: string) => Bilingual;

interface Around {
  readonly definition: LoopDefinition;
  readonly records: readonly LoopRecord[];
  readonly state: LoopState;
  readonly nameOfCode: NameOfCode;
}

export function recordOf(record: LoopRecord, { definition, records, state, nameOfCode }: Around): LoopRecordView {
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
    fields: valuesOf(definition, givenIn(definition, record), nameOfCode),
    note: noteOf(definition, record),
    proof: record.kind === 'act' && record.proof !== undefined ? { ...record.proof } : null,
    corrected: records.some(({ corrects }) => corrects === record.id),
    flaws: [...new Set(state.findings.filter((finding) => finding.record === record.id).map(({ flaw }) => flaw))],
  };
}

/** What a record says field by field: of the facts of an opening those that the definition has words for. */
function givenIn({ fields }: LoopDefinition, record: LoopRecord): Readonly<Record<string, unknown>> {
  if (record.kind === 'act') return record.fields;
  if (record.kind !== 'opened') return {};
  return Object.fromEntries(Object.entries(record.facts).filter(([name]) => Object.hasOwn(fields, name)));
}

function valuesOf(
  { fields }: LoopDefinition,
  given: Readonly<Record<string, unknown>>,
  nameOfCode: NameOfCode,
): LoopRecordView['fields'] {
  return Object.entries(given).map(([name, value]) => {
    const field = fields[name];
    const title = { zh: field?.zh ?? name, en: field?.en ?? name };
    return { title, value: field === undefined ? alike(text(value)) : shownIn(field, value, nameOfCode) };
  });
}

/** A value as it is read: a code by its name, a time to the minute. */
function shownIn({ kind, options, codesOf }: FieldDefinition, value: unknown, nameOfCode: NameOfCode): Bilingual {
  if (typeof value !== 'string') return alike(text(value));
  const names = (nameOf: (code: string) => Bilingual): Bilingual => {
    const named = value.split(', ').map(nameOf);
    return { zh: named.map(({ zh }) => zh).join('、'), en: named.map(({ en }) => en).join(', ') };
  };
  const nameOf = (code: string): Bilingual => (codesOf === undefined ? alike(code) : nameOfCode(codesOf, code));
  if (codesOf !== undefined || options !== undefined) return names((code) => options?.[code] ?? nameOf(code));
  if (kind === 'counts') return alike(paretoText(value));
  const instant = kind === 'instant' ? parseInstant(value) : null;
  return alike(instant?.ok === true ? sayInstant(instant.value) : value);
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
