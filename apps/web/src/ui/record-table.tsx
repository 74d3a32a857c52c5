/** A list of records as a table: in pages when it is long, with words when it is empty. */
import type { GetRef, TableProps } from 'antd';
import { Table } from 'antd';
import { useEffect, useRef } from 'react';

import { EmptyNote } from './loaded.tsx';

const ON_A_PAGE = 40;

interface Props<T> {
  readonly rows: readonly T[];
  readonly rowKey: TableProps<T>['rowKey'];
  readonly columns: NonNullable<TableProps<T>['columns']>;
  readonly empty: string;
  readonly width?: number;
}

export function RecordTable<T extends object>({ rows, rowKey, columns, empty, width = 900 }: Props<T>) {
  const table = useRef<GetRef<typeof Table>>(null);
  // What is wider than the page is pushed aside by keyboard, too, where no cell holds anything to go to.
  useEffect(() => {
    table.current?.nativeElement.querySelector('.ant-table-content')?.setAttribute('tabindex', '0');
  });
  return (
    <Table<T>
      ref={table}
      rowKey={rowKey ?? 'id'}
      size="small"
      // An empty table has nothing to head, and nothing that the keyboard could scroll to.
      {...(rows.length === 0 ? { showHeader: false } : { scroll: { x: width } })}
      locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
      pagination={rows.length > ON_A_PAGE ? { pageSize: ON_A_PAGE, showSizeChanger: false } : false}
      dataSource={[...rows]}
      columns={columns}
    />
  );
}
