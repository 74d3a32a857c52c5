/** 召回: recalled lots with their notice, how their results stand, and the way to enter one. */
import type { LotRecall, LotRecallsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { recallsQuery } from '../../api/resources.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { KeepRegister } from './keep-register.tsx';
import type { Recalled } from './recall-form.tsx';
import { RecallForm } from './recall-form.tsx';
import { RecordDialog } from './record-dialog.tsx';

const EMPTY: Recalled = {};

export function RecallsPart({ institution }: { readonly institution: string }) {
  const [page, setPage] = useState(1);
  const found = useQuery(recallsQuery({ institution, page: String(page) }));
  return <Loaded query={found}>{(data) => <Recalls data={data} onPage={setPage} />}</Loaded>;
}

interface Props {
  readonly data: LotRecallsResponse;
  readonly onPage: (page: number) => void;
}

function Recalls({ data, onPage }: Props) {
  const { t } = useTranslation();
  const actor = useActor();
  const isOwn = may(actor, 'resource:manage') && actor?.institution?.code === data.institution.code;
  const [entering, setEntering] = useState<Recalled | null>(null);
  return (
    <Section
      title={t('recalls.title', { count: data.total })}
      tools={
        <>
          {isOwn ? (
            <Button type="primary" onClick={() => setEntering(EMPTY)}>
              {t('recalls.enter')}
            </Button>
          ) : null}
          <KeepRegister register="lot-recall" label={t('resources.registers.recall')} />
        </>
      }
    >
      <RecordTable<LotRecall>
        rowKey={({ product, lot }) => `${product}|${lot}`}
        rows={data.recalls}
        paged={{ ...data, onPage }}
        empty={t('recalls.none')}
        width={980}
        columns={[
          {
            title: t('resources.reagents.lot'),
            key: 'lot',
            render: (_, { product, lot, nameZh }) => (
              <Link
                to="/laboratory/recall"
                search={{ institution: data.institution.code, product, lot }}
                className="fj-link"
              >
                {`${nameZh} ${product} ${lot}`}
              </Link>
            ),
          },
          { title: t('recalls.notice'), dataIndex: 'notice' },
          { title: t('recalls.reason'), dataIndex: 'reason' },
          { title: t('recalls.noticedOn'), dataIndex: 'noticedOn', className: 'fj-nowrap' },
          {
            title: t('recalls.concerned'),
            key: 'concerned',
            className: 'fj-nowrap',
            render: (_, { usedFrom, usedTo }) => spanOf(usedFrom, usedTo),
          },
          {
            title: t('recalls.standing'),
            key: 'standing',
            render: (_, recall) => <RecallStanding recall={recall} />,
          },
        ]}
      />
      <RecordDialog of={entering} title={t('recalls.enter')} onClose={() => setEntering(null)}>
        {(of, acts) => <RecallForm of={of} institution={data.institution.code} {...acts} />}
      </RecordDialog>
    </Section>
  );
}

export const spanOf = (from: string, to: string | null): string => `${from} — ${to ?? ''}`.trim();

/** How far it is: results that are open, whether the lot is still used, whether its loop is closed. */
export function RecallStanding({ recall: { counts, systems, loop } }: { readonly recall: LotRecall }) {
  const { t } = useTranslation();
  return (
    <>
      {systems > 0 ? <Tag color="red">{t('recalls.inUse', { count: systems })}</Tag> : null}
      {counts.open > 0 ? (
        <Tag color="orange">{t('recalls.openOf', { open: counts.open, all: counts.results })}</Tag>
      ) : null}
      {counts.open === 0 && loop?.status === 'open' ? <Tag color="blue">{t('recalls.decided')}</Tag> : null}
      {loop !== null && loop.status !== 'open' ? <Tag color="green">{t('recalls.closed')}</Tag> : null}
    </>
  );
}
