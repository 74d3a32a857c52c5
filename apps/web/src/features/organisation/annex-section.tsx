/** 四十项指标: which departments have each of the forty, who answers for it and which office chases it, their newest values as they are. */
import type { CoreIndicatorsResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Select, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { KeepRegister } from './keep-register.tsx';

type Annex = NonNullable<CoreIndicatorsResponse['annex']>;
type Row = Annex['indicators'][number];
type Given = Row['departments'][number];
const SHOWN = ['all', 'unassigned', 'lacking'] as const;
type Shown = (typeof SHOWN)[number];

const isShown = (shown: Shown, { departments }: Row): boolean => {
  if (shown === 'all') return true;
  return shown === 'unassigned' ? departments.length === 0 : departments.some(({ lacks }) => lacks.length > 0);
};

export function AnnexSection({ annex, month }: { readonly annex: Annex; readonly month: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [shown, setShown] = useState<Shown>('all');
  const { assigned, days, indicators } = annex;
  return (
    <Section
      title={t('annex.title', { month })}
      tools={
        <>
          <KeepRegister register="indicator-duty" />
          <KeepRegister register="department-indicator-month" />
          <Select<Shown>
            aria-label={t('annex.show')}
            value={shown}
            popupMatchSelectWidth={false}
            onChange={setShown}
            options={SHOWN.map((value) => ({ value, label: t(`annex.shown.${value}`) }))}
          />
        </>
      }
    >
      <div className="fj-organisation-figures">
        <Statistic title={t('annex.assigned')} value={`${String(assigned)} / ${String(indicators.length)}`} />
      </div>
      <p className="fj-faint">{t('annex.days', days)}</p>
      <RecordTable<Row>
        rowKey="clause"
        rows={indicators.filter((row) => isShown(shown, row))}
        empty={t('annex.none')}
        width={560}
        columns={[
          {
            title: t('indicators.indicator'),
            key: 'title',
            width: '38%',
            render: (_, row) => (
              <>
                <Link to="/regulation/$clause" params={{ clause: row.clause }} className="fj-link fj-link-in-text">
                  {row.clause.slice('henan-2023.ind.'.length)}
                </Link>
                {` ${say(row.title)}`}
                {row.figures.map((figure) => (
                  <div key={figure.title.en}>
                    <Tag color="green">{t('indicators.standings.computed')}</Tag>
                    {say(figure.title)} {String(figure.numerator)}/{String(figure.denominator)}
                  </div>
                ))}
              </>
            ),
          },
          {
            title: t('annex.departments'),
            key: 'departments',
            render: (_, { departments, isShare }) =>
              departments.length === 0 ? (
                <Tag color="red">{t('annex.unassigned')}</Tag>
              ) : (
                <GivenTo departments={departments} isShare={isShare} />
              ),
          },
        ]}
      />
    </Section>
  );
}

/** The departments of an indicator: who answers for it, what the month lacks, the newest value and how old it is. */
export function GivenTo({
  departments,
  isShare,
}: {
  readonly departments: readonly Given[];
  readonly isShare: boolean;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  return departments.map(({ department, owner, office, latest, lacks, analysis }) => (
    <div key={department.code}>
      <strong>{named(department)}</strong>{' '}
      <span className="fj-faint">{t('annex.charged', { owner: owner.name, office: named(office) })}</span>
      <div>
        {latest === null ? (
          <span className="fj-faint">{t('annex.noValue')}</span>
        ) : (
          <>
            {latest.month} {valueOf(latest, isShare)} <span className="fj-faint">{latest.basis}</span>{' '}
            <span className="fj-faint">{t('annex.age', { days: latest.days })}</span>
          </>
        )}
      </div>
      {analysis === null ? null : (
        <div>
          <span className="fj-faint">{t('indicators.analysis')}</span> {analysis}
        </div>
      )}
      {lacks.length === 0 ? null : (
        <div className="fj-faint">
          {t('indicators.lacks', { steps: listed(lacks.map((step) => t(`annex.steps.${step}`))) })}
        </div>
      )}
    </div>
  ));
}

function valueOf({ numerator, denominator }: NonNullable<Given['latest']>, isShare: boolean): string {
  if (denominator === null) return String(numerator);
  const counted = `${String(numerator)}/${String(denominator)}`;
  if (denominator === 0) return counted;
  const value = numerator / denominator;
  return `${counted} (${isShare ? `${String(Math.round(1000 * value) / 10)}%` : String(Math.round(100 * value) / 100)})`;
}
