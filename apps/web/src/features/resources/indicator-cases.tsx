/** What a laboratory indicator counts, one by one: items, critical values, reports. */
import type { IndicatorCases, LaboratoryIndicator } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import type { OfMonth } from '../../api/resources.ts';
import { indicatorCasesQuery } from '../../api/resources.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Case = IndicatorCases['cases'][number];

interface Props {
  readonly indicator: Pick<LaboratoryIndicator, 'code' | 'numeratorTitle' | 'denominatorTitle'>;
  readonly of: OfMonth;
}

export function IndicatorCaseList({ indicator, of }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const seesLoops = may(useActor(), 'loop:read');
  const found = useQuery(indicatorCasesQuery(indicator.code, of));
  return (
    <Loaded query={found} rows={8}>
      {({ total, cases }) => (
        <>
          <p className="fj-faint">
            {`${say(indicator.numeratorTitle)} / ${say(indicator.denominatorTitle)}`}
            {total > cases.length ? ` · ${t('resources.indicators.shown', { shown: cases.length, total })}` : ''}
          </p>
          <RecordTable<Case>
            rowKey="key"
            rows={cases.toSorted((a, b) => Number(b.isCounted) - Number(a.isCounted))}
            empty={t('resources.indicators.noCases')}
            width={520}
            columns={[
              {
                title: t('resources.indicators.case'),
                key: 'case',
                render: (_, row) => {
                  if (row.item !== null) return `${named(row.item)} ${row.item.code}`;
                  if (row.loop === null || !seesLoops) return row.key;
                  return (
                    <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link">
                      {t('resources.indicators.loop', { id: row.loop })}
                    </Link>
                  );
                },
              },
              {
                title: t('resources.indicators.counted'),
                key: 'counted',
                width: 110,
                render: (_, row) =>
                  row.isCounted ? `● ${t('resources.indicators.yes')}` : `○ ${t('resources.indicators.no')}`,
              },
              { title: t('resources.indicators.detail'), dataIndex: 'detail' },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
