/** 患者意愿: objections and consents that the quality office records by the signed paper, and lifts. */
import type { WishesResponse, WishView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { liftWish, wishesQuery } from '../../api/access.ts';
import { Require } from '../../app/require.tsx';
import { useOptionName } from '../../i18n/option-names.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { withAside } from '../../ui/listed.ts';
import { WishForm } from './wish-form.tsx';

export function WishesPage() {
  const { t } = useTranslation();
  const [patient, setPatient] = useState<string | null>(null);
  const wishes = useQuery(wishesQuery(patient));
  const [lifting, setLifting] = useState<WishView | null>(null);
  return (
    <Require can="wish:read">
      <Page title={t('consent.wishes.title')} subtitle={t('consent.wishes.subtitle')}>
        <WishForm onLookUp={setPatient} />
        <Section
          title={t(patient === null ? 'consent.wishes.list' : 'consent.wishes.found')}
          tools={
            patient === null ? null : (
              <Button size="small" onClick={() => setPatient(null)}>
                {t('consent.wishes.showAll')}
              </Button>
            )
          }
        >
          <Loaded query={wishes}>{(data) => <Wishes data={data} onLift={setLifting} />}</Loaded>
        </Section>
        <ActDialog of={lifting} title={t('consent.wishes.liftTitle')} onClose={() => setLifting(null)}>
          {(wish) => <LiftForm wish={wish} onDone={() => setLifting(null)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Wishes({ data, onLift }: { readonly data: WishesResponse; readonly onLift: (wish: WishView) => void }) {
  const { t } = useTranslation();
  const named = useNamed();
  const optionName = useOptionName();
  return (
    <RecordTable<WishView>
      rowKey="id"
      rows={data.wishes}
      empty={t('consent.wishes.none')}
      width={960}
      columns={[
        { title: t('consent.review.patient'), dataIndex: 'nameMasked' },
        {
          title: t('consent.wishes.kind'),
          key: 'kind',
          render: (_, row) => (
            <Tag color={row.kind === 'objection' ? 'orange' : 'blue'}>{t(`consent.wishes.${row.kind}`)}</Tag>
          ),
        },
        {
          title: t('consent.wishes.scope'),
          key: 'scope',
          render: (_, row) =>
            row.institution !== null
              ? named(row.institution)
              : row.sensitiveClass === null
                ? t('consent.wishes.scopes.all')
                : optionName(row.sensitiveClass),
        },
        { title: t('consent.wishes.from'), dataIndex: 'from' },
        { title: t('consent.wishes.to'), key: 'to', render: (_, row) => row.to ?? '—' },
        {
          title: t('field.status'),
          key: 'standing',
          render: (_, row) => (
            <Tag color={row.standing ? 'green' : 'default'}>
              {t(row.standing ? 'consent.wishes.standing' : 'consent.wishes.ended')}
            </Tag>
          ),
        },
        {
          title: t('consent.wishes.speaker'),
          key: 'speaker',
          render: (_, row) =>
            row.speaker === 'self'
              ? t('consent.wishes.self')
              : withAside(row.guardianName ?? '', row.guardianRelation ?? ''),
        },
        { title: t('consent.wishes.reference'), dataIndex: 'reference' },
        timeColumn(t('consent.wishes.recorded'), (row) => row.recordedAt),
        {
          title: t('field.operation'),
          key: 'act',
          render: (_, row) =>
            row.to === null ? (
              <Button size="small" onClick={() => onLift(row)}>
                {t('consent.wishes.lift')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function LiftForm({ wish, onDone }: { readonly wish: WishView; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [reference, setReference] = useState('');
  const lifting = useMutation({
    mutationFn: async () => liftWish(wish.id, { reference: reference.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['wishes'] });
      void message.success(t('consent.wishes.lifted'));
      onDone();
    },
  });
  return (
    <ActForm
      act={lifting}
      label={t('consent.wishes.lift')}
      isReady={reference.trim() !== ''}
      onSubmit={() => lifting.mutate()}
      onCancel={onDone}
    >
      <label htmlFor="fj-lift-reference">{t('consent.wishes.reference')}</label>
      <Input
        id="fj-lift-reference"
        maxLength={200}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
      />
    </ActForm>
  );
}
