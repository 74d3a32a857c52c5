/** 核心制度指标: the 35 of a month, computed, entered or missing, and how far each went through its cycle. */
import type { CoreIndicatorsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, DatePicker, Select, Statistic, Tag } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { indicatorsQuery } from '../../api/organisation.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { today } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { AnnexSection, GivenTo } from './annex-section.tsx';
import { KeepRegister } from './keep-register.tsx';

const route = getRouteApi('/desk/indicators');
type Row = CoreIndicatorsResponse['indicators'][number];
type Figure = Row['figures'][number];
const STANDINGS = ['computed', 'entered', 'missing'] as const;
const SHOWN = ['all', ...STANDINGS, 'complete'] as const;
type Shown = (typeof SHOWN)[number];
const COLOURS: Readonly<Record<Row['standing'], string>> = { computed: 'green', entered: 'blue', missing: 'default' };

export function IndicatorsPage() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { month = dayjs(today()).subtract(1, 'month').format('YYYY-MM') } = route.useSearch();
  const found = useQuery(indicatorsQuery(month));
  const hasAnnex = found.data !== undefined && found.data.annex !== null;
  return (
    <Require can="journal:read">
      <Page
        title={t(hasAnnex ? 'indicators.titleWithForty' : 'indicators.title')}
        subtitle={t('indicators.subtitle')}
        tools={
          <DatePicker
            picker="month"
            allowClear={false}
            aria-label={t('indicators.month')}
            value={dayjs(`${month}-01`)}
            onChange={(picked: dayjs.Dayjs | null) => {
              if (picked !== null) void navigate({ search: { month: picked.format('YYYY-MM') } });
            }}
          />
        }
      >
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: CoreIndicatorsResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [shown, setShown] = useState<Shown>('all');
  const forty = useRef<HTMLDivElement>(null);
  const { indicators, computed, entered, missing, complete, better, compared, loop, from, to } = data;
  // What has a value first, each in the order of the numbers.
  const rows = STANDINGS.flatMap((standing) => indicators.filter((row) => row.standing === standing)).filter(
    (row) => shown === 'all' || (shown === 'complete' ? row.isComplete : row.standing === shown),
  );
  return (
    <>
      <div className="fj-organisation-figures">
        <Statistic title={t('indicators.standings.computed')} value={computed} />
        <Statistic title={t('indicators.standings.entered')} value={entered} />
        <Statistic title={t('indicators.standings.missing')} value={missing} />
        <Statistic title={t('indicators.complete')} value={`${String(complete)} / ${String(indicators.length)}`} />
        <Statistic title={t('indicators.better')} value={`${String(better)} / ${String(compared)}`} />
        {data.annex === null ? null : (
          <Button onClick={() => forty.current?.scrollIntoView({ block: 'start' })}>{t('indicators.toForty')}</Button>
        )}
      </div>
      <Section
        title={t('indicators.of', { month: data.month })}
        tools={
          <>
            {loop === null ? null : (
              <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link">
                {t('indicators.cycle')}
              </Link>
            )}
            <KeepRegister register="indicator-month" />
            <Select<Shown>
              aria-label={t('indicators.standing')}
              value={shown}
              popupMatchSelectWidth={false}
              onChange={setShown}
              options={SHOWN.map((value) => ({ value, label: t(`indicators.standings.${value}`) }))}
            />
          </>
        }
      >
        <RecordTable<Row>
          rowKey="indicator"
          rows={rows}
          empty={t('indicators.none')}
          width={760}
          columns={[
            {
              title: t('indicators.indicator'),
              key: 'title',
              width: '32%',
              render: (_, row) => (
                <>
                  <Link to="/regulation/$clause" params={{ clause: row.clause }} className="fj-link fj-link-in-text">
                    {Number(row.indicator)}
                  </Link>
                  {` ${say(row.title)}`}
                </>
              ),
            },
            {
              title: t('indicators.value'),
              key: 'value',
              width: '38%',
              render: (_, row) => (
                <>
                  <Value row={row} from={from} to={to} />
                  <Baseline row={row} />
                  <GivenTo departments={row.departments} isShare={row.isShare} />
                </>
              ),
            },
            {
              title: t('indicators.steps'),
              key: 'steps',
              render: (_, row) => <Steps row={row} />,
            },
          ]}
        />
      </Section>
      {data.annex === null ? null : (
        <div ref={forty}>
          <AnnexSection annex={data.annex} month={data.month} />
        </div>
      )}
    </>
  );
}

function Value({ row, from, to }: { readonly row: Row; readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { standing, figures, entered, notComputed } = row;
  return (
    <>
      <Tag color={COLOURS[standing]}>{t(`indicators.standings.${standing}`)}</Tag>
      {figures.map((figure) => (
        <div key={figure.indicator}>
          {say(figure.title)} <Opened figure={figure} from={from} to={to} />
        </div>
      ))}
      {entered === null ? null : (
        <div>
          {shareOf(entered)} <span className="fj-faint">{entered.basis}</span>
        </div>
      )}
      {standing === 'missing' && notComputed !== null ? <div className="fj-faint">{say(notComputed)}</div> : null}
    </>
  );
}

/** The first month with a value, and whether the indicator is better than then. */
function Baseline({ row: { baseline, isBetter, figures, entered } }: { readonly row: Row }) {
  const { t } = useTranslation();
  if (baseline === null) return null;
  const isShare = figures.length > 0 ? figures[0]?.kind === 'share' : (entered?.denominator ?? null) !== null;
  const said = baseline.values.map((value) => {
    if (value === null) return '—';
    return isShare ? `${String(Math.round(1000 * value) / 10)}%` : String(Math.round(10 * value) / 10);
  });
  return (
    <div className="fj-faint">
      {t('indicators.baseline', { month: baseline.month, values: said.join(' · ') })}
      {isBetter === null ? null : ` ${t(isBetter ? 'targets.isBetter' : 'targets.isNotBetter')}`}
    </div>
  );
}

/** A figure that opens to its cases, for who may read them. */
function Opened({ figure, from, to }: { readonly figure: Figure; readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const actor = useActor();
  const { kind, value, numerator, denominator, indicator } = figure;
  if (denominator === 0) return <span className="fj-faint">{t('indicators.noCases')}</span>;
  const counted = kind === 'share' ? `${String(numerator)}/${String(denominator)}` : '';
  const text =
    value === null
      ? t('indicators.notKnown')
      : kind === 'share'
        ? `${counted} (${String(Math.round(1000 * value) / 10)}%)`
        : t('indicators.minutes', { minutes: Math.round(value * 10) / 10, cases: numerator });
  if (!may(actor, 'critical-value:read')) return <strong>{text}</strong>;
  return (
    <Link
      to="/critical-values"
      search={{ from, to, indicator: indicator as 'same-day', part: 'denominator' }}
      className="fj-link fj-link-in-text"
    >
      {text}
    </Link>
  );
}

function shareOf({ numerator, denominator }: NonNullable<Row['entered']>): string {
  if (denominator === null) return String(numerator);
  const share = denominator === 0 ? '' : ` (${String(Math.round((1000 * numerator) / denominator) / 10)}%)`;
  return `${String(numerator)}/${String(denominator)}${share}`;
}

function Steps({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  const said = (['analysis', 'feedback', 'action'] as const).flatMap((step) => {
    const text = row[step];
    return text === null ? [] : [{ step, text }];
  });
  if (said.length === 0) return '—';
  return (
    <>
      {row.lacks.length === 0 ? null : (
        <div className="fj-faint">
          {t('indicators.lacks', {
            steps: listed(row.lacks.map((step) => t(`indicators.${step === 'value' ? 'collected' : step}`))),
          })}
        </div>
      )}
      {row.isComplete ? <Tag color="green">{t('indicators.standings.complete')}</Tag> : null}
      {said.map(({ step, text }) => (
        <div key={step}>
          <span className="fj-faint">{t(`indicators.${step}`)}</span> {text}
        </div>
      ))}
    </>
  );
}
