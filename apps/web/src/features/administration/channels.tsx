/** 通知渠道: whether notices go out by each channel, and what the other end answers where they do not. */
import type { NotifyChannels } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { channelsQuery } from '../../api/notify.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type State = NotifyChannels['channels'][number];

export function Channels() {
  const { t } = useTranslation();
  const channels = useQuery(channelsQuery);
  return (
    <Section title={t('notify.health.title')}>
      <p className="fj-faint">{t('notify.health.hint')}</p>
      <Loaded query={channels}>
        {(data) => (
          <RecordTable<State>
            rowKey="channel"
            rows={data.channels}
            empty={t('notify.none')}
            width={640}
            columns={[
              {
                title: t('notify.channel'),
                dataIndex: 'channel',
                render: (_, { channel, isConfigured }) => (
                  <>
                    {t(`notify.channels.${channel}`)}{' '}
                    {isConfigured ? null : <Tag>{t('notify.health.notConfigured')}</Tag>}
                  </>
                ),
              },
              { title: t('notify.health.sent'), dataIndex: 'sent', align: 'right' },
              { title: t('notify.health.waiting'), dataIndex: 'waiting', align: 'right' },
              {
                title: t('notify.health.givenUp'),
                dataIndex: 'givenUp',
                align: 'right',
                render: (_, { givenUp }) => (givenUp > 0 ? <Tag color="red">{givenUp}</Tag> : givenUp),
              },
              {
                title: t('notify.health.faults'),
                key: 'faults',
                render: (_, { faults }) =>
                  faults.map(({ fault, count }) => (
                    <div key={fault}>
                      {count} × {fault}
                    </div>
                  )),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
