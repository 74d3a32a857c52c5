/** 批号受影响结果: results that name a lot, and those of systems that used it then while they name none of its product; any lot of the register. */
import type { AffectedResults } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { affectedQuery } from '../../api/resources.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useStatusName } from '../../ui/status-name.ts';

type Row = AffectedResults['results'][number];

export interface OfLot {
  readonly institution: string;
  readonly product: string;
  readonly lot: string;
}

export function AffectedLot({ of }: { readonly of: OfLot }) {
  const { t } = useTranslation();
  const named = useNamed();
  const statusName = useStatusName();
  const [lot, setLot] = useState(of.lot);
  const found = useQuery(affectedQuery({ ...of, lot }));
  return (
    <>
      <p>
        {of.product}{' '}
        <Input.Search
          className="fj-resources-lot"
          defaultValue={of.lot}
          aria-label={t('resources.reagents.lot')}
          onSearch={(value) => setLot(value.trim() === '' ? of.lot : value.trim())}
        />
      </p>
      <Loaded query={found} rows={6}>
        {(data) => (
          <>
            <p className="fj-faint">
              {t('resources.affected.counts', { named: data.named, inUse: data.inUse })}
              {data.named + data.inUse > data.results.length
                ? ` · ${t('resources.indicators.shown', { shown: data.results.length, total: data.named + data.inUse })}`
                : ''}
            </p>
            <RecordTable<Row>
              rowKey="id"
              rows={data.results}
              empty={t('resources.affected.none')}
              width={620}
              columns={[
                { title: t('resources.affected.report'), key: 'report', render: (_, row) => row.report ?? row.id },
                { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
                {
                  title: t('resources.affected.reportedAt'),
                  key: 'at',
                  render: (_, row) => <span className="fj-nowrap">{showTime(row.reportedAt)}</span>,
                },
                { title: t('resources.reagents.state'), key: 'status', render: (_, row) => statusName(row.status) },
                {
                  title: t('resources.affected.because'),
                  key: 'because',
                  render: (_, { isNamed }) => (
                    <Tag color={isNamed ? 'red' : 'default'}>
                      {t(isNamed ? 'resources.affected.named' : 'resources.affected.inUse')}
                    </Tag>
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
