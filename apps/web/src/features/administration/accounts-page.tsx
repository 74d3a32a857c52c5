/** 账号与角色: who may sign in, as what, from when to when; each administrator is offered the acts of the own office. */
import type { AccountView } from '@fujie/wire/contracts';
import { PEOPLE } from '@fujie/wire/roles';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Dropdown, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './administration.css';
import { accountsQuery } from '../../api/administration.ts';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { namedColumn } from '../../ui/columns.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import type { AccountAct } from './account-acts.tsx';
import { AccountActForm, ACTS } from './account-acts.tsx';
import { NewAccountForm } from './new-account-form.tsx';
import { standingColumn } from './standing-column.tsx';

const route = getRouteApi('/desk/accounts');

export function AccountsPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const accounts = useQuery(accountsQuery(search));
  const [chosen, setChosen] = useState<{ readonly account: AccountView; readonly act: AccountAct } | null>(null);
  const [isMaking, setMaking] = useState(false);
  const narrow = (changed: { readonly [K in keyof typeof search]?: (typeof search)[K] | undefined }): void => {
    void navigate({ search: (previous) => compact({ ...previous, ...changed }) });
  };
  const textOf = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  return (
    <Require can="account:read">
      <Page
        title={t('accounts.title')}
        subtitle={t('accounts.subtitle')}
        tools={
          may(actor, 'account:manage') ? (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('accounts.new')}
            </Button>
          ) : undefined
        }
      >
        <Section title={t('accounts.list')}>
          <div className="fj-toolbar">
            <Input.Search
              key={`q|${search.q ?? ''}`}
              className="fj-admin-search"
              aria-label={t('accounts.find')}
              placeholder={t('accounts.find')}
              defaultValue={search.q}
              allowClear
              onSearch={(text) => narrow({ q: textOf(text) })}
            />
            <Input.Search
              key={`institution|${search.institution ?? ''}`}
              className="fj-admin-search"
              aria-label={t('administration.institutionCode')}
              placeholder={t('administration.institutionCode')}
              defaultValue={search.institution}
              allowClear
              onSearch={(text) => narrow({ institution: textOf(text) })}
            />
            <Select
              className="fj-admin-search"
              aria-label={t('accounts.role')}
              placeholder={t('accounts.role')}
              value={search.role ?? null}
              allowClear
              options={PEOPLE.map((role) => ({
                value: role,
                label: roleName(role),
              }))}
              onChange={(role: string | null | undefined) => narrow({ role: role ?? undefined })}
            />
          </div>
          <Loaded query={accounts}>
            {(data) => (
              <>
                {data.isCut ? (
                  <Alert type="info" showIcon title={t('state.more', { count: data.accounts.length })} />
                ) : null}
                <Accounts rows={data.accounts} onChoose={(account, act) => setChosen({ account, act })} />
              </>
            )}
          </Loaded>
        </Section>
        <ActDialog
          of={chosen}
          title={chosen === null ? '' : t(`accounts.act.${chosen.act}`)}
          onClose={() => setChosen(null)}
        >
          {({ account, act }) => <AccountActForm account={account} act={act} onDone={() => setChosen(null)} />}
        </ActDialog>
        <ActDialog of={isMaking ? {} : null} title={t('accounts.new')} onClose={() => setMaking(false)}>
          {() => <NewAccountForm onDone={() => setMaking(false)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

interface AccountsProps {
  readonly rows: readonly AccountView[];
  readonly onChoose: (account: AccountView, act: AccountAct) => void;
}

function Accounts({ rows, onChoose }: AccountsProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const roleName = useRoleName();
  const actor = useActor();
  const actsOf = (row: AccountView) =>
    ACTS.filter(({ can, when }) => row.username !== actor?.username && may(actor, can) && when(row));
  return (
    <RecordTable<AccountView>
      rowKey="username"
      rows={rows}
      empty={t('accounts.none')}
      width={1100}
      columns={[
        namedColumn(t('accounts.username'), (row) => ({ code: row.username, name: row.name })),
        {
          title: t('accounts.role'),
          key: 'role',
          render: (_, row) => (
            <>
              {row.role === null ? <Tag color="orange">{t('accounts.noRole')}</Tag> : roleName(row.role)}{' '}
              {row.role !== null && !row.holds ? <Tag>{t('accounts.notNow')}</Tag> : null}
              {row.roleFrom === null && row.roleTo === null ? null : (
                <div className="fj-faint fj-nowrap">
                  {row.roleFrom ?? '…'} – {row.roleTo ?? '…'}
                </div>
              )}
            </>
          ),
        },
        {
          title: t('accounts.place'),
          key: 'place',
          render: (_, row) =>
            [row.institution, row.department, row.practitioner, row.region]
              .flatMap((part) => (part === null ? [] : typeof part === 'string' ? part : named(part)))
              .join(' · ') || '—',
        },
        {
          title: t('accounts.signIn'),
          key: 'signIn',
          render: (_, row) => (
            <>
              <Tag>{t(row.isElsewhere ? 'accounts.elsewhere' : 'accounts.password')}</Tag>
              {row.mustChangePassword ? <Tag color="gold">{t('accounts.mustChange')}</Tag> : null}
              {row.hasSecondFactor ? <Tag color="green">{t('accounts.secondFactor')}</Tag> : null}
            </>
          ),
        },
        standingColumn(t),
        {
          title: t('accounts.seen'),
          key: 'seen',
          render: (_, row) => (
            <>
              <span className="fj-nowrap">{showTime(row.seenAt) ?? '—'}</span>
              {row.sessions === 0 ? null : (
                <div>
                  <Link to="/sessions" search={{ username: row.username }}>
                    {t('accounts.sessions', { count: row.sessions })}
                  </Link>
                </div>
              )}
            </>
          ),
        },
        {
          title: t('accounts.made'),
          key: 'made',
          render: (_, row) => (
            <span className="fj-nowrap">
              {showTime(row.madeAt)?.slice(0, 10)} <span className="fj-faint">{row.madeBy}</span>
            </span>
          ),
        },
        {
          title: t('field.operation'),
          key: 'act',
          fixed: 'right',
          render: (_, row) =>
            actsOf(row).length === 0 ? null : (
              <Dropdown
                trigger={['click']}
                menu={{
                  items: actsOf(row).map(({ act }) => ({ key: act, label: t(`accounts.act.${act}`) })),
                  onClick: ({ key }) => {
                    const found = ACTS.find(({ act }) => act === key);
                    if (found !== undefined) onChoose(row, found.act);
                  },
                }}
              >
                <Button size="small" aria-label={t('accounts.actsOf', { username: row.username })}>
                  {t('field.operation')}
                </Button>
              </Dropdown>
            ),
        },
      ]}
    />
  );
}
