/** 互认周报: who handed in the return of a week, who was late, who is missing; the weeks before, and how punctual each unit is. */
import type { WeeklyReturnRow, WeeklyReturnsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select, Statistic } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './statistics.css';
import { returnsQuery } from '../../api/weekly-returns.ts';
import { Require } from '../../app/require.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { showRate } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { Ledger } from './ledger.tsx';
import { ReturnTag } from './return-tag.tsx';
import { TypicalCase } from './typical-case.tsx';

export function ReturnsPage() {
  const { t } = useTranslation();
  const found = useQuery(returnsQuery);
  return (
    <Require can="weekly-return:read">
      <Page title={t('returns.title')} subtitle={t('returns.subtitle')}>
        <Loaded query={found} rows={12}>
          {(data) =>
            data.weeks.length === 0 || data.rows.length === 0 ? (
              <Section title={t('returns.title')}>
                <EmptyNote>{t('returns.none')}</EmptyNote>
              </Section>
            ) : (
              <Returns data={data} />
            )
          }
        </Loaded>
      </Page>
    </Require>
  );
}

function Returns({ data: { weeks, rows, total, typical, ledger } }: { readonly data: WeeklyReturnsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [newest] = weeks;
  const [chosen, setChosen] = useState(newest?.week ?? '');
  const week = weeks.find((one) => one.week === chosen) ?? newest;
  if (week === undefined) return null;
  const unpunctual = rows.filter((row) => {
    const status = row.weeks.find((one) => one.week === week.week)?.status;
    return status === 'missing' || status === 'late';
  });
  return (
    <>
      <Section
        title={t('returns.ofWeek')}
        tools={
          <Select
            aria-label={t('returns.week')}
            value={week.week}
            onChange={setChosen}
            popupMatchSelectWidth={false}
            options={weeks.map((one) => ({ value: one.week, label: `${one.week} – ${one.until}` }))}
          />
        }
      >
        <div className="fj-returns-figures">
          <Statistic title={t('returns.dueOn')} value={week.dueOn} formatter={(value) => value} />
          {(['onTime', 'late', 'missing'] as const).map((key) => (
            <Statistic key={key} title={t(`returns.figures.${key}`)} value={week[key]} />
          ))}
        </div>
        <WeekTable rows={rows} week={week.week} />
      </Section>
      {unpunctual.length === 0 ? null : (
        <Section title={t('returns.named')}>
          <WeekTable rows={unpunctual} week={week.week} />
        </Section>
      )}
      <Section title={t('returns.history')}>
        <p className="fj-faint">
          {t('returns.timeliness', {
            onTime: total.onTime,
            due: total.due,
            rate: showRate(total.due === 0 ? null : total.onTime / total.due) ?? t('statistics.notApplicable'),
          })}
        </p>
        <History rows={rows} weeks={weeks} />
      </Section>
      {ledger.length === 0 ? null : (
        <Section title={t('returns.ledger.title')}>
          <Ledger rows={ledger} isOfUnits />
        </Section>
      )}
      {typical.length === 0 ? null : (
        <Section title={t('returns.typicals')}>
          {typical.map(({ unit, name, week: of, ...told }) => (
            <div key={`${unit} ${of}`} className="fj-returns-said">
              <h3>
                {named(name)} <span className="fj-faint">{of}</span>
              </h3>
              <TypicalCase of={told} />
            </div>
          ))}
        </Section>
      )}
    </>
  );
}

function useUnitColumn() {
  const { t } = useTranslation();
  const named = useNamed();
  return {
    title: t('returns.unit'),
    key: 'unit',
    width: 220,
    render: (_: unknown, row: WeeklyReturnRow) => (
      <>
        <div>{named(row.name)}</div>
        <span className="fj-faint">
          {row.kind === 'county' || row.county === null ? t('returns.county') : named(row.county)}
        </span>
      </>
    ),
  };
}

function WeekTable({ rows, week }: { readonly rows: readonly WeeklyReturnRow[]; readonly week: string }) {
  const { t } = useTranslation();
  const unit = useUnitColumn();
  const of = (row: WeeklyReturnRow) => row.weeks.find((one) => one.week === week);
  return (
    <RecordTable<WeeklyReturnRow>
      rowKey="unit"
      rows={rows.filter((row) => of(row) !== undefined)}
      empty={t('returns.none')}
      width={680}
      columns={[
        unit,
        {
          title: t('returns.status'),
          key: 'status',
          render: (_, row) => <ReturnTag status={of(row)?.status ?? 'due'} />,
        },
        timeColumn(t('returns.submittedAt'), (row) => of(row)?.submittedAt ?? null),
        {
          title: t('field.operation'),
          key: 'open',
          render: (_, row) => (
            <Link to="/weekly-returns/$unit/$week" params={{ unit: row.unit, week }} className="fj-link">
              {t('returns.open')}
            </Link>
          ),
        },
      ]}
    />
  );
}

function History({ rows, weeks }: Pick<WeeklyReturnsResponse, 'rows' | 'weeks'>) {
  const { t } = useTranslation();
  const unit = useUnitColumn();
  return (
    <RecordTable<WeeklyReturnRow>
      rowKey="unit"
      rows={rows}
      empty={t('returns.none')}
      width={1120}
      columns={[
        unit,
        {
          title: t('returns.rate'),
          key: 'rate',
          align: 'right',
          width: 110,
          render: (_, row) => (
            <>
              <strong>{showRate(row.due === 0 ? null : row.onTime / row.due) ?? '—'}</strong>
              <div className="fj-faint">
                {row.onTime} / {row.due}
              </div>
            </>
          ),
        },
        ...weeks.map(({ week }) => ({
          title: week.slice(5),
          key: week,
          width: 96,
          render: (_: unknown, row: WeeklyReturnRow) => {
            const found = row.weeks.find((one) => one.week === week);
            return found === undefined ? '—' : <ReturnTag status={found.status} />;
          },
        })),
      ]}
    />
  );
}
