/** 统计: how an item came out over all laboratories: passed, results of each sample, z in order, Youden. */
import { showUnit } from '@fujie/core/kernel';
import type { EqaItemSummary, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaPaper } from '../../api/eqa.ts';
import { Chart } from '../../ui/chart.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { showNumber } from '../../ui/format.ts';
import { inUnit, saying } from '../../ui/listed.ts';
import { EmptyNote } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { histogramOption, pairsOf, sortedOption, youdenOption } from './eqa-charts.ts';
import { useItemNames } from './item-names.ts';

export function Statistics({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const { round, summaries, evaluation } = data;
  const [chosen, setItem] = useState<string | null>(null);
  // Graded while it is looked at, the first is shown.
  const item = chosen ?? summaries[0]?.item ?? '';
  const summary = summaries.find((one) => one.item === item);
  if (evaluation === null) return <EmptyNote>{t('eqa.notGraded')}</EmptyNote>;
  if (summary === undefined) return <EmptyNote>{t('eqa.nothingGraded')}</EmptyNote>;
  return (
    <>
      <Section
        title={t('eqa.perItem')}
        tools={<DownloadLink href={eqaPaper.summary(round.id)}>{t('eqa.summaryReport')}</DownloadLink>}
      >
        <RecordTable<EqaItemSummary>
          rowKey="item"
          rows={summaries}
          empty={t('eqa.nothingGraded')}
          width={300}
          columns={[
            { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
            {
              title: t('eqa.outcome'),
              key: 'passed',
              render: (_, row) => t('eqa.passed', { passed: row.passed, graded: row.graded }),
            },
            {
              title: t('eqa.passRate'),
              key: 'share',
              align: 'right',
              render: (_, row) => (row.graded === 0 ? '—' : `${((100 * row.passed) / row.graded).toFixed(1)}%`),
            },
          ]}
        />
      </Section>
      <Section
        title={nameOf(item)}
        tools={
          <Select
            aria-label={t('eqa.item')}
            value={item}
            popupMatchSelectWidth={false}
            onChange={setItem}
            options={summaries.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
          />
        }
      >
        <Charts
          key={item}
          samples={round.samples}
          summary={summary}
          unit={round.items.find((one) => one.item === item)?.unit ?? null}
        />
      </Section>
    </>
  );
}

interface ChartsProps {
  readonly samples: readonly string[];
  readonly summary: EqaItemSummary;
  readonly unit: string | null;
}

function Charts({ samples, summary, unit }: ChartsProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState(0);
  const second = place + 1 < samples.length ? place + 1 : 0;
  const [sample, other] = [samples[place] ?? '', samples[second] ?? ''];
  const of = summary.samples[place];
  const { low = null, high = null } = of?.lines[0] ?? {};
  const lines = [
    ...(of?.lines ?? []).map(({ value }) => ({ at: value, isTarget: true })),
    ...[low, high].flatMap((at) => (at === null ? [] : [{ at, isTarget: false }])),
  ];
  const words = { own: t('eqa.own'), others: t('eqa.n') };
  const titles = {
    histogram: inUnit(t('eqa.histogram', { sample }), unit),
    sorted: t('eqa.zPlot', { sample }),
    youden: t('eqa.youden', { first: sample, second: other }),
  };
  return (
    <>
      <div className="fj-toolbar">
        <Select
          aria-label={t('eqa.sample')}
          value={place}
          popupMatchSelectWidth={false}
          onChange={(chosen: number) => setPlace(chosen)}
          options={samples.map((value, index) => ({ value: index, label: value }))}
        />
        {of?.targets.map((target) => (
          <span key={`${target.group} ${target.variant}`} className="fj-faint">
            {target.group === 'all' ? t('eqa.all') : target.group}:{' '}
            {target.accepted?.join(' / ') ??
              [target.value === null ? '—' : showNumber(target.value), unit === null ? '' : showUnit(unit)].join(
                ' ',
              )}{' '}
            ({t(`eqa.targetKinds.${target.kind}`)}
            {target.n === 0 ? '' : `, n ${String(target.n)}`})
          </span>
        ))}
      </div>
      {of === undefined || of.ungraded === null ? null : <p>{saying(t('eqa.verdicts.excluded'), of.ungraded)}</p>}
      {of === undefined || of.responses.length === 0 ? null : (
        <p>{of.responses.map(({ text, count }) => `${text} × ${String(count)}`).join(' · ')}</p>
      )}
      {of === undefined || of.bins.length === 0 ? null : (
        <div className="fj-eqa-charts">
          <figure>
            <figcaption>{titles.histogram}</figcaption>
            <Chart
              option={histogramOption(of, lines, t('eqa.count'))}
              height={280}
              label={t('eqa.chartLabel', { chart: titles.histogram })}
            />
          </figure>
          <figure>
            <figcaption>{titles.sorted}</figcaption>
            <Chart
              option={sortedOption(
                summary.z.flatMap((row) => row[place] ?? []),
                t('eqa.count'),
              )}
              height={280}
              label={t('eqa.chartLabel', { chart: titles.sorted })}
            />
          </figure>
          <figure>
            <figcaption>{titles.youden}</figcaption>
            <Chart
              option={youdenOption([sample, other], pairsOf(summary.z, place, second), null, words)}
              height={280}
              label={t('eqa.chartLabel', { chart: titles.youden })}
            />
          </figure>
        </div>
      )}
    </>
  );
}
