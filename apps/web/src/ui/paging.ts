/** Pages of a table whose rows the server sends page by page. */
import type { TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';

/** Rows of one page. */
export const PAGE_SIZE = 50;

/** The page switch under a table, with how many rows there are in all. */
export function usePaging(): (page: number, total: number, onPage: (page: number) => void) => TablePaginationConfig {
  const { t } = useTranslation();
  return (page, total, onPage) => ({
    current: page,
    pageSize: PAGE_SIZE,
    total,
    showSizeChanger: false,
    onChange: onPage,
    showTotal: (count) => t('registers.total', { count }),
  });
}
