/** 报告: results with method, reference interval and marks, images, footnotes, and the conclusion that is not recognised. */
import type { ReportView, ResultView } from '@fujie/wire/contracts';
import { Alert, Descriptions, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { DataTable } from './data-table.tsx';
import { showTime } from './format.ts';
import { useNamed } from './language.ts';
import { MarkBadge } from './mark-badge.tsx';
import { useResultColumns } from './result-columns.tsx';
import { useStatusName } from './status-name.ts';

export function ReportContent({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const named = useNamed();
  const collected = report.results.find((result) => result.collectedAt !== null)?.collectedAt ?? null;
  return (
    <article className="fj-report">
      {report.status === 'entered-in-error' ? (
        <Alert type="error" showIcon title={t('clinical.report.withdrawn')} />
      ) : null}
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'institution', label: t('clinical.result.institution'), children: named(report.institution) },
          { key: 'number', label: t('clinical.report.number'), children: report.reportNumber ?? '—' },
          { key: 'collected', label: t('clinical.result.collected'), children: showTime(collected) ?? '—' },
          { key: 'reported', label: t('clinical.result.reported'), children: showTime(report.reportedAt) ?? '—' },
          { key: 'status', label: t('clinical.result.status'), children: <Tag>{statusName(report.status)}</Tag> },
        ]}
      />
      <ReportResults results={report.results} />
      {report.images.length === 0 ? null : <ReportImages report={report} />}
      {report.footnotes.length === 0 ? null : (
        <ul className="fj-footnotes">
          {report.footnotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {report.conclusion === null ? null : (
        <section className="fj-conclusion">
          <h3>
            {t('clinical.report.conclusion')} <Tag>{t('clinical.report.notRecognised')}</Tag>
          </h3>
          <p>{report.conclusion}</p>
          <p className="fj-faint">{t('clinical.report.conclusionHint')}</p>
        </section>
      )}
    </article>
  );
}

function ReportResults({ results }: { readonly results: readonly ResultView[] }) {
  const { t } = useTranslation();
  const shared = useResultColumns();
  const named = useNamed();
  return (
    <DataTable<ResultView>
      rowKey="id"
      size="small"
      pagination={false}
      scroll={{ x: 680 }}
      dataSource={[...results]}
      columns={[
        {
          title: t('clinical.result.item'),
          key: 'item',
          render: (_, row) => (
            <span className="fj-marks">
              {row.marks.map((label) => (
                <MarkBadge key={label} label={label} />
              ))}
              {row.item === null ? row.name : named(row.item)}
            </span>
          ),
        },
        shared.value,
        shared.reference,
        shared.method,
      ]}
    />
  );
}

function ReportImages({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('clinical.report.images')}</h3>
      <ul className="fj-images">
        {report.images.map((image) => (
          <li key={image.id}>
            <strong>{[image.modality, image.bodySite].filter((part) => part !== null).join(' · ')}</strong>
            <span>{showTime(image.startedAt)}</span>
            <span className="fj-faint">
              {image.series === null ? '' : t('clinical.report.series', { count: image.series })}{' '}
              {image.instances === null ? '' : t('clinical.report.instances', { count: image.instances })}
            </span>
            {image.viewerUrl === null ? (
              <span className="fj-faint">{t('clinical.report.noViewer')}</span>
            ) : (
              <a href={image.viewerUrl} target="_blank" rel="noreferrer" className="fj-link">
                {t('clinical.report.viewer')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
