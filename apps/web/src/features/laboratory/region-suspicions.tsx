/** 可疑数据: series of the region that do not look measured, and control that was run after results went out; asked about, never judged. */
import type { IqcSuspicionsResponse } from '@fujie/wire/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { iqcSuspicionsQuery } from '../../api/iqc.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { orDash, Suspicions } from './month-parts.tsx';

type Series = IqcSuspicionsResponse['series'][number];
type AfterRelease = IqcSuspicionsResponse['afterRelease'][number];
type Suspicion = Series['suspicions'][number];

const DAYS_SHOWN = 6;

export function RegionSuspicions({ month }: { readonly month: string }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(iqcSuspicionsQuery(month));
  return (
    <Loaded query={found} rows={4}>
      {({ pages }) => {
        const series = pages.flatMap((page) => page.series);
        const looked = pages.reduce((sum, page) => sum + page.looked, 0);
        const more = found.hasNextPage ? (
          <Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('iqcMonths.asked.more')}
          </Button>
        ) : null;
        return (
          <>
            <Section title={t('iqcMonths.asked.series', { count: series.length, looked })} tools={more}>
              <p className="fj-faint">{t('iqcMonths.suspicionHint')}</p>
              <SeriesTable rows={series} />
            </Section>
            <Section title={t('iqcMonths.asked.afterRelease', { month })} tools={more}>
              <p className="fj-faint">{t('iqcMonths.asked.afterReleaseHint')}</p>
              <AfterReleaseTable rows={pages.flatMap(({ afterRelease }) => afterRelease)} />
            </Section>
          </>
        );
      }}
    </Loaded>
  );
}

function SeriesTable({ rows }: { readonly rows: readonly Series[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<Series>
      rowKey={({ institution, system, product, lot, level }) =>
        [institution.code, system, product, lot, level].join('|')
      }
      rows={rows}
      empty={t('iqcMonths.asked.none')}
      width={900}
      columns={[
        {
          title: t('iqcMonths.region.institution'),
          key: 'institution',
          render: (_, { institution }) => named(institution),
        },
        {
          title: t('iqcMonths.asked.system'),
          key: 'system',
          render: (_, { institution, item, system }) => (
            <Link
              to="/laboratory/iqc/systems/$code"
              params={{ code: system }}
              search={{ institution: institution.code }}
              className="fj-link"
            >
              {`${named(item)} ${system}`}
            </Link>
          ),
        },
        {
          title: t('iqcMonths.level'),
          key: 'level',
          render: (_, { level, product, lot }) => <span className="fj-nowrap">{`${level} · ${product} ${lot}`}</span>,
        },
        {
          title: t('iqcMonths.asked.found'),
          key: 'found',
          render: (_, { suspicions }) =>
            suspicions.map((one) => (
              <div key={one.kind}>
                <Suspicions kinds={[one.kind]} /> <Facts suspicion={one} />
              </div>
            )),
        },
      ]}
    />
  );
}

/** What was found, in numbers. */
function Facts({ suspicion: { kind, facts } }: { readonly suspicion: Suspicion }) {
  const { t } = useTranslation();
  const number = (name: string): number => facts[name] ?? 0;
  const said = {
    'never-beyond-2s': () => t('iqcMonths.asked.never', { n: number('n') }),
    'repeated-values': () =>
      t('iqcMonths.asked.repeated', {
        length: number('length'),
        first: number('first') + 1,
        again: number('again') + 1,
      }),
    'scatter-too-small': () =>
      t('iqcMonths.asked.small', { n: number('n'), sd: orDash(number('sd')), target: orDash(number('targetSd')) }),
  };
  return <span className="fj-faint">{said[kind]()}</span>;
}

function AfterReleaseTable({ rows }: { readonly rows: readonly AfterRelease[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<AfterRelease>
      rowKey={({ institution, item }) => `${institution.code}|${item.code}`}
      rows={rows.toSorted((a, b) => b.days.length - a.days.length)}
      empty={t('iqcMonths.asked.none')}
      width={760}
      columns={[
        {
          title: t('iqcMonths.region.institution'),
          key: 'institution',
          render: (_, { institution }) => named(institution),
        },
        { title: t('iqcMonths.item'), key: 'item', render: (_, { item }) => named(item) },
        {
          title: t('iqcMonths.asked.days'),
          key: 'days',
          align: 'right',
          render: (_, { days, testingDays }) => `${String(days.length)} / ${String(testingDays)}`,
        },
        {
          title: t('iqcMonths.asked.cases'),
          key: 'cases',
          render: (_, { days }) => (
            <>
              {days.slice(0, DAYS_SHOWN).map(({ day, releasedAt, controlledAt }) => (
                <div key={day} className="fj-nowrap">
                  {t('iqcMonths.asked.case', {
                    ...{
                      day,
                      released: showTime(releasedAt)?.slice(-5),
                      controlled: showTime(controlledAt)?.slice(-5),
                    },
                  })}
                </div>
              ))}
              {days.length > DAYS_SHOWN ? '…' : null}
            </>
          ),
        },
      ]}
    />
  );
}
