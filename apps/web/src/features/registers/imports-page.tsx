/** 导入记录: the last change of every register, and the way to import the next sheet. */
import type { RegisterView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { registersQuery } from '../../api/registers.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { msOf, showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RefusalsTable } from './refusals-table.tsx';
import { useActionName, useRecorderName } from './revision-table.tsx';

export function ImportsPage() {
  const { t } = useTranslation();
  const say = useBilingual();
  const actionName = useActionName();
  const recorderName = useRecorderName();
  const registers = useQuery(registersQuery);
  const actor = useActor();
  return (
    <Require can="register:write">
      <Page title={t('registers.importsTitle')} subtitle={t('registers.importsSubtitle')}>
        {actor !== null && may(actor, 'register:refusals') ? (
          <RefusalsTable registers={registers.data?.registers ?? []} />
        ) : null}
        <Section title={t('registers.importsTitle')}>
          <Loaded query={registers}>
            {(data) => (
              <DataTable<RegisterView>
                rowKey="id"
                size="small"
                pagination={false}
                scroll={{ x: 760 }}
                dataSource={data.registers
                  .filter((register) => register.mayWrite)
                  .toSorted((a, b) => (msOf(b.lastChange?.recordedAt) ?? 0) - (msOf(a.lastChange?.recordedAt) ?? 0))}
                columns={[
                  {
                    title: t('field.name'),
                    key: 'name',
                    render: (_, row) => (
                      <Link to="/registers/$register" params={{ register: row.id }} className="fj-link">
                        {say(row)}
                      </Link>
                    ),
                  },
                  {
                    title: t('registers.revision'),
                    key: 'revision',
                    align: 'right',
                    render: (_, row) => row.lastChange?.revision ?? '—',
                  },
                  {
                    title: t('registers.action'),
                    key: 'action',
                    render: (_, row) => (row.lastChange === null ? '—' : actionName(row.lastChange.action)),
                  },
                  {
                    title: t('field.count'),
                    key: 'count',
                    align: 'right',
                    render: (_, row) => row.lastChange?.entries ?? 0,
                  },
                  {
                    title: t('registers.recordedAt'),
                    key: 'at',
                    render: (_, row) => showTime(row.lastChange?.recordedAt) ?? t('registers.never'),
                  },
                  {
                    title: t('registers.recordedBy'),
                    key: 'by',
                    render: (_, row) => (row.lastChange === null ? '—' : recorderName(row.lastChange.recordedBy)),
                  },
                  { title: t('field.note'), key: 'note', render: (_, row) => row.lastChange?.note ?? '—' },
                ]}
              />
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
