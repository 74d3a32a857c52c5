/** 检查计划: what the authority of a region ordered, where each draw stands, and what came of it. */
import type { InspectionPlanView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './inspection.css';
import { inspectionPlansQuery, inspectionStatisticsQuery } from '../../api/inspections.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { DrawState } from './draw-state.tsx';
import { InspectionCounts } from './inspection-counts.tsx';
import { OwedInspection } from './owed-inspection.tsx';
import { PlanForm } from './plan-form.tsx';

export function PlansPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const plans = useQuery(inspectionPlansQuery);
  const mayOrder = may(actor, 'inspection:order');
  const [isOrdering, setOrdering] = useState(false);
  return (
    <Require can="inspection:custody">
      <Page
        title={t('inspections.title')}
        subtitle={t('inspections.subtitle')}
        tools={
          mayOrder ? (
            <Button type="primary" onClick={() => setOrdering(true)}>
              {t('inspections.order')}
            </Button>
          ) : null
        }
      >
        {mayOrder && may(actor, 'loop:read') ? <OwedInspection /> : null}
        <Section title={t('inspections.title')}>
          <Loaded query={plans}>{({ plans: known }) => <Plans plans={known} />}</Loaded>
        </Section>
        {may(actor, 'inspection:statistics') ? <Statistics /> : null}
        <ActDialog
          of={isOrdering ? (plans.data?.subjects ?? null) : null}
          title={t('inspections.order')}
          width={640}
          onClose={() => setOrdering(false)}
        >
          {(subjects) => <PlanForm subjects={subjects} onDone={() => setOrdering(false)} />}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Statistics() {
  const { t } = useTranslation();
  const counts = useQuery(inspectionStatisticsQuery);
  return (
    <Section title={t('inspections.statistics')}>
      <Loaded query={counts}>{(known) => <InspectionCounts counts={known} />}</Loaded>
    </Section>
  );
}

function Plans({ plans }: { readonly plans: readonly InspectionPlanView[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<InspectionPlanView>
      rowKey="id"
      rows={plans}
      empty={t('inspections.none')}
      columns={[
        {
          title: t('inspections.name'),
          key: 'title',
          render: (_, row) => (
            <>
              <Link to="/inspection/plans/$plan" params={{ plan: String(row.id) }} className="fj-link">
                {row.title}
              </Link>
              <div className="fj-faint">
                {named(row.region)} · {t('inspections.ordered', { by: row.orderedBy, at: showTime(row.orderedAt) })}
              </div>
            </>
          ),
        },
        {
          title: t('inspections.subject'),
          key: 'subject',
          render: (_, row) => (
            <>
              {say(row.subject)} {row.unannounced ? <Tag>{t('inspections.unannouncedTag')}</Tag> : null}
              {row.mutual ? <Tag>{t('inspections.mutualTag')}</Tag> : null}
            </>
          ),
        },
        {
          title: t('inspections.period'),
          key: 'period',
          render: (_, row) => <span className="fj-nowrap">{`${row.from} – ${row.to}`}</span>,
        },
        {
          title: t('inspections.draws'),
          key: 'draws',
          render: (_, row) => row.draws.map((draw) => <DrawState key={draw.id} draw={draw} />),
        },
      ]}
    />
  );
}
