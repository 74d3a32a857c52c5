/** 区域室内质控: how a month was reported by the institutions of a region, and what to look at. */
import type { IqcRegionResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { iqcRegionQuery } from '../../api/iqc.ts';
import { Require } from '../../app/require.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { lastMonth, thisMonth, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { RegionSuspicions } from './region-suspicions.tsx';

const route = getRouteApi('/desk/laboratory/iqc/region');
type Counts = Omit<IqcRegionResponse['items'][number], 'item'>;
type Regional = IqcRegionResponse['regions'][number];

export function IqcRegionPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const month = search.month ?? lastMonth();
  const region = useQuery(iqcRegionQuery(month));
  return (
    <Require can="iqc:oversee">
      <Page
        title={t('iqcMonths.region.title')}
        subtitle={region.data === undefined ? null : t('iqcMonths.region.subtitle', { day: region.data.dueOn })}
        tools={
          <>
            <MonthPicker
              label={t('iqcMonths.month')}
              value={month}
              last={thisMonth()}
              onChange={(chosen) => void navigate({ search: { month: chosen } })}
            />
            <Link to="/laboratory/iqc/peers" search={{ month }} className="fj-button-link">
              {t('iqcMonths.compare')}
            </Link>
          </>
        }
      >
        <Loaded
          query={region}
          rows={10}
          isEmpty={({ institutions }) => institutions.length === 0}
          empty={t('iqcMonths.region.none')}
        >
          {(data) => <Region data={data} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Region({ data }: { readonly data: IqcRegionResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const ofRegions = useCountColumns<Regional>(data.dueOn);
  return (
    <>
      {data.regions.length < 2 ? null : (
        <Section title={t('iqcMonths.region.regions')}>
          <RecordTable<Regional>
            rowKey={({ region }) => region.code}
            rows={worstFirst(data.regions)}
            empty={t('iqcMonths.region.none')}
            width={820}
            columns={[
              { title: t('iqcMonths.region.region'), key: 'region', render: (_, { region }) => named(region) },
              { title: t('iqcMonths.region.count'), dataIndex: 'institutions' },
              ...ofRegions,
            ]}
          />
        </Section>
      )}
      <Section title={t('iqcMonths.region.institutions')}>
        <RecordTable<IqcRegionResponse['institutions'][number]>
          rowKey={({ institution }) => institution.code}
          rows={worstFirst(data.institutions)}
          empty={t('iqcMonths.region.none')}
          width={760}
          columns={[
            {
              title: t('iqcMonths.region.institution'),
              key: 'institution',
              render: (_, { institution }) => (
                <Link
                  to="/laboratory/iqc/months"
                  search={{ institution: institution.code, month: data.month }}
                  className="fj-link"
                >
                  {named(institution)}
                </Link>
              ),
            },
            ...useCountColumns<IqcRegionResponse['institutions'][number]>(data.dueOn),
          ]}
        />
      </Section>
      <RegionSuspicions month={data.month} />
      <Section title={t('iqcMonths.region.byItem')}>
        <RecordTable<IqcRegionResponse['items'][number]>
          rowKey={({ item }) => item.code}
          rows={worstFirst(data.items)}
          empty={t('iqcMonths.region.none')}
          width={760}
          columns={[
            {
              title: t('iqcMonths.item'),
              key: 'item',
              render: (_, { item }) => (
                <Link to="/laboratory/iqc/peers" search={{ item: item.code, month: data.month }} className="fj-link">
                  {named(item)}
                </Link>
              ),
            },
            ...useCountColumns<IqcRegionResponse['items'][number]>(data.dueOn),
          ]}
        />
      </Section>
    </>
  );
}

const faults = ({ of, reported, late, failing, uncovered }: Counts): number =>
  of - reported + late + failing + uncovered;

function worstFirst<T extends Counts>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => faults(b) - faults(a));
}

function useCountColumns<T extends Counts>(dueOn: string): readonly TableColumnType<T>[] {
  const { t } = useTranslation();
  const isPast = today() > dueOn;
  const column = (name: 'failing' | 'uncovered', sign: string): TableColumnType<T> => ({
    title: t(`iqcMonths.region.${name}`),
    key: name,
    render: (_, row) => <Count value={row[name]} sign={sign} isBad />,
  });
  return [
    { title: t('iqcMonths.region.of'), key: 'of', render: (_, { of }) => of },
    { title: t('iqcMonths.region.reported'), key: 'reported', render: (_, { reported }) => reported },
    {
      title: t('iqcMonths.region.open'),
      key: 'open',
      render: (_, { of, reported }) => <Count value={of - reported} sign="○" isBad={isPast} />,
    },
    {
      title: t('iqcMonths.region.late'),
      key: 'late',
      render: (_, { late, daysLate }) => (
        <>
          <Count value={late} sign="▲" isBad />
          {late === 0 ? null : (
            <span className="fj-faint fj-nowrap"> {t('iqcMonths.region.daysLate', { count: daysLate })}</span>
          )}
        </>
      ),
    },
    column('failing', '◆'),
    column('uncovered', '◐'),
  ];
}

function Count({ value, sign, isBad }: { readonly value: number; readonly sign: string; readonly isBad: boolean }) {
  if (value === 0) return <span className="fj-faint">0</span>;
  return (
    <span className={isBad ? 'fj-iqc-verdict fj-iqc-out-of-control' : 'fj-nowrap'}>
      <span aria-hidden>{sign}</span> {value}
    </span>
  );
}
