/** 成绩: each item with its score and verdicts sample by sample, and where the laboratory stands among its peers. */
import type { EqaOwnRound, EqaScore } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaPaper } from '../../api/eqa.ts';
import { Chart } from '../../ui/chart.tsx';
import { useCriterionText } from '../../ui/criterion-text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { DownloadLink } from '../../ui/download-link.tsx';
import { Section } from '../../ui/page.tsx';
import { CellTable } from './cell-table.tsx';
import { pairsOf, peersOption, youdenOption } from './eqa-charts.ts';
import { useItemNames } from './item-names.ts';
import { OutcomeWord } from './outcome-word.tsx';

export function OwnScores({ data }: { readonly data: EqaOwnRound }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const { round, scores } = data;
  const firstFailed = scores.find(({ outcome }) => outcome === 'FAIL') ?? scores[0];
  const [item, setItem] = useState(firstFailed?.item ?? '');
  return (
    <>
      <Section
        title={t('eqa.scoresOf', { version: round.published })}
        tools={
          <>
            <DownloadLink href={eqaPaper.report(round.id)}>{t('eqa.report')}</DownloadLink>
            <DownloadLink href={eqaPaper.summary(round.id)}>{t('eqa.summaryReport')}</DownloadLink>
          </>
        }
      >
        {data.correction === null ? null : <p>{t('eqa.correction', { reason: data.correction })}</p>}
        <DataTable<EqaScore>
          rowKey="item"
          size="small"
          pagination={false}
          scroll={{ x: 620 }}
          dataSource={[...scores]}
          expandable={{
            defaultExpandedRowKeys: scores.filter(({ outcome }) => outcome === 'FAIL').map((score) => score.item),
            expandedRowRender: (score) => (
              <CellTable
                cells={score.cells}
                unit={round.items.find((one) => one.item === score.item)?.unit ?? null}
                minimumGroup={round.items.find((one) => one.item === score.item)?.minimumGroup}
              />
            ),
          }}
          columns={[
            {
              title: t('eqa.item'),
              key: 'item',
              render: (_, row) => (
                <Link to="/laboratory/eqa/items/$item" params={{ item: row.item }} className="fj-link">
                  {nameOf(row.item)}
                </Link>
              ),
            },
            {
              title: t('eqa.percent'),
              key: 'percent',
              align: 'right',
              render: (_, row) => (row.percent === null ? '—' : `${String(Math.round(row.percent))}%`),
            },
            {
              title: t('eqa.passMark'),
              key: 'passMark',
              align: 'right',
              render: (_, row) => `${String(round.items.find((one) => one.item === row.item)?.passMark ?? '')}%`,
            },
            {
              title: t('eqa.errorBy'),
              key: 'tea',
              render: (_, row) => {
                const asked = round.items.find((one) => one.item === row.item);
                return asked === undefined ? '—' : <Judged by={asked} />;
              },
            },
            { title: t('eqa.outcome'), key: 'outcome', render: (_, row) => <OutcomeWord outcome={row.outcome} /> },
            {
              title: t('eqa.biases'),
              key: 'bias',
              render: (_, row) =>
                row.cells
                  .map(({ biasPercent }) => (biasPercent === null ? '—' : `${biasPercent.toFixed(1)}%`))
                  .join('  '),
            },
          ]}
        />
      </Section>
      <Section
        title={t('eqa.peers')}
        tools={
          <Select
            aria-label={t('eqa.item')}
            value={item}
            popupMatchSelectWidth={false}
            onChange={setItem}
            options={scores.map((score) => ({ value: score.item, label: nameOf(score.item) }))}
          />
        }
      >
        <Peers key={item} data={data} item={item} />
      </Section>
    </>
  );
}

/** By which allowable error, and whose it is. */
function Judged({ by: { criterion, unit, source } }: { readonly by: EqaOwnRound['round']['items'][number] }) {
  const textOf = useCriterionText();
  return (
    <>
      <div>{textOf(criterion, unit)}</div>
      {source === undefined ? null : <span className="fj-faint">{source}</span>}
    </>
  );
}

function Peers({ data, item }: { readonly data: EqaOwnRound; readonly item: string }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const { samples } = data.round;
  const [[first, second], setPair] = useState<readonly [number, number]>([0, Math.min(1, samples.length - 1)]);
  const z = data.summaries.find((one) => one.item === item)?.z ?? [];
  const score = data.scores.find((one) => one.item === item);
  const own = samples.map((sample) => score?.cells.find((cell) => cell.sample === sample)?.z ?? null);
  const words = { own: t('eqa.own'), others: t('eqa.others') };
  const [x, y] = [own[first] ?? null, own[second] ?? null];
  const title = t('eqa.peersOf', { item: nameOf(item), count: z.length });
  const youden = t('eqa.youden', { first: samples[first] ?? '', second: samples[second] ?? '' });
  const options = samples.map((sample, place) => ({ value: place, label: sample }));
  return (
    <div className="fj-eqa-charts">
      <figure>
        <figcaption>{title}</figcaption>
        <Chart
          option={peersOption(samples, z, own, words)}
          height={320}
          label={t('eqa.chartLabel', { chart: title })}
        />
      </figure>
      <figure className="fj-youden">
        <figcaption>
          {youden}{' '}
          <Select
            size="small"
            aria-label={t('eqa.youdenFirst')}
            value={first}
            options={options}
            popupMatchSelectWidth={false}
            onChange={(place: number) => setPair([place, second])}
          />{' '}
          <Select
            size="small"
            aria-label={t('eqa.youdenSecond')}
            value={second}
            options={options}
            popupMatchSelectWidth={false}
            onChange={(place: number) => setPair([first, place])}
          />
        </figcaption>
        <Chart
          option={youdenOption(
            [samples[first] ?? '', samples[second] ?? ''],
            pairsOf(z, first, second),
            x === null || y === null ? null : [x, y],
            words,
          )}
          height={320}
          label={t('eqa.chartLabel', { chart: youden })}
        />
      </figure>
    </div>
  );
}
