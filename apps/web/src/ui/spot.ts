/** Where in a sheet a fault lies: `rows[3].level` is row 3, column `level`. */
export function spotOf(path: string): { readonly row: string | null; readonly column: string | null } {
  const match = /^rows\[(\d+)\](?:\.(.+))?$/.exec(path);
  return { row: match?.[1] ?? null, column: match === null ? path || null : (match[2] ?? null) };
}
