/** Whether an account or a system is let in. */
import type { TableColumnType } from 'antd';
import { Tag } from 'antd';
import type { TFunction } from 'i18next';

export function standingColumn<T extends { readonly disabled: boolean }>(t: TFunction): TableColumnType<T> {
  return {
    title: t('field.status'),
    key: 'status',
    render: (_, { disabled }) => (
      <Tag color={disabled ? 'red' : 'green'}>{t(disabled ? 'accounts.disabled' : 'accounts.enabled')}</Tag>
    ),
  };
}
