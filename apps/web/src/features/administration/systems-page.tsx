/** 接入系统: which systems of which institutions are connected, what each may do, and by which keys; changes wait for the security administrator. */
import type { SystemsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './administration.css';
import { setSystemDisabled, systemsQuery } from '../../api/administration.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { namedColumn, timeColumn } from '../../ui/columns.tsx';
import { showDay } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { PeersSection } from './peers-section.tsx';
import { standingColumn } from './standing-column.tsx';
import { SystemForm } from './system-form.tsx';
import { useAct } from './use-act.ts';

type System = SystemsResponse['systems'][number];
type Program = SystemsResponse['applications'][number];

export function SystemsPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const systems = useQuery(systemsQuery);
  const [chosen, setChosen] = useState<{ readonly system: System | null } | null>(null);
  return (
    <Require can="system:read">
      <Page
        title={t('systems.title')}
        subtitle={t('systems.subtitle')}
        tools={
          may(actor, 'system:manage') ? (
            <Button type="primary" onClick={() => setChosen({ system: null })}>
              {t('systems.new')}
            </Button>
          ) : undefined
        }
      >
        <Loaded query={systems}>
          {(data) => (
            <>
              <Section title={t('systems.list')}>
                <Systems rows={data.systems} onChange={(system) => setChosen({ system })} />
              </Section>
              <Section title={t('systems.programs')}>
                <RecordTable<Program>
                  rowKey="id"
                  rows={data.applications}
                  empty={t('systems.noPrograms')}
                  columns={[
                    { title: t('systems.id'), dataIndex: 'id' },
                    { title: t('field.name'), dataIndex: 'name' },
                    { title: t('systems.redirect'), key: 'redirect', render: (_, row) => row.redirectUris.join(' ') },
                    {
                      title: t('field.kind'),
                      key: 'kind',
                      render: (_, row) => t(row.isPublic ? 'systems.public' : 'systems.confidential'),
                    },
                  ]}
                />
              </Section>
            </>
          )}
        </Loaded>
        <PeersSection />
        <ActDialog
          of={chosen}
          title={t(chosen?.system === null ? 'systems.new' : 'systems.change')}
          width={620}
          onClose={() => setChosen(null)}
        >
          {({ system }) => <SystemForm system={system} onDone={() => setChosen(null)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Systems({
  rows,
  onChange,
}: {
  readonly rows: readonly System[];
  readonly onChange: (system: System) => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const actor = useActor();
  const disabling = useAct(({ id, disabled }: System) => setSystemDisabled(id, !disabled));
  return (
    <>
      {disabling.error === null ? null : <ProblemAlert error={disabling.error} />}
      <RecordTable<System>
        rowKey="id"
        rows={rows}
        empty={t('systems.none')}
        width={1100}
        columns={[
          namedColumn(t('systems.id'), (row) => ({ code: row.id, name: row.name })),
          { title: t('field.institution'), key: 'institution', render: (_, row) => named(row.institution) },
          {
            title: t('systems.kinds'),
            key: 'kinds',
            render: (_, row) => row.kinds.map((kind) => <Tag key={kind}>{t(`systems.kind.${kind}`)}</Tag>),
          },
          { title: t('systems.keys'), key: 'keys', render: (_, row) => <Keys of={row} /> },
          {
            title: t('systems.ehr'),
            key: 'ehr',
            render: (_, row) => (row.ehr === null ? '—' : <span className="fj-admin-kid">{row.ehr.url}</span>),
          },
          timeColumn(t('systems.used'), (row) => row.lastUsedAt),
          standingColumn(t),
          {
            title: t('field.operation'),
            key: 'act',
            render: (_, row) =>
              may(actor, 'system:manage') ? (
                <Space>
                  <Button size="small" onClick={() => onChange(row)}>
                    {t('systems.change')}
                  </Button>
                  <Button size="small" danger={!row.disabled} onClick={() => disabling.mutate(row)}>
                    {t(row.disabled ? 'accounts.act.enable' : 'accounts.act.disable')}
                  </Button>
                </Space>
              ) : null,
          },
        ]}
      />
    </>
  );
}

function Keys({ of: { keys, jwksUrl, hasToken } }: { readonly of: System }) {
  const { t } = useTranslation();
  return (
    <ul className="fj-admin-content">
      {keys.map(({ kid, algorithm, until }) => (
        <li key={kid}>
          <code>{kid}</code> {algorithm}{' '}
          {until === null ? null : <Tag color="gold">{t('systems.until', { day: showDay(until) })}</Tag>}
        </li>
      ))}
      {jwksUrl === null ? null : <li>{jwksUrl}</li>}
      {hasToken ? (
        <li>
          <Tag color="gold">{t('systems.token')}</Tag>
        </li>
      ) : null}
    </ul>
  );
}
