/** Audit entries, newest first. */
import type { AuditEntryView } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { useAuditActionName, usePurposeName } from '../../ui/audit-names.ts';

interface Props {
  readonly entries: readonly AuditEntryView[];
  readonly onPerson: (person: string) => void;
}

const COLOURS = { done: 'green', refused: 'orange', failed: 'red' } as const;

export function AuditTable({ entries, onPerson }: Props) {
  const { t } = useTranslation();
  const actionName = useAuditActionName();
  const purposeName = usePurposeName();
  const roleName = useRoleName();
  return (
    <DataTable<AuditEntryView>
      rowKey="id"
      size="small"
      scroll={{ x: 1100 }}
      pagination={false}
      dataSource={[...entries]}
      columns={[
        timeColumn(t('field.time'), (row) => row.at),
        {
          title: t('audit.actor'),
          key: 'actor',
          render: (_, row) => (
            <>
              {row.actor} <span className="fj-faint">{roleName(row.role)}</span>
              {row.institution === null ? null : (
                <div className="fj-faint">
                  {[row.institutionName ?? row.institution, row.department].join(' ').trim()}
                </div>
              )}
            </>
          ),
        },
        {
          title: t('audit.action'),
          key: 'action',
          render: (_, row) => (
            <>
              <div>{actionName(row.action)}</div>
              <Tag color={COLOURS[row.outcome]}>{t(`audit.outcomes.${row.outcome}`)}</Tag>
            </>
          ),
        },
        { title: t('audit.purpose'), key: 'purpose', render: (_, row) => purposeName(row.purpose) },
        {
          title: t('audit.person'),
          key: 'person',
          render: (_, row) => {
            const { person } = row;
            if (person === null) return '—';
            return (
              <button
                type="button"
                className="fj-plain-button fj-nowrap"
                onClick={() => {
                  onPerson(person);
                }}
              >
                {person}
              </button>
            );
          },
        },
        {
          title: t('audit.subject'),
          key: 'subject',
          render: (_, row) => (
            <>
              <span className="fj-audit-code">{row.subject ?? '—'}</span>
              <div className="fj-faint">
                {Object.entries(row.counts)
                  .map(([name, count]) => `${name} ${String(count)}`)
                  .join(', ')}
              </div>
            </>
          ),
        },
        {
          title: t('audit.origin'),
          key: 'origin',
          render: (_, row) => (
            <>
              {row.origin === null ? '—' : t(`audit.origins.${row.origin}`)}
              <div className="fj-faint">{[row.address, row.credential].filter((part) => part !== null).join(' ')}</div>
            </>
          ),
        },
        {
          title: t('audit.position'),
          key: 'position',
          render: (_, row) => (
            <span className="fj-faint fj-nowrap">{row.chained ? `${row.lane} ${row.seq}` : '—'}</span>
          ),
        },
      ]}
    />
  );
}
