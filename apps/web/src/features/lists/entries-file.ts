/** Reads the entries of a list from a csv file: institution, item, scope, by Chinese or English heading. */

export interface ListEntry {
  readonly institution: string;
  readonly item: string;
  readonly scope: string;
}

const HEADINGS: Readonly<Record<keyof ListEntry, readonly string[]>> = {
  institution: ['institution', '机构', '机构代码'],
  item: ['item', '项目', '项目代码'],
  scope: ['scope', '互认范围', '范围'],
};

/** Null when a heading is missing. Empty lines are passed over; cells may be quoted. */
export function readEntries(text: string): readonly ListEntry[] | null {
  const [head, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const heading = cellsOf(head ?? '').map((cell) => cell.toLowerCase());
  const at = (name: keyof ListEntry): number => heading.findIndex((cell) => HEADINGS[name].includes(cell));
  const [institution, item, scope] = [at('institution'), at('item'), at('scope')];
  if (institution < 0 || item < 0 || scope < 0) return null;
  return lines
    .map(cellsOf)
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => ({ institution: cells[institution] ?? '', item: cells[item] ?? '', scope: cells[scope] ?? '' }));
}

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (isQuoted) {
      if (char === '"' && line.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else if (char === '"') isQuoted = false;
      else cell += char;
    } else if (char === '"') isQuoted = true;
    else if (char === ',') {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
