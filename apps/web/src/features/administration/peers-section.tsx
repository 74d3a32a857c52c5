/** 接入端: systems that speak no HTTP, by networks and certificate; asked for by one administrator, confirmed by another. */
import type { PeersResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { endPeer, peersQuery } from '../../api/administration.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { PeerForm } from './peer-form.tsx';
import { useAct } from './use-act.ts';

type Peer = PeersResponse['peers'][number];

export function PeersSection() {
  const { t } = useTranslation();
  const named = useNamed();
  const peers = useQuery(peersQuery);
  const isManager = may(useActor(), 'system:manage');
  const [isOpen, setOpen] = useState(false);
  const ending = useAct((id: number) => endPeer(id));
  return (
    <Section
      title={t('peers.title')}
      tools={
        isManager ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('peers.new')}
          </Button>
        ) : undefined
      }
    >
      {ending.error === null ? null : <ProblemAlert error={ending.error} />}
      <Loaded query={peers}>
        {(data) => (
          <RecordTable<Peer>
            rowKey="id"
            rows={data.peers}
            empty={t('peers.none')}
            columns={[
              { title: t('field.name'), dataIndex: 'name' },
              { title: t('field.institution'), key: 'institution', render: (_, row) => named(row.institution) },
              { title: t('peers.protocol'), key: 'protocol', render: (_, row) => row.protocol.toUpperCase() },
              { title: t('peers.addresses'), key: 'addresses', render: (_, row) => row.addresses.join(' ') },
              {
                title: t('peers.fingerprint'),
                key: 'fingerprint',
                render: (_, row) => <code className="fj-admin-kid">{row.fingerprint}</code>,
              },
              {
                title: t('field.period'),
                key: 'days',
                render: (_, row) => (
                  <span className="fj-nowrap">
                    {row.from} – {row.to ?? '…'}
                  </span>
                ),
              },
              {
                title: t('field.operation'),
                key: 'act',
                render: (_, row) =>
                  isManager && (row.to === null || row.to > today()) ? (
                    <Button size="small" danger onClick={() => ending.mutate(row.id)}>
                      {t('peers.end')}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      <ActDialog of={isOpen ? {} : null} title={t('peers.new')} width={620} onClose={() => setOpen(false)}>
        {() => <PeerForm onDone={() => setOpen(false)} />}
      </ActDialog>
    </Section>
  );
}
