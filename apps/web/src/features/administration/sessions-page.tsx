/** 在线会话: who is signed in, from where; the security administrator ends one or all of an account. */
import type { SessionsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Input, Space } from 'antd';
import { useTranslation } from 'react-i18next';

import './administration.css';
import { endSessionOf, sessionsQuery } from '../../api/administration.ts';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { may } from '../../app/workspaces.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { useAct } from './use-act.ts';

type Row = SessionsResponse['sessions'][number];
const route = getRouteApi('/desk/sessions');
const FILTERS = ['username', 'institution'] as const;

export function SessionsPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const roleName = useRoleName();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sessions = useQuery(sessionsQuery(search));
  const ending = useAct(({ username, id }: { readonly username: string; readonly id: string | null }) =>
    endSessionOf(username, id),
  );
  const labels = { username: t('accounts.username'), institution: t('administration.institutionCode') };
  return (
    <Require can="account:read">
      <Page title={t('sessions.title')} subtitle={t('sessions.subtitle')}>
        <Section title={t('sessions.list')}>
          <div className="fj-toolbar">
            {FILTERS.map((name) => (
              <Input.Search
                key={`${name}|${search[name] ?? ''}`}
                className="fj-admin-search"
                aria-label={labels[name]}
                placeholder={labels[name]}
                defaultValue={search[name]}
                allowClear
                onSearch={(text) => {
                  const value = text.trim() === '' ? undefined : text.trim();
                  void navigate({ search: (previous) => compact({ ...previous, [name]: value }) });
                }}
              />
            ))}
          </div>
          {ending.error === null ? null : <ProblemAlert error={ending.error} />}
          <Loaded query={sessions}>
            {(data) => (
              <>
                {data.isCut ? (
                  <Alert type="info" showIcon title={t('state.more', { count: data.sessions.length })} />
                ) : null}
                <RecordTable<Row>
                  rowKey="id"
                  rows={data.sessions}
                  empty={t('sessions.none')}
                  columns={[
                    {
                      title: t('accounts.username'),
                      key: 'username',
                      render: (_, row) => (
                        <>
                          {row.username} <span className="fj-faint">{row.name}</span>
                        </>
                      ),
                    },
                    {
                      title: t('accounts.role'),
                      key: 'role',
                      render: (_, row) => (row.role === null ? '—' : roleName(row.role)),
                    },
                    {
                      title: t('field.institution'),
                      key: 'institution',
                      render: (_, row) => (row.institution === null ? '—' : named(row.institution)),
                    },
                    timeColumn(t('account.opened'), (row) => row.openedAt),
                    timeColumn(t('account.seen'), (row) => row.seenAt),
                    { title: t('account.address'), dataIndex: 'address' },
                    {
                      title: t('sessions.device'),
                      key: 'device',
                      render: (_, row) => <span className="fj-faint fj-admin-device">{row.device}</span>,
                    },
                    {
                      title: t('field.operation'),
                      key: 'act',
                      render: (_, row) =>
                        may(actor, 'account:secure') ? (
                          <Space>
                            <Button size="small" onClick={() => ending.mutate({ username: row.username, id: row.id })}>
                              {t('sessions.end')}
                            </Button>
                            <Button size="small" onClick={() => ending.mutate({ username: row.username, id: null })}>
                              {t('sessions.endAll')}
                            </Button>
                          </Space>
                        ) : null,
                    },
                  ]}
                />
              </>
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
