/** 指标趋势: one indicator over months, of an institution beside its region and its target; each month opens to what it counts. */
import type { IndicatorTrend } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './resources.css';
import type { OfMonth } from '../../api/resources.ts';
import { indicatorTrendFile, indicatorTrendQuery } from '../../api/resources.ts';
import { InstitutionPicker } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { compact } from '../../app/search.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { Chart } from '../../ui/chart.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { lastMonth, thisMonth } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { IndicatorCaseList } from './indicator-cases.tsx';
import { showFigure } from './show-figure.ts';
import { StandingTag } from './standing-tag.tsx';
import { codeIn, codesOf, EDITIONS, editionName, editionOf } from './standings.ts';
import { indicatorTrendOption } from './trend-option.ts';

const route = getRouteApi('/desk/laboratory/indicators/$code');
const LENGTHS = ['6', '12', '24'] as const;
type Month = IndicatorTrend['months'][number];

export function IndicatorTrendPage() {
  const { t } = useTranslation();
  const { code } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isOfRegion = (useActor()?.institution ?? null) === null;
  const month = search.month ?? lastMonth();
  const { institution } = search;
  const of = {
    month,
    edition: search.edition ?? editionOf(code),
    ...(institution === undefined ? {} : { institution }),
  };
  const months = search.months ?? '12';
  return (
    <Require can="resource:read">
      <Page
        title={t('resources.trend.title')}
        subtitle={t('resources.trend.subtitle')}
        tools={
          <>
            <Select
              aria-label={t('resources.indicators.indicator')}
              value={code}
              popupMatchSelectWidth={false}
              onChange={(chosen) => void navigate({ params: { code: chosen }, search: (before) => before })}
              options={codesOf(of.edition).map((value) => ({ value, label: value }))}
            />
            {isOfRegion ? (
              <InstitutionPicker
                whole={t('resources.trend.region')}
                value={institution ?? ''}
                onChange={(chosen) =>
                  void navigate({
                    search: (before) => compact({ ...before, institution: chosen === '' ? undefined : chosen }),
                  })
                }
              />
            ) : null}
            <MonthPicker
              label={t('resources.trend.last')}
              value={month}
              last={thisMonth()}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, month: chosen }) })}
            />
            <Segmented<(typeof LENGTHS)[number]>
              aria-label={t('resources.trend.length')}
              value={months}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, months: chosen }) })}
              options={LENGTHS.map((value) => ({
                value,
                label: t('resources.trend.months', { count: Number(value) }),
              }))}
            />
            <Segmented<OfMonth['edition']>
              aria-label={t('resources.indicators.edition')}
              value={of.edition}
              onChange={(chosen) =>
                void navigate({
                  params: { code: codeIn(chosen, code) },
                  search: (before) => ({ ...before, edition: chosen }),
                })
              }
              options={EDITIONS.map((value) => ({ value, label: editionName(t, value) }))}
            />
          </>
        }
      >
        <Loaded query={useQuery(indicatorTrendQuery(code, of, months))} rows={12}>
          {(data) => <Trend data={data} file={indicatorTrendFile(code, of, months)} />}
        </Loaded>
      </Page>
    </Require>
  );
}

function Trend({ data, file }: { readonly data: IndicatorTrend; readonly file: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const [chosen, setChosen] = useState<Month | null>(null);
  const who = data.institution === null ? t('resources.trend.region') : named(data.institution);
  const option = useMemo(
    () =>
      indicatorTrendOption(data, {
        ...{ own: who, region: t('resources.trend.median'), aim: t('resources.trend.aim') },
        figure: (value) => showFigure({ kind: data.kind, value }),
      }),
    [data, who, t],
  );
  const isEmpty = data.months.every(({ own, region }) => (own?.value ?? null) === null && region.median === null);
  const [aim] = data.aims.slice(-1);
  const institution = data.institution;
  return (
    <Section
      title={`${data.code} ${say(data.title)} · ${who}`}
      tools={
        <>
          <Link
            to="/laboratory/indicators"
            search={{ edition: data.edition, ...(institution === null ? {} : { institution: institution.code }) }}
            className="fj-link"
          >
            {t('resources.trend.all')}
          </Link>
          <DownloadLink href={file}>{t('resources.trend.excel')}</DownloadLink>
        </>
      }
    >
      <p className="fj-faint">
        {`${say(data.numeratorTitle)} / ${say(data.denominatorTitle)}`}
        {aim === undefined
          ? ''
          : ` · ${t(aim.isLower ? 'resources.trend.aimAtMost' : 'resources.trend.aimAtLeast', {
              aim: showFigure({ kind: data.kind, value: aim.aim }),
            })}`}
        {data.isChanged ? ` · ${t('resources.indicators.changed')}` : ''}
      </p>
      {isEmpty ? (
        <EmptyNote>{t('resources.trend.none')}</EmptyNote>
      ) : (
        <>
          <Chart option={option} height={280} label={t('resources.trend.chart', { code: data.code, who })} />
          <p className="fj-faint">{t('resources.trend.hollow')}</p>
        </>
      )}
      <Months data={data} onOpen={setChosen} />
      <ActDialog
        of={chosen}
        title={chosen === null ? '' : `${data.code} ${say(data.title)} ${chosen.month}`}
        width={760}
        onClose={() => setChosen(null)}
      >
        {({ month }) => (
          <IndicatorCaseList
            indicator={data}
            of={{ month, edition: data.edition, ...(institution === null ? {} : { institution: institution.code }) }}
          />
        )}
      </ActDialog>
    </Section>
  );
}

interface MonthsProps {
  readonly data: IndicatorTrend;
  readonly onOpen: (month: Month) => void;
}

function Months({ data: { kind, months, institution }, onOpen }: MonthsProps) {
  const { t } = useTranslation();
  const own =
    institution === null
      ? []
      : [
          {
            title: t('resources.indicators.value'),
            key: 'value',
            align: 'right' as const,
            render: (_: unknown, row: Month) => (
              <strong className="fj-nowrap">{showFigure({ kind, value: row.own?.value ?? null })}</strong>
            ),
          },
          {
            title: t('resources.trend.counts'),
            key: 'counts',
            align: 'right' as const,
            render: (_: unknown, row: Month) => (
              <span className="fj-nowrap">
                {row.own?.standing === 'missing' ? '' : `${show(row.own?.numerator)} / ${show(row.own?.denominator)}`}
              </span>
            ),
          },
          {
            title: t('resources.indicators.standing'),
            key: 'standing',
            render: (_: unknown, { own: one }: Month) => (one === null ? null : <StandingTag of={one} />),
          },
          {
            title: t('resources.indicators.cases'),
            key: 'cases',
            render: (_: unknown, row: Month) =>
              row.own?.hasCases === true ? (
                <Button
                  size="small"
                  aria-label={`${t('resources.indicators.open')} ${row.month}`}
                  onClick={() => onOpen(row)}
                >
                  {t('resources.indicators.open')}
                </Button>
              ) : null,
          },
        ];
  return (
    <RecordTable<Month>
      rowKey="month"
      rows={months.toReversed()}
      empty={t('resources.trend.none')}
      width={institution === null ? 560 : 860}
      columns={[
        { title: t('resources.indicators.month'), dataIndex: 'month', className: 'fj-nowrap' },
        ...own,
        {
          title: t('resources.trend.median'),
          key: 'median',
          align: 'right',
          render: (_, { region }) => (
            <span className="fj-nowrap">
              {showFigure({ kind, value: region.median })}
              {region.least === null || region.greatest === null ? null : (
                <span className="fj-faint">
                  {` ${showFigure({ kind, value: region.least })}–${showFigure({ kind, value: region.greatest })}`}
                </span>
              )}
            </span>
          ),
        },
        {
          title: t('resources.trend.of'),
          key: 'of',
          render: (_, { region }) => t(`resources.trend.${basisOf(region)}`, { ...region }),
        },
      ]}
    />
  );
}

/** Of whom the median is; of few it is not told. */
function basisOf({ standing, computed, entered }: Month['region']): 'ofNone' | 'ofFew' | 'ofEntered' | 'ofComputed' {
  if (computed + entered === 0) return 'ofNone';
  if (standing === null) return 'ofFew';
  return standing === 'entered' ? 'ofEntered' : 'ofComputed';
}

const show = (count: number | null | undefined): string => (typeof count === 'number' ? String(count) : '—');
