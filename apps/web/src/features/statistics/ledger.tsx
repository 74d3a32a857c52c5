/** 问题台账: problems handed in with weekly returns, what is not solved first; each opens to its loop. */
import type { WeeklyReturnsResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import { RecordTable } from '../../ui/record-table.tsx';

type Problem = WeeklyReturnsResponse['ledger'][number];
const COLOURS: Readonly<Record<Problem['state'], string>> = {
  open: 'blue',
  overdue: 'red',
  solved: 'green',
  released: 'default',
};

interface Props {
  readonly rows: readonly Problem[];
  /** Whether they are of several units. */
  readonly isOfUnits?: boolean;
}

export function Ledger({ rows, isOfUnits = false }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Problem>
      rowKey="loop"
      rows={rows}
      empty={t('returns.none')}
      width={900}
      columns={[
        {
          title: t('returns.ledger.problem'),
          key: 'problem',
          width: 240,
          render: (_, row) => (
            <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
              {row.problem}
            </Link>
          ),
        },
        {
          title: t('returns.status'),
          key: 'state',
          width: 110,
          render: (_, row) => <Tag color={COLOURS[row.state]}>{t(`returns.ledger.states.${row.state}`)}</Tag>,
        },
        { title: t('returns.ledger.measure'), dataIndex: 'measure' },
        { title: t('returns.ledger.responsible'), dataIndex: 'responsible', width: 120 },
        { title: t('returns.ledger.dueOn'), dataIndex: 'dueOn', width: 120 },
        ...(isOfUnits
          ? [
              {
                title: t('returns.unit'),
                key: 'unit',
                width: 180,
                render: (_: unknown, row: Problem) => named(row.name),
              },
            ]
          : []),
      ]}
    />
  );
}
