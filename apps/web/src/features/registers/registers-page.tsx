/** 基础目录: every register with what is in force, its last change, and what demands it. */
import type { RegisterView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { registersQuery } from '../../api/registers.ts';
import { Require } from '../../app/require.tsx';
import { ClauseTags } from '../../ui/clauses.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';

export function RegistersPage() {
  const { t } = useTranslation();
  const say = useBilingual();
  const registers = useQuery(registersQuery);
  return (
    <Require can="register:read">
      <Page title={t('registers.title')} subtitle={t('registers.subtitle')}>
        <Section title={t('registers.title')}>
          <Loaded query={registers} rows={14}>
            {(data) => (
              <DataTable<RegisterView>
                rowKey="id"
                size="small"
                pagination={false}
                scroll={{ x: 1000 }}
                dataSource={[...data.registers]}
                columns={[
                  {
                    title: t('field.name'),
                    key: 'name',
                    render: (_, row) => (
                      <Link to="/registers/$register" params={{ register: row.id }} className="fj-link fj-nowrap">
                        {say(row)}
                      </Link>
                    ),
                  },
                  {
                    title: t('field.note'),
                    key: 'describe',
                    render: (_, row) => <span className="fj-faint">{say(row.describe)}</span>,
                  },
                  {
                    title: t('registers.entries'),
                    onHeaderCell: () => ({ className: 'fj-nowrap' }),
                    key: 'inForce',
                    align: 'right',
                    render: (_, row) => row.inForce.toLocaleString('zh-CN'),
                  },
                  {
                    title: t('registers.lastChange'),
                    key: 'last',
                    render: (_, row) =>
                      row.lastChange === null ? (
                        t('registers.never')
                      ) : (
                        <span className="fj-nowrap">{showTime(row.lastChange.recordedAt)}</span>
                      ),
                  },
                  {
                    title: t('field.operation'),
                    key: 'write',
                    render: (_, row) => (
                      <Tag color={row.mayWrite ? 'blue' : 'default'}>
                        {row.mayWrite ? t('registers.mayWrite') : t('registers.onlyRead')}
                      </Tag>
                    ),
                  },
                  {
                    title: t('field.clauses'),
                    key: 'clauses',
                    width: 300,
                    render: (_, row) => <ClauseTags ids={row.clauses} />,
                  },
                ]}
              />
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
