/** One test system 检测系统: its control charts, its runs with the rules that fired, and what is entered for it. */
import type { IqcSeriesResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Descriptions } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { iqcSeriesQuery } from '../../api/iqc.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, showNumber, today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { showUnit } from '@fujie/core/kernel';
import { EventTable, InstantTable, ResultTable, RunTable, TargetTable } from './series-tables.tsx';
import { SeriesCharts } from './series-charts.tsx';
import type { Act } from './series-acts.tsx';
import { SeriesAct } from './series-acts.tsx';
import { plottedOf } from './plotted.ts';
import { ruleName } from '../../ui/rule-name.ts';

const route = getRouteApi('/desk/laboratory/iqc/systems/$code');
const DAYS = 60;

export function IqcSystemPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const { code } = route.useParams();
  const { institution, from = daysAgo(DAYS), to = today() } = route.useSearch();
  const navigate = route.useNavigate();
  const series = useQuery(iqcSeriesQuery(code, { from, to, ...(institution === undefined ? {} : { institution }) }));
  const item = series.data?.system.item;
  return (
    <Require can="iqc:read">
      <div className="fj-iqc-system">
        <Page
          title={t('iqc.series.title', { item: item === undefined ? code : named(item) })}
          subtitle={
            series.data === undefined
              ? code
              : `${named(series.data.institution)} · ${named(series.data.system.instrument)} ${series.data.system.instrument.code}`
          }
          tools={
            <>
              <PeriodPicker
                from={from}
                to={to}
                labels={[t('field.from'), t('field.to')]}
                onChange={(first, last) =>
                  void navigate({ search: (before) => ({ ...before, from: first, to: last }) })
                }
              />
              <Button onClick={() => globalThis.print()}>{t('iqc.series.print')}</Button>
              <Link
                to="/laboratory/iqc/systems/$code/performance"
                params={{ code }}
                search={institution === undefined ? {} : { institution }}
                className="fj-button-link"
              >
                {t('iqcPerformance.link')}
              </Link>
              <Link
                to="/laboratory/iqc"
                search={institution === undefined ? {} : { institution }}
                className="fj-button-link"
              >
                {t('iqc.overview')}
              </Link>
            </>
          }
        >
          <Loaded query={series} rows={14}>
            {(data) => <Series data={data} />}
          </Loaded>
        </Page>
      </div>
    </Require>
  );
}

function Series({ data }: { readonly data: IqcSeriesResponse }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [act, setAct] = useState<Act | null>(null);
  const plotted = useMemo(() => plottedOf(data), [data]);
  const canManage = may(actor, 'iqc:manage') && actor?.institution?.code === data.institution.code;
  const { system } = data;
  const rejecting = system.rules.filter((rule) => !system.warnings.includes(rule));
  const open = data.loops.find(({ status }) => status === 'open');
  const numbers = data.results.filter(({ value }) => value !== null).length;
  return (
    <>
      {system.heldSince === null ? null : (
        <Alert
          type="error"
          showIcon
          className="fj-more"
          title={t('iqc.heldSince', { day: system.heldSince })}
          description={open?.isMistaken === true ? t('iqc.toConfirm') : undefined}
          action={
            open === undefined || !may(actor, 'loop:read') ? null : (
              <>
                <Link
                  to="/laboratory/iqc/affected"
                  search={{ loop: String(open.id) }}
                  className="fj-link fj-link-in-text"
                >
                  {t('iqcAffected.short')}
                </Link>{' '}
                <Link to="/loops/$id" params={{ id: String(open.id) }} className="fj-link fj-link-in-text">
                  {t('iqc.openLoop')}
                </Link>
              </>
            )
          }
        />
      )}
      <Section
        title={system.code}
        tools={
          canManage ? (
            <>
              <Button onClick={() => setAct({ kind: 'target' })}>{t('iqc.series.setTarget')}</Button>
              <Button onClick={() => setAct({ kind: 'event' })}>{t('iqc.series.addEvent')}</Button>
            </>
          ) : null
        }
      >
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2, lg: 3 }}
          items={[
            { key: 'rules', label: t('iqc.series.rules'), children: listed(rejecting.map(ruleName)) },
            { key: 'warnings', label: t('iqc.series.warnings'), children: listed(system.warnings.map(ruleName)) },
            { key: 'levels', label: t('iqc.series.levels'), children: system.levels },
            ...(system.maxCv === null
              ? []
              : [{ key: 'cv', label: t('iqc.series.maxCv'), children: `${showNumber(system.maxCv)}%` }]),
            ...(system.tea === null
              ? []
              : [{ key: 'tea', label: t('iqc.series.tea'), children: `${showNumber(system.tea)}%` }]),
            ...(system.unit === null
              ? []
              : [{ key: 'unit', label: t('iqc.series.unit'), children: showUnit(system.unit) }]),
          ]}
        />
      </Section>
      {data.targets.length === 0 ? (
        <Alert type="info" showIcon className="fj-more" title={t('iqc.series.noTargets')} />
      ) : null}
      {plotted.length < numbers && data.targets.length > 0 ? (
        <Alert
          type="info"
          showIcon
          className="fj-more"
          title={t('iqc.series.notPlotted', { count: numbers - plotted.length })}
        />
      ) : null}
      {plotted.length === 0 ? null : <SeriesCharts data={data} plotted={plotted} />}
      {data.instant.length === 0 ? null : <InstantTable data={data} />}
      <RunTable data={data} plotted={plotted} />
      <ResultTable data={data} plotted={plotted} onAct={canManage ? setAct : null} />
      <TargetTable data={data} />
      <EventTable data={data} />
      <SeriesAct act={act} data={data} onClose={() => setAct(null)} />
    </>
  );
}
