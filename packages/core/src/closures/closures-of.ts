import type { LoopDefinition, LoopRecord, StageState } from '../loops/types.ts';
import type { Closure } from './types.ts';
import { wording } from './wording.ts';

/** The acts that ended stages of a loop, as they are looked at; what the platform or a waiver ended is left out. */
export function closuresOf(
  definition: LoopDefinition,
  { loop, unit }: { readonly loop: number; readonly unit: string },
  records: readonly LoopRecord[],
  stages: readonly Pick<StageState, 'id' | 'startedAt' | 'dueAt' | 'by'>[],
): readonly Closure[] {
  return stages.flatMap(({ id, startedAt, dueAt, by }): readonly Closure[] => {
    const act = records.find((record) => record.id === by);
    if (act?.kind !== 'act' || act.by.role === 'platform' || startedAt === null) return [];
    return [
      {
        loop,
        definition: definition.id,
        stage: id,
        unit,
        by: act.by.id,
        startedAt: startedAt,
        dueAt,
        occurredAt: act.occurredAt,
        recordedAt: act.recordedAt,
        fields: Object.keys(act.fields).length,
        wordings: Object.entries(act.fields).flatMap(([name, value]) =>
          definition.fields[name]?.kind === 'long-text' && typeof value === 'string' ? (wording(value) ?? []) : [],
        ),
      },
    ];
  });
}
