/** 管理概览: what needs a look of each administrator, and changes that wait for a second one. */
import type { AdminChange, AdministrationResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Space, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './administration.css';
import { changesQuery, decideChange, overviewQuery } from '../../api/administration.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';
import { Channels } from './channels.tsx';
import { useAct } from './use-act.ts';

export function OverviewPage() {
  const { t } = useTranslation();
  const overview = useQuery(overviewQuery);
  const changes = useQuery(changesQuery);
  const actor = useActor();
  const roleName = useRoleName();
  return (
    <Require can="account:read">
      <Page title={t('administration.title')} subtitle={t('administration.subtitle')}>
        <Section title={t('administration.yours', { role: roleName(actor?.role ?? '') })}>
          <p>{actor === null || !isOffice(actor.role) ? null : t(`administration.office.${actor.role}`)}</p>
          <Space wrap>
            {may(actor, 'audit:read') ? (
              <>
                <Link to="/audit">{t('nav.audit')}</Link>
                <Link to="/audit" search={{ action: 'person:break-glass' }}>
                  {t('administration.brokenGlass')}
                </Link>
                <Link to="/audit" search={{ action: 'break-glass:review' }}>
                  {t('administration.reviews')}
                </Link>
              </>
            ) : null}
            {may(actor, 'policy:read') ? <Link to="/policy">{t('nav.policy')}</Link> : null}
          </Space>
        </Section>
        <Section title={t('administration.figures')}>
          <Loaded query={overview}>{(data) => <Figures data={data} />}</Loaded>
        </Section>
        {may(actor, 'notify:channels') ? <Channels /> : null}
        <Section title={t('administration.changes.title')}>
          <Loaded query={changes}>{(data) => <Changes changes={data.changes} />}</Loaded>
        </Section>
      </Page>
    </Require>
  );
}

const OFFICES = ['admin', 'security-admin', 'audit-admin'] as const;
const isOffice = (role: string): role is (typeof OFFICES)[number] => OFFICES.some((office) => office === role);

const FIGURES = [
  ['accounts', '/accounts'],
  ['withoutRole', '/accounts'],
  ['disabled', '/accounts'],
  ['ending', '/accounts'],
  ['administrators', '/accounts'],
  ['withoutSecondFactor', '/accounts'],
  ['sessions', '/sessions'],
  ['systems', '/systems'],
  ['unusedSystems', '/systems'],
  ['keysDue', '/keys'],
] as const;

function Figures({ data }: { readonly data: AdministrationResponse }) {
  const { t } = useTranslation();
  return (
    <ul className="fj-admin-figures">
      {FIGURES.map(([name, to]) => (
        <li key={name}>
          <Link to={to}>
            <span className="fj-admin-number">{data[name]}</span>
            <span>{t(`administration.figure.${name}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const COLOURS = { confirmed: 'green', refused: 'red', waiting: 'orange' } as const;

function Changes({ changes }: { readonly changes: readonly AdminChange[] }) {
  const { t } = useTranslation();
  const actor = useActor();
  const deciding = useAct(({ id, verdict }: { readonly id: number; readonly verdict: 'confirmed' | 'refused' }) =>
    decideChange(id, verdict),
  );
  return (
    <>
      {deciding.error === null ? null : <ProblemAlert error={deciding.error} />}
      <RecordTable<AdminChange>
        rowKey="id"
        rows={changes}
        empty={t('administration.changes.none')}
        columns={[
          { title: t('field.kind'), key: 'kind', render: (_, row) => t(`administration.changes.${row.kind}`) },
          { title: t('administration.changes.subject'), dataIndex: 'subject' },
          { title: t('administration.changes.content'), key: 'content', render: (_, row) => <Content of={row} /> },
          {
            title: t('administration.changes.asked'),
            key: 'asked',
            render: (_, row) => `${row.askedBy} ${showTime(row.askedAt) ?? ''}`,
          },
          {
            title: t('field.status'),
            key: 'verdict',
            render: (_, row) => (
              <>
                <Tag color={COLOURS[row.verdict ?? 'waiting']}>
                  {t(`administration.changes.${row.verdict ?? 'waiting'}`)}
                </Tag>
                <span className="fj-faint">
                  {row.decidedBy} {showTime(row.decidedAt)}
                </span>
              </>
            ),
          },
          {
            title: t('field.operation'),
            key: 'act',
            render: (_, row) =>
              row.verdict !== null || !may(actor, 'change:decide') ? null : (
                <Space>
                  {row.askedBy === actor?.username ? null : (
                    <Button
                      size="small"
                      type="primary"
                      onClick={() => deciding.mutate({ id: row.id, verdict: 'confirmed' })}
                    >
                      {t('administration.changes.confirm')}
                    </Button>
                  )}
                  <Button size="small" onClick={() => deciding.mutate({ id: row.id, verdict: 'refused' })}>
                    {t(
                      row.askedBy === actor?.username
                        ? 'administration.changes.takeBack'
                        : 'administration.changes.refuse',
                    )}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
    </>
  );
}

/** What somebody confirms must be read in full: every value that was asked for. */
function Content({ of }: { readonly of: AdminChange }) {
  const roleName = useRoleName();
  return (
    <ul className="fj-admin-content">
      {Object.entries(of.content)
        .filter(([name, value]) => value !== null && value !== '' && !['username', 'id'].includes(name))
        .map(([name, value]) => (
          <li key={name}>
            <span className="fj-faint">{name}</span>{' '}
            {typeof value === 'string' ? (
              name === 'role' ? (
                roleName(value)
              ) : (
                value
              )
            ) : (
              <code>{JSON.stringify(value)}</code>
            )}
          </li>
        ))}
    </ul>
  );
}
