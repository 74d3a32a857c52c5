/** Faults of a refusal by the field of the form that they speak of. */
import type { ProblemSpot } from '../api/problem.ts';
import { ApiProblem } from '../api/problem.ts';
import type { BilingualText } from './language.ts';

export interface FieldFaults {
  /** What is wrong with a field; null when nothing is. */
  of(field: string): BilingualText | null;
  /** What no field of the form shows. */
  readonly rest: readonly ProblemSpot[];
}

/** `fieldOf` names the field that a path speaks of; null when the form has none. */
export function fieldFaults(error: unknown, fieldOf: (path: string) => string | null): FieldFaults {
  const errors = error instanceof ApiProblem ? error.errors : [];
  return {
    of: (field) => {
      const texts = errors.filter(({ path }) => fieldOf(path) === field).map(withoutPlace);
      if (texts.length === 0) return null;
      return { zh: texts.map(({ zh }) => zh).join('；'), en: texts.map(({ en }) => en).join('; ') };
    },
    rest: errors.filter(({ path }) => fieldOf(path) === null),
  };
}

/** The words of a fault without its place in a sheet: beside a field they would name a row that nobody sees. */
function withoutPlace({ message, messageZh }: ProblemSpot): BilingualText {
  return {
    en: message.replace(/^Row \d+(?:, column .*? \([^()]*\))?: /, ''),
    zh: messageZh.replace(/^第 \d+ 行(?:“[^”]*”列)?：/, ''),
  };
}
