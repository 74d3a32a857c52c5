/** A table whose rows stand as cards on a telephone: each cell under the name of its column, so that none lies outside the screen. */
import type { GetRef, TableProps } from 'antd';
import { Table } from 'antd';
import { isValidElement, type Ref } from 'react';

type Columns<T> = NonNullable<TableProps<T>['columns']>;

interface Props<T> extends TableProps<T> {
  readonly ref?: Ref<GetRef<typeof Table>>;
}

export function DataTable<T>({ columns = [], className = '', ...props }: Props<T>) {
  return <Table<T> {...props} className={`fj-cards ${className}`.trim()} columns={labelled(columns)} />;
}

/** Each cell knows the words at the head of its column, which a card shows before it. */
export function labelled<T>(columns: Columns<T>): Columns<T> {
  return columns.map((column) => {
    if ('children' in column) return { ...column, children: labelled<T>(column.children) };
    const { onCell } = column;
    const words = wordsOf(column.title);
    if (words === '') return column;
    const label = { 'data-label': words };
    return { ...column, onCell: (row: T, index?: number) => ({ ...label, ...onCell?.(row, index) }) };
  });
}

/** The words at the head of a column, also where they are marked up as one element. */
function wordsOf(title: unknown): string {
  if (typeof title === 'string') return title;
  return isValidElement<{ readonly children?: unknown }>(title) ? wordsOf(title.props.children) : '';
}
