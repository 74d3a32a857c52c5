/** What a periodic report 室间质评定期报告 says in figures: rounds, items, laboratories. */
import type { EqaReportResponse } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { showPercent } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, withAside } from '../../ui/listed.ts';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';

type Figures = EqaReportResponse['figures'];
type Failure = Figures['institutions'][number]['failures'][number];

interface Props {
  readonly figures: Figures;
  readonly institutions: EqaReportResponse['institutions'];
  readonly advice?: EqaReportResponse['advice'];
}

export function ReportFigures({ figures, institutions, advice }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const itemOf = useItemNames();
  const nameOf = (code: string): string => {
    const known = institutions.find((one) => one.code === code);
    return known === undefined ? code : named(known);
  };
  const namesOf = (codes: readonly string[]): string => (codes.length === 0 ? '—' : listed(codes.map(nameOf)));
  const failed = ({ round, item, outcome, rectified }: Failure): string =>
    withAside(
      `${round} ${itemOf(item)} ${t(`eqaReports.outcomes.${outcome}`)}`,
      t(`eqaReports.rectified.${rectified}`),
    );
  const rateColumn = {
    title: t('eqaReports.rate'),
    key: 'rate',
    align: 'right' as const,
    render: (_: unknown, { graded, passed }: { readonly graded: number; readonly passed: number }) =>
      graded === 0 ? '—' : showPercent((100 * passed) / graded, 1),
  };
  const count = (key: 'enrolled' | 'inTime' | 'graded' | 'passed') => ({
    ...{ title: t(`eqaReports.${key}`), dataIndex: key, key, align: 'right' as const },
  });
  return (
    <>
      <h3>{t('eqaReports.rounds')}</h3>
      <RecordTable
        rows={figures.rounds}
        rowKey="round"
        width={720}
        empty={t('eqaReports.noRounds')}
        columns={[
          { title: t('eqa.round'), dataIndex: 'nameZh', key: 'round' },
          { title: t('eqaReports.closesOn'), dataIndex: 'closesOn', key: 'closesOn' },
          {
            title: t('eqaReports.publishedOn'),
            key: 'publishedOn',
            render: (_, { publishedOn, correctedOn }) => (
              <>
                {publishedOn ?? t('eqaReports.unpublished')}
                {correctedOn === null ? null : (
                  <div className="fj-faint">{t('eqaReports.correctedOn', { day: correctedOn })}</div>
                )}
              </>
            ),
          },
          count('enrolled'),
          count('inTime'),
          { title: t('eqaReports.late'), key: 'late', render: (_, row) => namesOf(row.late) },
          { title: t('eqaReports.missing'), key: 'missing', render: (_, row) => namesOf(row.missing) },
        ]}
      />
      {figures.items.length === 0 ? null : (
        <>
          <h3>{t('eqaReports.items')}</h3>
          <RecordTable
            rows={figures.items}
            rowKey="item"
            width={480}
            empty={t('eqaReports.noRounds')}
            columns={[
              { title: t('eqa.item'), key: 'item', render: (_, row) => itemOf(row.item) },
              count('graded'),
              count('passed'),
              rateColumn,
              { title: t('eqaReports.missing'), dataIndex: 'absent', key: 'absent', align: 'right' as const },
            ]}
          />
        </>
      )}
      {figures.institutions.length === 0 ? null : (
        <>
          <h3>{t('eqaReports.institutions')}</h3>
          <RecordTable
            rows={figures.institutions}
            rowKey="institution"
            width={advice === undefined ? 720 : 960}
            empty={t('eqaReports.noRounds')}
            columns={[
              { title: t('eqa.verify.institution'), key: 'name', render: (_, row) => nameOf(row.institution) },
              count('graded'),
              count('passed'),
              rateColumn,
              {
                title: t('eqaReports.failures'),
                key: 'failures',
                render: (_, row) => (row.failures.length === 0 ? '—' : listed(row.failures.map(failed))),
              },
              ...(advice === undefined
                ? []
                : [
                    {
                      title: t('eqaReports.advice'),
                      key: 'advice',
                      render: (_: unknown, row: Figures['institutions'][number]) =>
                        advice.find(({ institution }) => institution === row.institution)?.text ?? '—',
                    },
                  ]),
            ]}
          />
        </>
      )}
    </>
  );
}
