/** Who took a file out, when, and under which entry of the audit: the line under its rows 导出记录. Source: henan-2025.mq.19#03. */

const MARK = '※ 导出记录 Exported';

export interface ExportStamp {
  readonly user: string;
  /** Null: the account is bound to none. */
  readonly institution: string | null;
  /** As people read it. */
  readonly at: string;
  /** Number of the entry of the audit. */
  readonly entry: number;
}

/** The line, as it stands in files and at the foot of printed sheets. */
export function stampLine({ user, institution, at, entry }: ExportStamp): string {
  return [MARK, user, ...(institution === null ? [] : [institution]), at, `审计编号 Audit ${String(entry)}`].join(
    ' · ',
  );
}

/** Whether a row is such a line: it is no entry of a register. */
export function isStampRow(cells: readonly string[]): boolean {
  return cells[0]?.startsWith(MARK) === true && cells.slice(1).every((cell) => cell.trim() === '');
}
