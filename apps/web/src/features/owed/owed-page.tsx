/** 待补说明: repeats whose explanation to the patient is still owed, and the form that supplies it (national-2022.art.21). */
import type { OwedExplanation, OwedExplanationsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Modal, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { owedQuery, reasonsQuery, sendDecisions } from '../../api/recognition.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { emptyExplanation, explanationOf } from '../../ui/explanation.ts';
import { ExplanationFields } from '../../ui/explanation-fields.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export function OwedPage() {
  const { t } = useTranslation();
  const owed = useQuery(owedQuery);
  const [chosen, setChosen] = useState<OwedExplanation | null>(null);
  return (
    <Require can="explanation:read">
      <Page title={t('clinical.owed.title')} subtitle={t('clinical.owed.subtitle')}>
        <Loaded query={owed}>{(data) => <OwedList data={data} onChoose={setChosen} />}</Loaded>
        <SupplyDialog owed={chosen} onDone={() => setChosen(null)} />
      </Page>
    </Require>
  );
}

interface ListProps {
  readonly data: OwedExplanationsResponse;
  readonly onChoose: (owed: OwedExplanation) => void;
}

function OwedList({ data, onChoose }: ListProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const isPhysician = may(useActor(), 'recognition:act');
  const columns: ColumnsType<OwedExplanation> = [
    {
      title: t('clinical.owed.due'),
      key: 'due',
      render: (_, row) => (
        <span className="fj-nowrap">
          {showTime(row.dueAt)}{' '}
          <Tag color={row.overdue ? 'red' : 'default'}>
            {row.overdue ? t('clinical.owed.overdue') : t('clinical.owed.pending')}
          </Tag>
        </span>
      ),
    },
    isPhysician
      ? {
          title: t('clinical.owed.patient'),
          key: 'patient',
          render: (_, row) =>
            row.person === null ? (
              '—'
            ) : (
              <Link to="/patients/$person" params={{ person: row.person }} className="fj-link">
                {row.personName ?? '—'}
              </Link>
            ),
        }
      : {
          title: t('statistics.doctor'),
          key: 'doctor',
          render: (_, row) => row.practitionerName ?? row.practitioner,
        },
    { title: t('field.item'), key: 'item', render: (_, row) => say(row.itemName) },
    {
      title: t('clinical.owed.reason'),
      key: 'reason',
      render: (_, row) =>
        row.code === null ? t('clinical.owed.may') : t('clinical.order.repeatingCode', { code: row.code }),
    },
    timeColumn(t('clinical.owed.ordered'), (row) => row.orderedAt),
    { title: t('clinical.owed.encounter'), key: 'encounter', render: (_, row) => row.encounter ?? '—' },
    {
      title: t('statistics.handling'),
      key: 'act',
      render: (_, row) => (
        <span className="fj-notice-acts">
          <Link
            to="/explain/$decision"
            params={{ decision: row.decision }}
            search={{ item: row.item }}
            className="fj-link fj-nowrap"
          >
            {t('clinical.changes.decision')}
          </Link>
          {isPhysician ? (
            <Button size="small" type="primary" onClick={() => onChoose(row)}>
              {t('clinical.owed.supply')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <Section
      title={t('clinical.owed.counts', { total: data.total, overdue: data.overdue })}
      tools={
        <span className="fj-faint">
          {data.total > data.explanations.length
            ? `${t('clinical.owed.shown', { count: data.explanations.length })} `
            : null}
          {isPhysician ? null : t('clinical.owed.patientClosed')}
        </span>
      }
    >
      <DataTable<OwedExplanation>
        locale={{ emptyText: <EmptyNote>{t('clinical.owed.none')}</EmptyNote> }}
        rowKey={(row) => `${row.decision}|${row.item}`}
        size="small"
        scroll={{ x: 860 }}
        pagination={data.explanations.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        dataSource={[...data.explanations]}
        columns={columns}
      />
    </Section>
  );
}

function SupplyDialog({ owed, onDone }: { readonly owed: OwedExplanation | null; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Modal
      open={owed !== null}
      title={owed === null ? '' : `${t('clinical.owed.supply')} · ${owed.personName ?? ''} ${say(owed.itemName)}`}
      onCancel={onDone}
      footer={null}
      width={640}
      destroyOnHidden
    >
      {owed === null ? null : <SupplyForm owed={owed} onDone={onDone} />}
    </Modal>
  );
}

function SupplyForm({ owed, onDone }: { readonly owed: OwedExplanation; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const reasons = useQuery(reasonsQuery);
  const [draft, setDraft] = useState(emptyExplanation);
  const supplying = useMutation({
    mutationFn: () =>
      sendDecisions({
        decision: owed.decision,
        acts: [
          {
            ...{ item: owed.item, result: owed.result, choice: 'REPEAT', code: owed.code },
            explanation: explanationOf(draft),
          },
        ],
      }),
    onSuccess: async ({ acts }) => {
      if (acts.some((act) => act.missing.length > 0)) return;
      await queries.invalidateQueries({ queryKey: owedQuery.queryKey });
      void message.success(t('clinical.owed.supplied'));
      onDone();
    },
  });
  const missing = supplying.data?.acts.flatMap((act) => act.missing) ?? [];
  return (
    <form
      className="fj-repeat"
      onSubmit={(event) => {
        event.preventDefault();
        supplying.mutate();
      }}
    >
      {owed.overdue ? <Alert type="warning" showIcon title={t('clinical.owed.late')} /> : null}
      {supplying.error === null ? null : <ProblemAlert error={supplying.error} />}
      {missing.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('clinical.repeat.missing')}
          description={missing.map(({ text }) => say(text)).join(' · ')}
        />
      )}
      <Loaded query={reasons}>
        {({ explanationFields }) => (
          <ExplanationFields
            fields={explanationFields}
            draft={draft}
            onChange={(change) => setDraft({ ...draft, ...change })}
          />
        )}
      </Loaded>
      <div className="fj-dialog-actions">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={supplying.isPending}>
          {t('act.submit')}
        </Button>
      </div>
    </form>
  );
}
