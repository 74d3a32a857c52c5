/** A list of records as a table: in pages when it is long, with words when it is empty. */
import type { GetRef, Table, TableProps } from 'antd';
import { useEffect, useRef } from 'react';

import { DataTable } from './data-table.tsx';
import { EmptyNote } from './loaded.tsx';

const ON_A_PAGE = 40;

/** Of rows that come page by page, which page they are. */
interface Paged {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly onPage: (page: number) => void;
}

interface Props<T> {
  readonly rows: readonly T[];
  readonly rowKey: TableProps<T>['rowKey'];
  readonly columns: NonNullable<TableProps<T>['columns']>;
  readonly empty: string;
  readonly width?: number;
  readonly paged?: Paged;
}

export function RecordTable<T extends object>({ rows, rowKey, columns, empty, width = 900, paged }: Props<T>) {
  const { total, pageSize } = paged ?? { total: rows.length, pageSize: ON_A_PAGE };
  const table = useRef<GetRef<typeof Table>>(null);
  // What is wider than the page is pushed aside by keyboard, too, where no cell holds anything to go to.
  useEffect(() => {
    table.current?.nativeElement.querySelector('.ant-table-content')?.setAttribute('tabindex', '0');
  });
  return (
    <DataTable<T>
      ref={table}
      rowKey={rowKey ?? 'id'}
      size="small"
      // An empty table has nothing to head, and nothing that the keyboard could scroll to.
      {...(rows.length === 0 ? { showHeader: false } : { scroll: { x: width } })}
      locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
      pagination={
        total > pageSize && {
          ...{ total, pageSize, showSizeChanger: false },
          ...(paged && { current: paged.page, onChange: paged.onPage }),
        }
      }
      dataSource={[...rows]}
      columns={columns}
    />
  );
}
