/** The names of what is not filled in yet, in the order of the form. */
export const missingOf = (fields: readonly (readonly [name: string, isFilled: boolean])[]): readonly string[] =>
  fields.flatMap(([name, isFilled]) => (isFilled ? [] : [name]));
