/** What is wrong with a sheet, row by row and column by column. */
import type { RegisterColumn } from '@fujie/wire/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ApiProblem, ProblemSpot } from '../api/problem.ts';
import { DataTable } from './data-table.tsx';
import { useBilingual } from './language.ts';
import { spotOf } from './spot.ts';

interface Props {
  readonly problem: ApiProblem;
  /** The faults to list, unless all of them: those that no field of a form shows. */
  readonly spots?: readonly ProblemSpot[];
  /** Columns of the sheet, which give their titles. */
  readonly columns: readonly RegisterColumn[];
}

export function FaultTable({ problem, spots = problem.errors, columns }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <>
      <Alert
        type="error"
        showIcon
        className="fj-problem"
        title={t('registers.previewFailed')}
        description={say(problem.detail)}
      />
      <SpotTable
        spots={spots}
        titleOf={(id) => {
          const column = columns.find((candidate) => candidate.id === id);
          return column === undefined ? id : say(column);
        }}
      />
    </>
  );
}

interface SpotProps {
  readonly spots: readonly ProblemSpot[];
  readonly titleOf: (column: string) => string;
}

/** Faults alone, by row and column. */
export function SpotTable({ spots, titleOf }: SpotProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  if (spots.length === 0) return null;
  return (
    <DataTable<ProblemSpot>
      rowKey={(spot) => `${spot.path}|${spot.code}|${spot.message}`}
      size="small"
      pagination={spots.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      dataSource={[...spots]}
      columns={[
        {
          title: t('registers.row'),
          key: 'row',
          align: 'right',
          width: 90,
          render: (_, spot) => spotOf(spot.path).row ?? '—',
        },
        {
          title: t('registers.column'),
          key: 'column',
          width: 180,
          render: (_, spot) => {
            const { column } = spotOf(spot.path);
            return column === null ? '—' : titleOf(column);
          },
        },
        {
          title: t('registers.fault'),
          key: 'fault',
          render: (_, spot) => say({ zh: spot.messageZh, en: spot.message }),
        },
      ]}
    />
  );
}
