/** Laboratory indicators of every institution within reach beside each other 机构对比. */
import type { LaboratoryIndicatorsRegion } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import type { OfMonth } from '../../api/resources.ts';
import { indicatorsRegionQuery } from '../../api/resources.ts';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { showFigure } from './show-figure.ts';

type Row = LaboratoryIndicatorsRegion['institutions'][number];

export function IndicatorsRegion({ of }: { readonly of: OfMonth }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <Loaded query={useQuery(indicatorsRegionQuery(of))} rows={12}>
      {(data) => (
        <Section title={t('resources.indicators.region', { month: data.month })}>
          <p>
            {t('resources.trend.open')}{' '}
            {data.indicators.map(({ code, title }) => (
              <Fragment key={code}>
                <Link
                  to="/laboratory/indicators/$code"
                  params={{ code }}
                  search={of}
                  title={say(title)}
                  className="fj-link fj-link-in-text"
                >
                  {code}
                </Link>{' '}
              </Fragment>
            ))}
          </p>
          <RecordTable<Row>
            rowKey={({ institution }) => institution.code}
            rows={data.institutions}
            empty={t('resources.indicators.none')}
            width={220 + 92 * data.indicators.length}
            columns={[
              {
                title: t('marks.institution'),
                key: 'institution',
                fixed: 'left' as const,
                width: 200,
                render: (_: unknown, { institution }: Row) => (
                  <Link
                    to="/laboratory/indicators"
                    search={{ ...of, institution: institution.code }}
                    className="fj-link"
                  >
                    {named(institution)}
                  </Link>
                ),
              },
              ...data.indicators.map(({ code, title }) => ({
                title: <abbr title={say(title)}>{code}</abbr>,
                key: code,
                align: 'right' as const,
                width: 92,
                render: (_: unknown, row: Row) => {
                  const figure = row.figures.find((one) => one.code === code);
                  if (figure === undefined) return '—';
                  // What was entered by hand is no count of the platform.
                  const isByHand = figure.standing === 'entered';
                  return (
                    <span className="fj-nowrap" title={t(`resources.indicators.standings.${figure.standing}`)}>
                      {showFigure(figure)}
                      {isByHand ? <sup aria-label={t('resources.indicators.standings.entered')}>◇</sup> : null}
                    </span>
                  );
                },
              })),
            ]}
          />
          <p className="fj-faint">{t('resources.indicators.byHand')}</p>
        </Section>
      )}
    </Loaded>
  );
}
