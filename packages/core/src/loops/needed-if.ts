/** What decides whether a stage is needed 何时需要: the conditions on stages before it, in words. */
import type { Bilingual } from '../kernel/register.ts';
import { outcomeOf } from './act-flaws.ts';
import type { Condition, LoopDefinition, StageDefinition, StageState, StageStatus } from './types.ts';

type OfStage = Exclude<Condition, { readonly fact: string }>;

const OPEN: readonly StageStatus[] = ['waiting', 'running', 'overdue'];

/** Under which end of stages that are not over yet it will be needed; null: that is decided. */
export function neededIf(
  definition: LoopDefinition,
  { when = [] }: StageDefinition,
  states: readonly Pick<StageState, 'id' | 'status'>[],
): Bilingual | null {
  const isOpen = (stage: string): boolean => states.some(({ id, status }) => id === stage && OPEN.includes(status));
  const told = when.flatMap((condition) =>
    'fact' in condition || !isOpen(condition.stage) ? [] : (toldOf(definition, condition) ?? []),
  );
  if (told.length === 0) return null;
  return { zh: told.map(({ zh }) => zh).join('，且'), en: told.map(({ en }) => en).join(' and ') };
}

function toldOf({ stages, fields }: LoopDefinition, condition: OfStage): Bilingual | null {
  const stage = stages.find(({ id }) => id === condition.stage);
  if (stage === undefined) return null;
  const named = (ids: readonly string[], of: (id: string) => Bilingual | undefined): Bilingual => {
    const names = ids.map((id) => of(id) ?? { zh: id, en: id });
    return { zh: names.map(({ zh }) => `“${zh}”`).join('或'), en: names.map(({ en }) => `“${en}”`).join(' or ') };
  };
  const ends = (ids: readonly string[]): Bilingual => named(ids, (id) => outcomeOf(stage, id));
  if ('outcome' in condition) {
    const { zh, en } = ends(condition.outcome);
    return { zh: `“${stage.zh}”为${zh}`, en: `“${stage.en}” ends with ${en}` };
  }
  if ('not' in condition) {
    const { zh, en } = ends(condition.not);
    return { zh: `“${stage.zh}”不为${zh}`, en: `“${stage.en}” does not end with ${en}` };
  }
  const field = fields[condition.field];
  const { zh, en } = named(condition.in, (value) => field?.options?.[value]);
  return {
    zh: `“${stage.zh}”的${field?.zh ?? condition.field}为${zh}`,
    en: `${field?.en ?? condition.field} of “${stage.en}” is ${en}`,
  };
}
