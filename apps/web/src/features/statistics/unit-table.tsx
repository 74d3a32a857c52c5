/** The figures of each unit; every number opens to its cases. */
import type { Measure, StatisticsRow } from '@fujie/wire/contracts';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';

import { DataTable } from '../../ui/data-table.tsx';
import { showRate } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import type { Picked, StatisticsFilter } from './measures.ts';
import { countOf, EXCEPTION_CODES, GROUPS, RATES, repeatedBy } from './measures.ts';
import { PickNumber } from './pick-number.tsx';

interface Props {
  readonly rows: readonly StatisticsRow[];
  readonly total: StatisticsRow;
  readonly by: StatisticsFilter['by'];
  readonly onPick: ((picked: Picked) => void) | null;
}

export function UnitTable({ rows, total, by, onPick }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const nameOf = (row: StatisticsRow): string => (row === total ? t('statistics.total') : say(row.name));
  const number = (row: StatisticsRow, value: number | string, measure: Measure, code: string | null = null) => (
    <PickNumber
      value={value}
      picked={{
        measure,
        label: code === null ? t(`statistics.measures.${measure}`) : t(`statistics.code${code as Code}`),
        unit: nameOf(row),
        key: row === total ? null : row.key,
        code,
      }}
      onPick={onPick}
    />
  );
  const columns: ColumnsType<StatisticsRow> = [
    {
      title: t(`statistics.units.${by}`),
      key: 'name',
      fixed: 'left',
      width: 230,
      render: (_, row) => (row === total ? <strong>{nameOf(row)}</strong> : nameOf(row)),
    },
    {
      title: t('statistics.groups.rates'),
      key: 'rates',
      children: RATES.map(({ rate, numerator, denominator }) => ({
        title: t(`statistics.rates.${rate}`),
        key: rate,
        align: 'right' as const,
        width: 110,
        render: (_: unknown, row: StatisticsRow) => (
          <span className="fj-rate-text">
            <strong>{showRate(row[rate].value) ?? t('statistics.notApplicable')}</strong>
            <span className="fj-faint">
              {number(row, row[rate].numerator, numerator)} / {number(row, row[rate].denominator, denominator)}
            </span>
          </span>
        ),
      })),
    },
    ...GROUPS.map(([group, measures]) => ({
      title: t(`statistics.groups.${group}`),
      key: group,
      children:
        group === 'reasons'
          ? EXCEPTION_CODES.map((code) => ({
              title: t(`statistics.code${code}`),
              key: `code${code}`,
              align: 'right' as const,
              width: 100,
              render: (_: unknown, row: StatisticsRow) => number(row, repeatedBy(row.counts, code), 'repeated', code),
            }))
          : measures.map((measure: Measure) => ({
              title: t(`statistics.measures.${measure}`),
              key: measure,
              align: 'right' as const,
              width: 105,
              sorter: (a: StatisticsRow, b: StatisticsRow) =>
                a === total || b === total
                  ? 0
                  : Number(countOf(a.counts, measure)) - Number(countOf(b.counts, measure)),
              render: (_: unknown, row: StatisticsRow) => number(row, countOf(row.counts, measure), measure),
            })),
    })),
  ];
  return (
    <Section title={t(`statistics.units.${by}`)}>
      <DataTable<StatisticsRow>
        rowKey="key"
        size="small"
        bordered
        scroll={{ x: 'max-content' }}
        pagination={rows.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        dataSource={[total, ...rows]}
        columns={columns}
      />
    </Section>
  );
}

type Code = (typeof EXCEPTION_CODES)[number];
