/** The figures of each unit; every count opens to its cases. */
import type { Measure, Rate, StatisticsRow } from '@fujie/wire/contracts';
import { Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';

import { showRate } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import type { Picked, StatisticsFilter } from './measures.ts';
import { EXCEPTION_CODES, repeatedBy, repeatedTotal } from './measures.ts';
import { PickNumber } from './pick-number.tsx';

interface Props {
  readonly rows: readonly StatisticsRow[];
  readonly total: StatisticsRow;
  readonly by: StatisticsFilter['by'];
  readonly onPick: ((picked: Picked) => void) | null;
}

const COUNTED = [
  ['prompted', 'prompted'],
  ['opened', 'opened'],
  ['opportunities', 'opportunities'],
  ['acceptedMust', 'acceptedMust'],
  ['repeated', 'repeated'],
  ['overlooked', 'overlooked'],
  ['blocked', 'blocked'],
  ['encouraged', 'encouragedCount'],
  ['acceptedMay', 'acceptedMay'],
  ['repeatedMay', 'repeatedMay'],
  ['timedOut', 'timedOut'],
] as const satisfies readonly (readonly [Measure, string])[];

export function UnitTable({ rows, total, by, onPick }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const countOf = (row: StatisticsRow, measure: (typeof COUNTED)[number][0]): number =>
    measure === 'repeated' ? repeatedTotal(row.counts) : row.counts[measure];
  const keyOf = (row: StatisticsRow): string | null => (row === total ? null : row.key);
  const nameOf = (row: StatisticsRow): string => (row === total ? t('statistics.total') : say(row.name));
  const columns: ColumnsType<StatisticsRow> = [
    {
      title: t(`statistics.units.${by}`),
      key: 'name',
      fixed: 'left',
      width: 190,
      render: (_, row) => (row === total ? <strong>{nameOf(row)}</strong> : nameOf(row)),
    },
    {
      title: t('statistics.access'),
      key: 'access',
      align: 'right',
      render: (_, row) => <RateText rate={row.accessRate} />,
    },
    {
      title: t('statistics.gross'),
      key: 'gross',
      align: 'right',
      render: (_, row) => <RateText rate={row.grossRecognitionRate} />,
    },
    {
      title: t('statistics.net'),
      key: 'net',
      align: 'right',
      render: (_, row) => <RateText rate={row.netRecognitionRate} />,
    },
    {
      title: t('statistics.encouraged'),
      key: 'encouraged',
      align: 'right',
      render: (_, row) => <RateText rate={row.encouragedRecognitionRate} />,
    },
    ...COUNTED.map(([measure, label]) => ({
      title: t(`statistics.${label}`),
      key: measure,
      align: 'right' as const,
      sorter: (a: StatisticsRow, b: StatisticsRow) =>
        a === total || b === total ? 0 : countOf(a, measure) - countOf(b, measure),
      render: (_: unknown, row: StatisticsRow) => (
        <PickNumber
          value={countOf(row, measure)}
          picked={{ measure, label: t(`statistics.${label}`), unit: nameOf(row), key: keyOf(row), code: null }}
          onPick={onPick}
        />
      ),
    })),
    ...EXCEPTION_CODES.map((code) => ({
      title: t(`statistics.code${code}`),
      key: `code${code}`,
      align: 'right' as const,
      render: (_: unknown, row: StatisticsRow) => (
        <PickNumber
          value={repeatedBy(row.counts, code)}
          picked={{
            measure: 'repeated' as const,
            label: t(`statistics.code${code}`),
            unit: nameOf(row),
            key: keyOf(row),
            code,
          }}
          onPick={onPick}
        />
      ),
    })),
    {
      title: t('statistics.explanations'),
      key: 'explanations',
      align: 'right',
      render: (_, row) => `${row.counts.explanationsComplete} / ${row.counts.explanationsDue}`,
    },
    { title: t('statistics.yuanSaved'), key: 'saved', align: 'right', render: (_, row) => row.counts.yuanSaved },
  ];
  return (
    <Section title={t(`statistics.units.${by}`)}>
      <Table<StatisticsRow>
        rowKey="key"
        size="small"
        scroll={{ x: 'max-content' }}
        pagination={rows.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        dataSource={[total, ...rows]}
        columns={columns}
      />
    </Section>
  );
}

function RateText({ rate }: { readonly rate: Rate }) {
  const { t } = useTranslation();
  return (
    <span className="fj-rate-text">
      <strong>{showRate(rate.value) ?? t('statistics.notApplicable')}</strong>
      <span className="fj-faint">
        {rate.numerator} / {rate.denominator}
      </span>
    </span>
  );
}
