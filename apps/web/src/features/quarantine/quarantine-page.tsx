/** 隔离数据: refused messages with their reasons; each can be corrected and replayed, or dismissed with a reason. */
import type { QuarantineEntryView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TableColumnType } from 'antd';
import { Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './quarantine.css';
import { quarantineQuery } from '../../api/quarantine.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useNameOf } from '../../ui/name-of.ts';
import { Page, Section } from '../../ui/page.tsx';
import { PAGE_SIZE, usePaging } from '../../ui/paging.ts';
import { ProblemSpot } from './problem-spot.tsx';
import { QuarantineDrawer } from './quarantine-drawer.tsx';
import { STATES, useStateName } from './state-name.ts';

const route = getRouteApi('/desk/quarantine');
const COLOURS: Readonly<Record<string, string>> = { open: 'orange', replayed: 'green', dismissed: 'default' };

export function QuarantinePage() {
  const { t } = useTranslation();
  const stateName = useStateName();
  const institutionName = useNameOf('institution');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const paging = usePaging();
  const [page, setPage] = useState(1);
  const state = STATES.find((known) => known === search.state) ?? 'open';
  const entries = useQuery(quarantineQuery({ state, page, pageSize: PAGE_SIZE }));
  // What a message says belongs to whoever sent it.
  const opens = may(useActor(), 'quarantine:read');
  const operation: TableColumnType<QuarantineEntryView> = {
    title: t('field.operation'),
    key: 'open',
    render: (_, row) => (
      <button
        type="button"
        className="fj-plain-button fj-nowrap"
        onClick={() => void navigate({ search: (previous) => ({ ...previous, id: String(row.id) }) })}
      >
        {t('act.open')}
      </button>
    ),
  };
  return (
    <Require can="quarantine:list">
      <Page title={t('quarantine.title')} subtitle={t(opens ? 'quarantine.subtitle' : 'quarantine.listOnly')}>
        <Section
          title={
            <Segmented
              value={state}
              options={STATES.map((value) => ({ value, label: stateName(value) }))}
              onChange={(value) => {
                setPage(1);
                void navigate({ search: { state: value } });
              }}
            />
          }
        >
          <Loaded query={entries} isEmpty={(data) => data.total === 0} empty={t('quarantine.none')}>
            {(data) => (
              <DataTable<QuarantineEntryView>
                rowKey="id"
                size="small"
                scroll={{ x: 900 }}
                loading={entries.isPlaceholderData}
                pagination={paging(page, data.total, setPage)}
                dataSource={[...data.entries]}
                columns={[
                  timeColumn(t('quarantine.received'), (row) => row.receivedAt),
                  {
                    title: t('field.institution'),
                    key: 'institution',
                    render: (_, row) => (row.institution === null ? '—' : institutionName(row.institution)),
                  },
                  {
                    title: t('quarantine.source'),
                    key: 'source',
                    render: (_, row) => `${row.sender} · ${row.channel}`,
                  },
                  {
                    title: t('quarantine.reason'),
                    key: 'reason',
                    width: '45%',
                    render: (_, row) => (
                      <>
                        {row.problems.slice(0, 2).map((problem, index) => (
                          <div key={`${problem.path}|${index}`}>
                            <ProblemSpot problem={problem} />
                          </div>
                        ))}
                        {row.problems.length > 2 ? (
                          <span className="fj-faint">
                            {t('quarantine.moreProblems', { count: row.problems.length - 2 })}
                          </span>
                        ) : null}
                      </>
                    ),
                  },
                  {
                    title: t('quarantine.state'),
                    key: 'state',
                    render: (_, row) => <Tag color={COLOURS[row.state] ?? 'default'}>{stateName(row.state)}</Tag>,
                  },
                  ...(opens ? [operation] : []),
                ]}
              />
            )}
          </Loaded>
        </Section>
        <QuarantineDrawer
          id={!opens || search.id === undefined ? null : Number(search.id)}
          onClose={() => void navigate({ search: ({ id: _closed, ...rest }) => rest })}
        />
      </Page>
    </Require>
  );
}
