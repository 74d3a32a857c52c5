/** 质评定期报告: those of an organiser with their receipts; for an authority and a laboratory those that go to them. */
import type { EqaReportsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { eqaReportsQuery } from '../../api/eqa-reports.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { ReportForm } from './report-form.tsx';

type Line = EqaReportsResponse['reports'][number];

export function ReportsPage() {
  const { t } = useTranslation();
  const reports = useQuery(eqaReportsQuery);
  return (
    <Require can="eqa-report:read">
      <Page title={t('eqaReports.title')} subtitle={t('eqaReports.subtitle')}>
        <Loaded query={reports}>{(found) => <Reports found={found} />}</Loaded>
      </Page>
    </Require>
  );
}

function Reports({ found: { organisers, reports } }: { readonly found: EqaReportsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const navigate = useNavigate();
  const [isDrafting, setDrafting] = useState(false);
  const done = (id: number | null): void => {
    setDrafting(false);
    if (id !== null) void navigate({ to: '/laboratory/eqa/reports/$report', params: { report: String(id) } });
  };
  return (
    <Section
      title={t('eqaReports.title')}
      tools={
        organisers.length === 0 ? null : (
          <Button type="primary" onClick={() => setDrafting(true)}>
            {t('eqaReports.draft')}
          </Button>
        )
      }
    >
      <RecordTable<Line>
        rows={reports}
        rowKey="id"
        width={760}
        empty={t('eqaReports.none')}
        columns={[
          {
            title: t('eqaReports.period'),
            key: 'period',
            render: (_, row) => (
              <Link to="/laboratory/eqa/reports/$report" params={{ report: String(row.id) }} className="fj-link">
                {row.from} – {row.to}
              </Link>
            ),
          },
          { title: t('eqa.organiser'), key: 'organiser', render: (_, row) => named(row.organiser) },
          {
            title: t('eqaReports.version'),
            key: 'version',
            render: (_, row) => (
              <>
                {row.version} {row.isCurrent ? null : <Tag>{t('eqaReports.replaced')}</Tag>}
              </>
            ),
          },
          timeColumn(t('eqaReports.issued'), (row) => row.at),
          {
            title: t('eqaReports.receipts'),
            key: 'receipts',
            render: (_, row) =>
              row.isAwaited ? <Tag color="orange">{t('eqaReports.notReceived')}</Tag> : <Count of={row} />,
          },
        ]}
      />
      <ActDialog
        of={isDrafting ? organisers : null}
        title={t('eqaReports.draft')}
        width={1000}
        onClose={() => setDrafting(false)}
      >
        {(of) => <ReportForm organisers={of} onDone={done} />}
      </ActDialog>
    </Section>
  );
}

function Count({ of: { receipts } }: { readonly of: Line }) {
  const { t } = useTranslation();
  const count = receipts.filter(({ received }) => received !== null).length;
  return t('eqaReports.received', { count, all: receipts.length });
}
