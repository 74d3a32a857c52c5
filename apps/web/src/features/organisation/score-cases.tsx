/** 得分明细: the steps of loops that a number of a scorecard counts, first those that were not met; each leads to its loop. */
import type { ScoreCasesQuery, ScoreCasesResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { scoreCasesQuery } from '../../api/organisation.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Case = ScoreCasesResponse['cases'][number];

const COLOURS: Readonly<Record<Case['standing'], string>> = { met: 'green', 'met-late': 'orange', overdue: 'red' };

export function ScoreCases({ of }: { readonly of: ScoreCasesQuery }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const found = useQuery(scoreCasesQuery(of));
  return (
    <Loaded query={found}>
      {({ total, cases }) => (
        <>
          {total > cases.length ? (
            <p className="fj-faint">{t('resources.indicators.shown', { shown: cases.length, total })}</p>
          ) : null}
          <RecordTable<Case>
            rowKey={({ loop, step }) => `${String(loop)} ${step.zh}`}
            rows={cases}
            empty={t('scorecards.noCases')}
            width={720}
            columns={[
              {
                title: t('loops.kind'),
                key: 'kind',
                render: (_, row) => (
                  <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                    {say(row.kind)}
                  </Link>
                ),
              },
              { title: t('scorecards.step'), key: 'step', render: (_, row) => say(row.step) },
              { title: t('scorecards.department'), key: 'department', render: (_, row) => named(row.department) },
              {
                title: t('scorecards.standing'),
                key: 'standing',
                render: (_, { standing }) => (
                  <Tag color={COLOURS[standing]}>{t(`scorecards.standings.${standing}`)}</Tag>
                ),
              },
              timeColumn(t('scorecards.dueAt'), (row) => row.dueAt),
              timeColumn(t('scorecards.doneAt'), (row) => row.doneAt),
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
