/** Scores of every laboratory, item by item 各实验室成绩; a laboratory opens to its samples. */
import type { EqaOrganisedRound, EqaScore } from '@fujie/wire/contracts';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { Section } from '../../ui/page.tsx';
import { CellTable } from './cell-table.tsx';
import { useInstitutionNames, useItemNames } from './item-names.ts';

interface Row {
  readonly institution: string;
  readonly scores: readonly EqaScore[];
}

interface Props {
  readonly round: EqaOrganisedRound['round'];
  readonly scores: readonly EqaScore[];
}

export function GradeTable({ round, scores }: Props) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const institutionOf = useInstitutionNames();
  const rows = [...new Set(scores.map(({ institution }) => institution))].map((institution): Row => ({
    institution,
    scores: scores.filter((score) => score.institution === institution),
  }));
  const failed = ({ scores: own }: Row): number => own.filter(({ outcome }) => outcome !== 'PASS').length;
  return (
    <Section title={t('eqa.grades')}>
      <Table<Row>
        rowKey="institution"
        size="small"
        pagination={rows.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        scroll={{ x: 280 + 96 * round.items.length }}
        dataSource={rows.sort((a, b) => failed(b) - failed(a))}
        expandable={{
          expandedRowRender: ({ scores: own }) =>
            own.map((score) => (
              <div key={score.item}>
                <h3 className="fj-subhead">{nameOf(score.item)}</h3>
                <CellTable
                  cells={score.cells}
                  unit={round.items.find(({ item }) => item === score.item)?.unit ?? null}
                  minimumGroup={round.items.find(({ item }) => item === score.item)?.minimumGroup}
                />
              </div>
            )),
        }}
        columns={[
          {
            title: t('eqa.institution'),
            key: 'institution',
            // On a phone the scores stand beside whose they are.
            fixed: 'left',
            width: 150,
            render: (_, row) => institutionOf(row.institution),
          },
          ...round.items.map(({ item }) => ({
            title: nameOf(item),
            key: item,
            align: 'right' as const,
            render: (_: unknown, row: Row) => {
              const score = row.scores.find((one) => one.item === item);
              if (score === undefined) return '';
              const text = score.percent === null ? '—' : `${String(Math.round(score.percent))}%`;
              const isBad = score.outcome === 'FAIL' || score.outcome === 'ABSENT';
              return (
                <span className={isBad ? 'fj-bad' : score.outcome === 'PASS' ? 'fj-good' : 'fj-faint'}>
                  {score.outcome === 'ABSENT' ? t('eqa.outcomes.ABSENT') : text}
                </span>
              );
            },
          })),
        ]}
      />
    </Section>
  );
}
