/** Columns that tables of records have in common. */
import type { TableColumnType } from 'antd';

import { showTime } from './format.ts';

/** Times, on one line. */
export function timeColumn<T>(title: string, of: (row: T) => string | null | undefined): TableColumnType<T> {
  return { title, key: title, render: (_, row) => <span className="fj-nowrap">{showTime(of(row)) ?? '—'}</span> };
}

/** What identifies a record, and below it the name that people know it by. */
export function namedColumn<T>(
  title: string,
  of: (row: T) => { readonly code: string; readonly name: string },
): TableColumnType<T> {
  return {
    title,
    key: title,
    render: (_, row) => {
      const { code, name } = of(row);
      return (
        <>
          <div>{code}</div>
          <span className="fj-faint">{name}</span>
        </>
      );
    },
  };
}
