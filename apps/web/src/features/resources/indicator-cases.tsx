/** What a laboratory indicator counts, one by one: items, devices, critical values, reports. */
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

/** Whose cases are reports: of them a laboratory reads the numbers here, and what they say in its own system. */
const OF_REPORTS: readonly string[] = ['CL-12', 'CL-13'];
const IS_DAY = /^\d{4}-\d{2}-\d{2}$/;

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
          {cases.length > 0 && OF_REPORTS.includes(indicator.code) ? (
            <p>{t('resources.indicators.reportsHint')}</p>
          ) : null}
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
                  const known = row.item ?? row.device;
                  if (known !== null) return `${named(known)} ${known.code}`;
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
              {
                title: t(
                  cases.every(({ detail }) => IS_DAY.test(detail.en)) ? 'field.day' : 'resources.indicators.detail',
                ),
                key: 'detail',
                render: (_, { detail }) => say(detail),
              },
              ...(cases.every(({ minutes }) => minutes === null)
                ? []
                : [
                    {
                      title: t('resources.indicators.took'),
                      key: 'minutes',
                      align: 'right' as const,
                      render: (_: unknown, { minutes }: Case) =>
                        minutes === null ? '—' : t('resources.minutes', { count: minutes }),
                    },
                  ]),
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
