/** 权限矩阵: who may do what and how far it reaches, as the server decides it. */
import type { PolicyResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './policy.css';
import { policyQuery } from '../../api/policy.ts';
import { Require } from '../../app/require.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { useAuditActionName } from '../../ui/audit-names.ts';
import { useRoleName } from '../../ui/role-name.ts';

type Row = PolicyResponse['permissions'][number];

const COLOURS: Readonly<Record<Row['reaches'][string], string>> = {
  platform: 'default',
  self: 'geekblue',
  department: 'green',
  institution: 'blue',
  region: 'purple',
  patients: 'orange',
};

export function PolicyPage() {
  const { t } = useTranslation();
  const policy = useQuery(policyQuery);
  const actionName = useAuditActionName();
  const roleName = useRoleName();
  return (
    <Require can="policy:read">
      <Page title={t('policy.title')} subtitle={t('policy.subtitle')}>
        <Section title={t('policy.reaches')}>
          <div className="fj-policy-reaches">
            {(Object.keys(COLOURS) as Row['reaches'][string][]).map((reach) => (
              <span key={reach}>
                <Tag color={COLOURS[reach]}>{t(`policy.reach.${reach}`)}</Tag>
                <span className="fj-faint">{t(`policy.means.${reach}`)}</span>
              </span>
            ))}
          </div>
        </Section>
        <Section title={t('policy.matrix')}>
          <Loaded query={policy}>
            {(data) => (
              <DataTable<Row>
                rowKey="permission"
                size="small"
                pagination={false}
                scroll={{ x: 1100 }}
                dataSource={data.permissions.filter((row) => row.routes.length > 0)}
                expandable={{
                  expandedRowRender: (row) => (
                    <ul className="fj-policy-routes">
                      {row.routes.map((address) => (
                        <li key={address}>
                          <code>{address}</code>
                        </li>
                      ))}
                    </ul>
                  ),
                }}
                columns={[
                  {
                    title: t('policy.permission'),
                    key: 'permission',
                    fixed: 'left',
                    width: 220,
                    render: (_, row) => (
                      <>
                        <div>{row.permission === 'public' ? t('policy.public') : actionName(row.permission)}</div>
                        <code className="fj-faint">{row.permission}</code>
                      </>
                    ),
                  },
                  ...data.roles.map((role) => ({
                    title: roleName(role),
                    key: role,
                    render: (_: unknown, row: Row) => <Reach reach={reachOf(row, role)} />,
                  })),
                ]}
              />
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}

function reachOf(row: Row, role: string): Row['reaches'][string] | null {
  return row.permission === 'public' ? 'platform' : (row.reaches[role] ?? null);
}

function Reach({ reach }: { readonly reach: Row['reaches'][string] | null }) {
  const { t } = useTranslation();
  if (reach === null) return <span className="fj-faint">—</span>;
  return <Tag color={COLOURS[reach]}>{t(`policy.reach.${reach}`)}</Tag>;
}
