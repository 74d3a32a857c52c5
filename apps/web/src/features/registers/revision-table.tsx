/** Every change of a register, newest first. */
import type { RegisterRevision } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { revisionsQuery } from '../../api/registers.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';

const ACTIONS = ['import', 'put', 'end', 'withdraw', 'publish'] as const;

export function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const known = ACTIONS.find((candidate) => candidate === action);
    return known === undefined ? action : t(`registers.actions.${known}`);
  };
}

/** Who recorded a change: an account by its user name, a program of the platform by what it is. */
export function useRecorderName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) =>
    id === 'demonstration' || id === 'platform'
      ? t(`registers.recorders.${id}`)
      : id.startsWith('cli:')
        ? t('registers.recorders.cli', { name: id.slice(4) })
        : id;
}

export function RevisionTable({ register }: { readonly register: string }) {
  const { t } = useTranslation();
  const actionName = useActionName();
  const recorderName = useRecorderName();
  const revisions = useQuery(revisionsQuery(register));
  return (
    <Section title={t('registers.revisions')}>
      <Loaded query={revisions} isEmpty={(data) => data.revisions.length === 0}>
        {(data) => (
          <DataTable<RegisterRevision>
            rowKey="revision"
            size="small"
            pagination={data.revisions.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
            dataSource={[...data.revisions]}
            columns={[
              { title: t('registers.revision'), dataIndex: 'revision', align: 'right' },
              { title: t('registers.action'), key: 'action', render: (_, row) => actionName(row.action) },
              { title: t('field.count'), dataIndex: 'entries', align: 'right' },
              { title: t('registers.recordedAt'), key: 'at', render: (_, row) => showTime(row.recordedAt) },
              { title: t('registers.recordedBy'), key: 'by', render: (_, row) => recorderName(row.recordedBy) },
              { title: t('field.note'), key: 'note', render: (_, row) => row.note ?? '—' },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
