/** The charts of a system: Levey-Jennings per level, z of all levels, Youden; their numbers stand in the tables below. */
import { showUnit } from '@fujie/core/kernel';
import type { IqcSeriesResponse } from '@fujie/wire/contracts';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '../../ui/chart.tsx';
import { showNumber, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, withAside } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { leveyJenningsOption, youdenOption, zOption } from './chart-options.ts';
import type { Plotted } from './plotted.ts';
import { levelOf, lotsOf, pairsOf, placeOf, sinceFirst } from './plotted.ts';
import { ruleName } from '../../ui/rule-name.ts';
import { showZ, VERDICT_SIGNS } from './signs.ts';
import { useEventKind } from './event-kind.ts';

type LotFault = IqcSeriesResponse['events'][number]['faults'][number];

interface Props {
  readonly data: IqcSeriesResponse;
  readonly plotted: readonly Plotted[];
}

/** Words that the drawing library writes into the charts. */
function useWords(unit: string | null) {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      tell: ({ result, shown, z, mean, sd, fired }: Plotted) =>
        [
          `${showTime(result.measuredAt) ?? ''}  ${result.level}`,
          `${t('iqc.series.value')} ${result.reading} ${unit === null ? '' : showUnit(unit)}  z ${showZ(z)}`,
          t('iqc.series.targetOf', { mean: showNumber(mean), sd: showNumber(sd) }),
          result.isVoid ? t('iqc.series.void') : t(`iqc.verdicts.${shown}`),
          ...(fired.length === 0 ? [] : [listed(fired.map(({ rule }) => ruleName(rule)))]),
          t('iqc.series.lot', { lot: result.lot }),
          ...(result.reagentLot === null ? [] : [`${t('iqc.series.reagentLot')} ${result.reagentLot}`]),
          ...(result.calibratorLot === null ? [] : [`${t('iqc.series.calibratorLot')} ${result.calibratorLot}`]),
          ...(result.operator === null ? [] : [`${t('iqc.series.operator')} ${result.operator}`]),
          ...(result.reason === null ? [] : [`${t('iqc.series.reason')} ${result.reason}`]),
        ].join('\n'),
      late: t('iqc.series.lateSign'),
      corrected: t('iqc.series.correctedSign'),
      mean: t('iqcMonths.mean'),
      unit: unit === null ? '' : showUnit(unit),
      lot: (lot: string) => t('iqc.series.lot', { lot }),
    }),
    [t, unit],
  );
}

export function SeriesCharts({ data, plotted }: Props) {
  const { t } = useTranslation();
  const words = useWords(data.system.unit);
  const kindName = useEventKind();
  const faultName = (fault: LotFault): string => t(`resources.faults.${fault}`);
  const named = useNamed();
  const levels = [...new Set(plotted.map(({ level }) => level))].sort();
  const happened = [
    ...data.events.map(({ at, kind, faults }) => ({
      at,
      text: faults.length === 0 ? kindName(kind) : withAside(kindName(kind), listed(faults.map(faultName))),
    })),
    ...data.loops.map(({ openedAt }) => ({ at: openedAt, text: t('iqc.series.outOfControl') })),
  ];
  const marksOf = (points: readonly Plotted[]) =>
    sinceFirst(points, happened).map(({ at, text }) => ({ place: placeOf(points, at), text }));
  const nameOf = (level: string): string => {
    const material = data.materials.find((one) => levelOf(one) === level);
    return `${level.split('|')[1] ?? level} ${material === undefined ? '' : named(material)}`.trim();
  };
  return (
    <>
      <ul className="fj-iqc-legend">
        {(['accept', 'warning', 'reject', 'unjudged'] as const).map((verdict) => (
          <li key={verdict} className={`fj-iqc-${verdict}`}>
            <span aria-hidden>{VERDICT_SIGNS[verdict]}</span> {t(`iqc.verdicts.${verdict}`)}
          </li>
        ))}
        <li>
          <span aria-hidden>✕</span> {t('iqc.series.void')}
        </li>
        <li>
          <span aria-hidden>{t('iqc.series.lateSign')}</span> {t('iqc.series.late')}
        </li>
        <li>
          <span aria-hidden>{t('iqc.series.correctedSign')}</span> {t('iqc.series.corrected')}
        </li>
        <li className="fj-faint fj-iqc-screen">{t('iqc.series.zoomHint')}</li>
      </ul>
      {levels.map((level) =>
        lotsOf(plotted.filter((point) => point.level === level)).map(({ lot, own }) => {
          const chart = t('iqc.series.lj', { level: nameOf(level) });
          const title = lot === null ? chart : withAside(chart, words.lot(lot));
          return (
            <Section key={`${level}|${lot ?? ''}`} title={title}>
              <Chart
                option={leveyJenningsOption(own, marksOf(own), words)}
                height={300}
                label={t('iqc.series.chartLabel', { chart: title, count: own.length })}
              />
            </Section>
          );
        }),
      )}
      <Section title={t('iqc.series.z')}>
        <Chart
          option={zOption(plotted, levels, marksOf(plotted), words)}
          height={300}
          label={t('iqc.series.chartLabel', { chart: t('iqc.series.z'), count: plotted.length })}
        />
      </Section>
      <Youden plotted={plotted} levels={levels} nameOf={nameOf} />
    </>
  );
}

interface YoudenProps {
  readonly plotted: readonly Plotted[];
  readonly levels: readonly string[];
  readonly nameOf: (level: string) => string;
}

/** The Youden plot of two levels; where there are more, of those that are chosen. */
function Youden({ plotted, levels, nameOf }: YoudenProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const pairs = pairsOf(levels);
  const pair = pairs[chosen] ?? pairs[0];
  if (pair === undefined) return null;
  const title = t('iqc.series.youden', { first: nameOf(pair[0]), second: nameOf(pair[1]) });
  return (
    <Section
      title={title}
      tools={
        pairs.length === 1 ? null : (
          <Select
            aria-label={t('iqc.series.youdenLevels')}
            value={chosen}
            popupMatchSelectWidth={false}
            onChange={setChosen}
            options={pairs.map(([first, second], value) => ({
              value,
              label: t('iqc.series.youdenPair', { first: nameOf(first), second: nameOf(second) }),
            }))}
          />
        )
      }
    >
      <div className="fj-youden">
        <Chart
          option={youdenOption(plotted, pair)}
          height={380}
          label={t('iqc.series.chartLabel', { chart: title, count: plotted.length })}
        />
      </div>
    </Section>
  );
}
