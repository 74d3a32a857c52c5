/** 检测系统性能: the trend of its CV, sigma by each named allowable error with the rules it asks for, and new lots beside old ones. */
import type { IqcPerformanceResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Select, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { IQC_KEY, iqcPerformanceQuery, setIqcTarget } from '../../api/iqc.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { Chart } from '../../ui/chart.tsx';
import { useCriterionText } from '../../ui/criterion-text.ts';
import { showDay, showPercent } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { AllowableErrors } from './allowable-errors.tsx';
import { figureIn, orDash } from './month-parts.tsx';
import { decisionOption, isBySd, trendOption } from './performance-options.ts';
import { ruleName } from '../../ui/rule-name.ts';
import { takenTarget } from './target-results.ts';

const route = getRouteApi('/desk/laboratory/iqc/systems/$code/performance');
type Data = IqcPerformanceResponse;
type Sigma = Data['sigmas'][number];
type Change = Data['lotChanges'][number];
const ESTIMATORS = ['mean', 'median', 'root-mean-square'] as const;

export function IqcPerformancePage() {
  const { t } = useTranslation();
  const named = useNamed();
  const { code } = route.useParams();
  const { institution } = route.useSearch();
  const performance = useQuery(iqcPerformanceQuery(code, institution));
  const { data } = performance;
  const within = institution === undefined ? {} : { institution };
  return (
    <Require can="iqc:read">
      <Page
        title={t('iqcPerformance.title', { item: data === undefined ? code : named(data.item) })}
        subtitle={data === undefined ? code : `${named(data.institution)} · ${data.system}`}
        tools={
          <>
            {data === undefined ? null : (
              <Link
                to="/laboratory/iqc/patients"
                search={{ ...within, item: data.item.code }}
                className="fj-button-link"
              >
                {t('iqcPatients.link')}
              </Link>
            )}
            <Link to="/laboratory/iqc/systems/$code" params={{ code }} search={within} className="fj-button-link">
              {t('iqcPerformance.charts')}
            </Link>
          </>
        }
      >
        <Loaded query={performance} rows={12}>
          {(found) => (
            <>
              <Trend data={found} />
              <AllowableErrors data={found} />
              <Sigmas data={found} />
              <Changes data={found} />
            </>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}

function Trend({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const option = useMemo(() => trendOption(data, { cv: t('iqcMonths.maxCv'), sd: t('iqcMonths.maxSd') }), [data, t]);
  const figure = isBySd(data.limits) ? 'SD' : 'CV';
  return (
    <Section title={t('iqcPerformance.trend', { figure })}>
      {data.months.length === 0 ? null : (
        <Chart
          option={option}
          height={240}
          label={t('iqcPerformance.trendLabel', { figure, count: data.months.length })}
        />
      )}
      <RecordTable<Data['months'][number]>
        rowKey={({ month, product, lot, level }) => [month, product, lot, level].join('|')}
        rows={data.months.toReversed()}
        empty={t('iqcPerformance.noMonths')}
        width={640}
        columns={[
          { title: t('iqcMonths.month'), key: 'month', render: (_, { month }) => month },
          { title: t('iqcMonths.level'), key: 'level', render: (_, { level }) => level },
          { title: t('iqcMonths.lot'), key: 'lot', render: (_, row) => `${row.product} ${row.lot}` },
          { title: t('iqcMonths.n'), key: 'n', render: (_, { n }) => n },
          { title: t('iqcMonths.mean'), key: 'mean', render: (_, { mean }) => figureIn(mean, data.unit) },
          { title: t('iqcMonths.sd'), key: 'sd', render: (_, { sd }) => figureIn(sd, data.unit) },
          { title: t('iqcMonths.cv'), key: 'cv', render: (_, { cvPercent }) => showPercent(cvPercent) },
          { title: t('iqcMonths.out'), key: 'out', render: (_, { out }) => out },
        ]}
      />
    </Section>
  );
}

function Sigmas({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const [allowed, setAllowed] = useState(0);
  const [estimator, setEstimator] = useState<Sigma['estimator']>('mean');
  const rows = data.sigmas.filter((one) => one.allowed === allowed && one.estimator === estimator);
  const named = useNamed();
  const textOf = useCriterionText();
  const option = useMemo(() => (rows.length === 0 ? null : decisionOption(rows, t('iqcPerformance.bias'))), [rows, t]);
  return (
    <Section
      title={t('iqcPerformance.sigma')}
      tools={
        data.allowed.length === 0 ? null : (
          <>
            <Select
              aria-label={t('iqcPerformance.allowed')}
              className="fj-sigma-source"
              value={allowed}
              popupMatchSelectWidth={false}
              onChange={setAllowed}
              options={data.allowed.map((one, value) => ({
                value,
                label: `${t(`iqcPerformance.sources.${one.source}`)} ${named(one)} ${textOf(one.criterion, data.unit)}`,
              }))}
            />
            <Select<Sigma['estimator']>
              aria-label={t('iqcPerformance.estimator')}
              value={estimator}
              popupMatchSelectWidth={false}
              onChange={setEstimator}
              options={ESTIMATORS.map((value) => ({ value, label: t(`iqcPerformance.estimators.${value}`) }))}
            />
          </>
        )
      }
    >
      {data.allowed.length > 0 && rows.length === 0 ? <EmptyNote>{t('iqcPerformance.tooFew')}</EmptyNote> : null}
      {option === null ? null : (
        <div className="fj-youden">
          <Chart option={option} height={320} label={t('iqcPerformance.decisionLabel', { count: rows.length })} />
        </div>
      )}
      {rows.length === 0 ? null : <SigmaTable rows={rows} />}
      <p className="fj-faint">
        {data.rounds.length === 0
          ? t('iqcPerformance.noRounds')
          : t('iqcPerformance.rounds', {
              rounds: data.rounds
                .map(({ round, percent, closedAt }) => `${round} (${showDay(closedAt) ?? ''}) ${showPercent(percent)}`)
                .join('; '),
            })}
      </p>
    </Section>
  );
}

function SigmaTable({ rows }: { readonly rows: readonly Sigma[] }) {
  const { t } = useTranslation();
  return (
    <RecordTable<Sigma>
      rowKey={({ product, lot, level }) => [product, lot, level].join('|')}
      rows={rows}
      empty={t('iqcPerformance.tooFew')}
      columns={[
        { title: t('iqcMonths.level'), key: 'level', render: (_, { level, lot }) => `${level} ${lot}` },
        {
          title: t('iqcMonths.cv'),
          key: 'cv',
          render: (_, { cvPercent, n }) => t('iqcMonths.cumulativeOf', { cv: showPercent(cvPercent), count: n }),
        },
        {
          title: t('iqcPerformance.allowedHere'),
          key: 'allowed',
          render: (_, { allowedHere: { percent, by } }) => (
            <>
              {showPercent(percent, 1)} <span className="fj-faint">{t(`iqcPerformance.by.${by}`)}</span>
            </>
          ),
        },
        {
          title: t('iqcPerformance.bias'),
          key: 'bias',
          render: (_, { bias }) => (bias === null ? t('iqcPerformance.biasUnknown') : showPercent(bias)),
        },
        { title: 'σ', key: 'sigma', render: (_, { sigma }) => <strong>{sigma.toFixed(2)}</strong> },
        {
          title: t('iqcPerformance.qgi'),
          key: 'qgi',
          render: (_, { qgi }) =>
            qgi === null ? '—' : `${qgi.value.toFixed(2)} ${t(`iqcPerformance.readings.${qgi.reading}`)}`,
        },
        {
          title: t('iqcPerformance.rules'),
          key: 'rules',
          render: (_, { rules }) => rules.map((rule) => ruleName(rule)).join(' / '),
        },
        {
          title: t('iqcPerformance.design'),
          key: 'design',
          render: (_, { designs }) =>
            designs.map(({ n, r }) => t('iqcPerformance.designOf', { n, r })).join(t('field.between')),
        },
        {
          title: t('iqcPerformance.runSize'),
          key: 'runSize',
          render: (_, { runSize }) => runSize ?? t('iqcPerformance.noRunSize'),
        },
      ]}
    />
  );
}

function Changes({ data }: { readonly data: Data }) {
  const { t } = useTranslation();
  const actor = useActor();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: setIqcTarget,
    onSuccess: () => queries.invalidateQueries({ queryKey: IQC_KEY }),
  });
  const canManage = may(actor, 'iqc:manage') && actor?.institution?.code === data.institution.code;
  const take = (change: Change) => {
    const reason = t('iqcPerformance.takenReason', { count: change.proposal.n });
    act.mutate(takenTarget(data.system, change, { reason, outlier: t('iqcPerformance.outlierReason') }));
  };
  return (
    <Section title={t('iqcPerformance.changes')}>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      {data.lotChanges.length === 0 ? null : <p className="fj-iqc-note">{t('iqcPerformance.changeHint')}</p>}
      <RecordTable<Change>
        rowKey={({ product, newLot, level }) => [product, newLot, level].join('|')}
        rows={data.lotChanges}
        empty={t('iqcPerformance.noChanges')}
        columns={[
          { title: t('iqcMonths.level'), key: 'level', render: (_, { product, level }) => `${product} ${level}` },
          {
            title: t('iqcPerformance.oldLot'),
            key: 'old',
            render: (_, { oldLot, old }) =>
              oldLot === null
                ? '—'
                : `${oldLot}: ${orDash(old.mean)} ± ${figureIn(old.sd, data.unit)} (n ${String(old.n)})`,
          },
          {
            title: t('iqcPerformance.newLot'),
            key: 'new',
            render: (_, { newLot, from, proposal: { n } }) =>
              `${newLot} (n ${String(n)}, ${t('iqcPerformance.since', { day: showDay(from) ?? '' })})`,
          },
          {
            title: t('iqcPerformance.proposal'),
            key: 'proposal',
            render: (_, { proposal, outliers }) => (
              <>
                <span className="fj-nowrap">
                  {orDash(proposal.mean)} ± {figureIn(proposal.sd, data.unit)}
                </span>{' '}
                {proposal.isTooFew ? <Tag color="gold">{t('iqcPerformance.fewResults')}</Tag> : null}
                {outliers.map(({ result, value }) => (
                  <Tag key={result} color="orange">
                    {t('iqcPerformance.outlier', { value })}
                  </Tag>
                ))}
              </>
            ),
          },
          ...(canManage
            ? [
                {
                  title: t('iqcPerformance.take'),
                  key: 'take',
                  render: (_: unknown, change: Change) => (
                    <Button
                      size="small"
                      disabled={change.proposal.isTooFew || !(Number(change.proposal.sd) > 0)}
                      loading={act.isPending}
                      onClick={() => take(change)}
                    >
                      {t(change.outliers.length === 0 ? 'iqcPerformance.take' : 'iqcPerformance.takeWithout')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
