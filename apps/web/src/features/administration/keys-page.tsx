/** 密钥: which keys there are by their public names, since when, and which are to be replaced. Private parts are nowhere. */
import type { KeyView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './administration.css';
import { keysQuery } from '../../api/administration.ts';
import { Require } from '../../app/require.tsx';
import { showDay } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export function KeysPage() {
  const { t } = useTranslation();
  const keys = useQuery(keysQuery);
  return (
    <Require can="system:read">
      <Page title={t('keys.title')} subtitle={t('keys.subtitle')}>
        <Section title={t('keys.list')}>
          <Loaded query={keys}>
            {(data) => (
              <RecordTable<KeyView>
                rowKey={(row) => `${row.use}|${row.owner}|${row.kid}`}
                rows={data.keys}
                empty={t('keys.none')}
                columns={[
                  { title: t('keys.use'), key: 'use', render: (_, row) => t(`keys.uses.${row.use}`) },
                  { title: t('keys.owner'), key: 'owner', render: (_, row) => row.owner || t('keys.own') },
                  {
                    title: t('keys.kid'),
                    key: 'kid',
                    render: (_, row) => <code className="fj-admin-kid">{row.kid === '' ? '—' : row.kid}</code>,
                  },
                  {
                    title: t('keys.since'),
                    key: 'since',
                    render: (_, row) => <span className="fj-nowrap">{showDay(row.since) ?? '—'}</span>,
                  },
                  {
                    title: t('keys.due'),
                    key: 'due',
                    render: (_, row) => (
                      <span className="fj-nowrap">
                        {row.dueOn ?? '—'} {row.isDue ? <Tag color="red">{t('keys.isDue')}</Tag> : null}
                        {row.replacesItself ? <Tag>{t('keys.byItself')}</Tag> : null}
                      </span>
                    ),
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
