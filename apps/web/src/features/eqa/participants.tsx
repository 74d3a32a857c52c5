/** 参加实验室: who is enrolled with what, whose samples arrived, who returned when, who is late or missing. */
import type { EqaEnrolmentEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound, eqaRoundsQuery, organisedRoundQuery } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { CodeSelect } from '../../ui/code-select.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';

type Participant = EqaOrganisedRound['participants'][number];

export function Participants({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const named = useNamed();
  const nameOf = useItemNames();
  const [isEnrolling, setEnrolling] = useState(false);
  const { round, participants } = data;
  const isMissing = ({ status }: Participant): boolean => status === 'not participating' && round.state !== 'planned';
  const sorted = [...participants].sort((a, b) => Number(isMissing(b)) - Number(isMissing(a)));
  return (
    <Section
      title={t('eqa.participants')}
      tools={
        data.evaluation === null ? (
          <>
            <EnrolLast data={data} />
            <Button onClick={() => setEnrolling(true)}>{t('eqa.enrol')}</Button>
          </>
        ) : null
      }
    >
      <RecordTable<Participant>
        rowKey={(row) => row.institution.code}
        rows={sorted}
        empty={t('eqa.noParticipants')}
        width={720}
        columns={[
          {
            title: t('eqa.institution'),
            key: 'institution',
            // On a phone the others stand beside whose they are.
            fixed: 'left',
            width: 150,
            render: (_, row) => named(row.institution),
          },
          {
            title: t('eqa.returnStatus'),
            key: 'status',
            render: (_, row) => (
              <span className={row.status === 'submitted' ? 'fj-good' : isMissing(row) ? 'fj-bad' : ''}>
                {t(`eqa.statuses.${row.status}`)}
              </span>
            ),
          },
          {
            title: t('eqa.received'),
            key: 'received',
            render: (_, row) => (row.received === null ? '—' : t(`eqa.conditions.${row.received}`)),
          },
          timeColumn(t('eqa.submittedAt'), (row) => row.submittedAt),
          {
            title: t('eqa.items'),
            key: 'items',
            render: (_, row) =>
              row.items.length === round.items.length ? t('eqa.all') : listed(row.items.map((item) => nameOf(item))),
          },
          { title: t('eqa.variant'), dataIndex: 'variant' },
        ]}
      />
      <ActDialog of={isEnrolling ? round : null} title={t('eqa.enrol')} onClose={() => setEnrolling(false)}>
        {(one) => <EnrolForm round={one} onDone={() => setEnrolling(false)} />}
      </ActDialog>
    </Section>
  );
}

function EnrolForm({ round, onDone }: { readonly round: EqaOrganisedRound['round']; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [institutions, setInstitutions] = useState<readonly string[]>([]);
  const [items, setItems] = useState<readonly string[]>(round.items.map(({ item }) => item));
  const act = useRoundAct((entry: EqaEnrolmentEntry) => actOnRound(round.id, 'enrolments', entry), onDone);
  return (
    <ActForm
      act={act}
      label={t('eqa.enrol')}
      isReady={institutions.length > 0 && items.length > 0}
      onCancel={onDone}
      onSubmit={() =>
        act.mutate({ enrolments: institutions.map((institution) => ({ institution, items: [...items] })) })
      }
    >
      <label htmlFor="eqa-institutions">{t('eqa.institutions')}</label>
      <CodeSelect
        registers={['institution']}
        id="eqa-institutions"
        label={t('eqa.institutions')}
        isMultiple
        value={institutions}
        onChange={(chosen) => setInstitutions(Array.isArray(chosen) ? (chosen as string[]) : [])}
      />
      <label htmlFor="eqa-enrol-items">{t('eqa.enrolItems')}</label>
      <Select
        id="eqa-enrol-items"
        mode="multiple"
        value={[...items]}
        onChange={(chosen: string[]) => setItems(chosen)}
        options={round.items.map(({ item }) => ({ value: item, label: nameOf(item) }))}
      />
    </ActForm>
  );
}

/** Enrols whoever took part in the round of the programme before this one. */
function EnrolLast({ data: { round, participants } }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data } = useQuery(eqaRoundsQuery);
  const [before] = (data?.rounds ?? []).filter(
    (one) =>
      one.id !== round.id && one.programme !== null && one.programme === round.programme && one.opensAt < round.opensAt,
  );
  const act = useRoundAct(async (from: number) => {
    const last = await queries.query(organisedRoundQuery(from));
    const asked = round.items.map(({ item }) => item);
    const enrolments = last.participants.map(({ institution, items, variant }) => ({
      ...{ institution: institution.code, variant, items: items.filter((item) => asked.includes(item)) },
    }));
    return actOnRound(round.id, 'enrolments', { enrolments });
  });
  if (before === undefined || participants.length > 0) return null;
  return (
    <>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      <Button type="primary" loading={act.isPending} onClick={() => act.mutate(before.id)}>
        {t('eqa.enrolLast')}
      </Button>
    </>
  );
}
