import type { EqaOwnRound } from '@fujie/wire/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { timeColumn } from '../../ui/columns.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { saying } from '../../ui/listed.ts';
import { useInstitutionNames, useItemNames } from './item-names.ts';

type Appeal = EqaOwnRound['appeals'][number];

interface Props {
  readonly appeals: readonly Appeal[];
  /** What can be done about one that is not answered; for the organiser, who sees whose each is. */
  readonly answer?: (appeal: Appeal) => ReactNode;
}

export function AppealTable({ appeals, answer }: Props) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const institutionOf = useInstitutionNames();
  return (
    <RecordTable<Appeal>
      rowKey="id"
      rows={appeals}
      empty={t('eqa.noAppeals')}
      columns={[
        ...(answer === undefined
          ? []
          : [
              {
                title: t('eqa.institution'),
                key: 'institution',
                render: (_: unknown, row: Appeal) => institutionOf(row.institution),
              },
            ]),
        { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
        { title: t('eqa.appealText'), dataIndex: 'text' },
        { title: t('eqa.appealBy'), dataIndex: 'by' },
        timeColumn(t('eqa.appeal'), (row) => row.at),
        {
          title: t('eqa.answer'),
          key: 'answer',
          render: (_, row) =>
            row.answer === null
              ? (answer?.(row) ?? t('eqa.waiting'))
              : saying(t(`eqa.answers.${row.answer.outcome}`), row.answer.text),
        },
      ]}
    />
  );
}
