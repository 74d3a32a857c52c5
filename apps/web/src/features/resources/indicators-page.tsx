/** 检验质量指标: the fifteen of a month and edition, each number opening to what it counts; for a region the institutions beside each other. */
import type { LaboratoryIndicator } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './resources.css';
import type { OfMonth } from '../../api/resources.ts';
import { indicatorsQuery } from '../../api/resources.ts';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { lastMonth, thisMonth } from '../../ui/format.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { IndicatorCaseList } from './indicator-cases.tsx';
import { IndicatorsRegion } from './indicators-region.tsx';
import { KeepRegister } from './keep-register.tsx';
import { showFigure } from './show-figure.ts';
import { StandingTag } from './standing-tag.tsx';
import { EDITIONS, editionName } from './standings.ts';

const route = getRouteApi('/desk/laboratory/indicators');
export function LaboratoryIndicatorsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const isOfRegion = (useActor()?.institution ?? null) === null;
  const month = search.month ?? lastMonth();
  const edition = search.edition ?? '2025';
  return (
    <Require can="resource:read">
      <Page
        title={t('resources.indicators.title')}
        subtitle={t('resources.indicators.subtitle')}
        tools={
          <>
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, institution: chosen }) })}
            />
            <MonthPicker
              label={t('resources.indicators.month')}
              value={month}
              last={thisMonth()}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, month: chosen }) })}
            />
            <Segmented<OfMonth['edition']>
              aria-label={t('resources.indicators.edition')}
              value={edition}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, edition: chosen }) })}
              options={EDITIONS.map((value) => ({ value, label: editionName(t, value) }))}
            />
          </>
        }
      >
        {isOfRegion ? <IndicatorsRegion of={{ month, edition }} /> : null}
        <OfInstitution of={{ institution, month, edition }} />
      </Page>
    </Require>
  );
}

function OfInstitution({ of }: { readonly of: OfMonth & { readonly institution: string } }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const found = useQuery(indicatorsQuery(of));
  const [chosen, setChosen] = useState<LaboratoryIndicator | null>(null);
  return (
    <Loaded query={found} rows={15}>
      {(data) => (
        <Section
          title={`${named(data.institution)} ${data.month}`}
          tools={<KeepRegister register="laboratory-count" label={t('resources.registers.counts')} />}
        >
          <RecordTable<LaboratoryIndicator>
            rowKey="code"
            rows={data.indicators}
            empty={t('resources.indicators.none')}
            width={860}
            columns={[
              {
                title: t('resources.indicators.indicator'),
                key: 'title',
                render: (_, row) => (
                  <>
                    {`${row.code} ${say(row.title)}`}{' '}
                    {row.isChanged ? <span className="fj-faint">{t('resources.indicators.changed')}</span> : null}
                  </>
                ),
              },
              {
                title: t('resources.indicators.value'),
                key: 'value',
                align: 'right',
                width: 110,
                render: (_, row) => <strong className="fj-nowrap">{showFigure(row)}</strong>,
              },
              {
                title: t('resources.indicators.counts'),
                key: 'counts',
                render: (_, row) => (
                  <>
                    {row.numerator === null ? '' : `${say(row.numeratorTitle)} ${String(row.numerator)} / `}
                    {row.denominator === null
                      ? say(row.numeratorTitle)
                      : `${say(row.denominatorTitle)} ${String(row.denominator)}`}
                  </>
                ),
              },
              {
                title: t('resources.indicators.standing'),
                key: 'standing',
                render: (_, row) => (
                  <>
                    <StandingTag of={row} />
                    {row.entered === null ? null : (
                      <span className="fj-faint">
                        {row.standing === 'computed'
                          ? t('resources.indicators.enteredBeside', row.entered)
                          : row.entered.basis}
                      </span>
                    )}
                  </>
                ),
              },
              {
                title: t('resources.indicators.cases'),
                key: 'cases',
                width: 150,
                render: (_, row) => (
                  <span className="fj-resources-keep">
                    <Link
                      to="/laboratory/indicators/$code"
                      params={{ code: row.code }}
                      search={of}
                      className="fj-link"
                      aria-label={`${t('resources.trend.open')} ${row.code}`}
                    >
                      {t('resources.trend.open')}
                    </Link>
                    {row.hasCases ? (
                      <Button
                        size="small"
                        aria-label={`${t('resources.indicators.open')} ${row.code}`}
                        onClick={() => setChosen(row)}
                      >
                        {t('resources.indicators.open')}
                      </Button>
                    ) : null}
                  </span>
                ),
              },
            ]}
          />
          <ActDialog
            of={chosen}
            title={chosen === null ? '' : `${chosen.code} ${say(chosen.title)} ${data.month}`}
            width={760}
            onClose={() => setChosen(null)}
          >
            {(indicator) => <IndicatorCaseList indicator={indicator} of={of} />}
          </ActDialog>
        </Section>
      )}
    </Loaded>
  );
}
