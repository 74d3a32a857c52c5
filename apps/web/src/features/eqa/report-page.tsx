/** A periodic report 室间质评定期报告: what it says, who received it; its correction, and the receipt of an authority. */
import type { EqaReportResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { eqaReportPaper, eqaReportQuery, receiveEqaReport } from '../../api/eqa-reports.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { ReportFigures } from './report-figures.tsx';
import { ReportForm } from './report-form.tsx';
import { useRoundAct } from './round-act.ts';

const route = getRouteApi('/desk/laboratory/eqa/reports/$report');

export function ReportPage() {
  const { t } = useTranslation();
  const { report: id } = route.useParams();
  const report = useQuery(eqaReportQuery(id));
  return (
    <Require can="eqa-report:read">
      <Page
        title={t('eqaReports.title')}
        subtitle={
          <Link to="/laboratory/eqa/reports" className="fj-link fj-link-in-text">
            {t('eqaReports.back')}
          </Link>
        }
      >
        <Loaded query={report}>{(found) => <Report key={found.id} report={found} />}</Loaded>
      </Page>
    </Require>
  );
}

function Report({ report }: { readonly report: EqaReportResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const navigate = useNavigate();
  const [isCorrecting, setCorrecting] = useState(false);
  const receive = useRoundAct(() => receiveEqaReport(report.id));
  const done = (id: number | null): void => {
    setCorrecting(false);
    if (id !== null) void navigate({ to: '/laboratory/eqa/reports/$report', params: { report: String(id) } });
  };
  return (
    <>
      {receive.error === null ? null : <ProblemAlert error={receive.error} />}
      <Section
        title={`${named(report.organiser)} ${report.from} – ${report.to}`}
        tools={
          <>
            <DownloadLink href={eqaReportPaper(report.id)}>{t('eqaReports.paper')}</DownloadLink>
            {report.canCorrect ? <Button onClick={() => setCorrecting(true)}>{t('eqaReports.correct')}</Button> : null}
            {report.isAwaited ? (
              <Button type="primary" loading={receive.isPending} onClick={() => receive.mutate(undefined)}>
                {t('eqaReports.receive')}
              </Button>
            ) : null}
          </>
        }
      >
        <p>
          {saying(t('eqaReports.version'), String(report.version))}{' '}
          <Tag color={report.isCurrent ? 'green' : 'default'}>
            {t(report.isCurrent ? 'eqaReports.current' : 'eqaReports.replaced')}
          </Tag>{' '}
          {saying(t('eqaReports.issued'), `${showTime(report.at) ?? ''} ${report.by}`)}
        </p>
        {report.reason === null ? null : <p>{saying(t('eqaReports.reason'), report.reason)}</p>}
        <h3>{t('eqaReports.summary')}</h3>
        <p className="fj-eqa-report-text">{report.summary}</p>
        <ReportFigures figures={report.figures} institutions={report.institutions} advice={report.advice} />
      </Section>
      <Section title={t('eqaReports.receipts')}>
        <RecordTable
          rows={report.receipts}
          rowKey={({ region }) => region.code}
          width={480}
          empty={t('eqaReports.none')}
          columns={[
            { title: t('eqaReports.authority'), key: 'region', render: (_, row) => named(row.region) },
            {
              title: t('eqaReports.receivedBy'),
              key: 'by',
              render: (_, row) => row.received?.by ?? t('eqaReports.notReceived'),
            },
            { title: t('eqaReports.receivedAt'), key: 'at', render: (_, row) => showTime(row.received?.at) ?? '—' },
          ]}
        />
      </Section>
      <ActDialog
        of={isCorrecting ? report : null}
        title={t('eqaReports.correct')}
        width={1000}
        onClose={() => setCorrecting(false)}
      >
        {(of) => <ReportForm organisers={[]} of={of} onDone={done} />}
      </ActDialog>
    </>
  );
}
