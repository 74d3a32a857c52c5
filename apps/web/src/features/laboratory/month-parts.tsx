/** What months of internal quality control have in common on their pages. */
import { showUnit } from '@fujie/core/kernel';
import type { ImprecisionLimits, IqcItemMonth, IqcPeersResponse } from '@fujie/wire/contracts';
import type { TableColumnType } from 'antd';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { showNumber, showPercent } from '../../ui/format.ts';
import { saying } from '../../ui/listed.ts';

/** Figures of statistics: five digits say enough. */
export const orDash = (value: number | null): string =>
  value === null ? '—' : showNumber(Number(value.toPrecision(5)));

export function Imprecision({ verdict }: { readonly verdict: IqcItemMonth['verdict'] }) {
  const { t } = useTranslation();
  const text = t(`iqcMonths.verdicts.${verdict}`);
  if (verdict === 'unknown') return <span className="fj-faint">{text}</span>;
  return <Tag color={verdict === 'meets' ? 'green' : 'red'}>{text}</Tag>;
}

interface Covered {
  readonly qcDays: number | null;
  readonly testingDays: number | null;
  readonly comparedDays: number | null;
  readonly isUncovered: boolean;
}

/** Days of control of all testing days, and below them those that a comparison covered. */
export function Coverage({ qcDays, testingDays, comparedDays, isUncovered }: Covered) {
  const { t } = useTranslation();
  return (
    <>
      <span className={isUncovered ? 'fj-iqc-out-of-control' : undefined}>
        {qcDays} / {testingDays}
      </span>
      {comparedDays === null ? null : (
        <div className="fj-faint fj-nowrap">{t('iqcMonths.comparedDays', { count: comparedDays })}</div>
      )}
    </>
  );
}

type Kind = IqcPeersResponse['series'][number]['suspicions'][number]['kind'];

export function Suspicions({ kinds }: { readonly kinds: readonly Kind[] }) {
  const { t } = useTranslation();
  return kinds.map((kind) => (
    <Tag key={kind} color="orange" title={t('iqcMonths.suspicionHint')}>
      {saying(t('iqcMonths.suspicion'), t(`iqcMonths.suspicions.${kind}`))}
    </Tag>
  ));
}

interface OfLot {
  readonly levelClass?: string | null;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
}

/** Level and, below it, material and lot. */
export function useLotColumn<T extends OfLot>(): TableColumnType<T> {
  const { t } = useTranslation();
  const classes = useClassNames();
  return {
    title: `${t('iqcMonths.level')} · ${t('iqcMonths.lot')}`,
    key: 'lot',
    render: (_, { product, lot, level, levelClass = null }) => (
      <>
        <div>
          {level} {levelClass === null ? null : <span className="fj-faint">{classes([levelClass])}</span>}
        </div>
        <span className="fj-faint fj-nowrap">
          {product} {lot}
        </span>
      </>
    ),
  };
}

/** A figure with the unit that it is in. */
export function figureIn(value: number | null, unit: string | null): string {
  return value === null || unit === null ? orDash(value) : `${orDash(value)} ${showUnit(unit)}`.trim();
}

interface Imprecise {
  readonly cv: number | null;
  readonly sd: number | null;
  readonly classCv: number | null;
  readonly agreement: number | null;
}

/** The CV of what is measured, and its SD where one is limited; of what is not measured, how often it agreed. */
export function useCvColumn<T extends Imprecise>(): TableColumnType<T> {
  const { t } = useTranslation();
  return {
    title: t('iqcMonths.cv'),
    key: 'cv',
    render: (_, { cv, sd, classCv, agreement }) =>
      cv === null && sd === null && classCv === null && agreement !== null ? (
        `${t('iqcMonths.agreement')} ${showPercent(agreement)}`
      ) : (
        <>
          {cv === null && (sd !== null || classCv !== null) ? null : <div>{showPercent(cv)}</div>}
          {classCv === null ? null : (
            <div className="fj-nowrap" title={t('iqcMonths.classCvHint')}>
              {t('iqcMonths.classCv')} {showPercent(classCv)}
            </div>
          )}
          {sd === null ? null : (
            <div className="fj-nowrap">
              {t('iqcMonths.sdShort')} {showNumber(sd)}
            </div>
          )}
        </>
      ),
  };
}

interface LimitsProps {
  readonly limits: ImprecisionLimits;
  readonly unit: string | null;
}

/** Classes of level 水平类别 by their names. */
export function useClassNames(): (classes: readonly string[]) => string {
  const { t } = useTranslation();
  return (classes) => classes.map((one) => t(`iqcMonths.classes.${one as 'low'}`)).join(t('field.between'));
}

/** How much a method may scatter; nothing where nothing is asked of it. */
export function Limits({ limits: { maxCv, maxSd, sdBelow, byClass }, unit }: LimitsProps) {
  const { t } = useTranslation();
  const [cv, sd, cut] = [showPercent(maxCv), maxSd === null ? '' : showNumber(maxSd), figureIn(sdBelow, unit)];
  const ofCv =
    sdBelow === null ? `${maxSd === null ? '' : `${t('iqcMonths.cv')} `}≤ ${cv}` : t('iqcMonths.cvFrom', { cv, cut });
  const ofSd = sdBelow === null ? `${t('iqcMonths.sdShort')} ≤ ${sd}` : t('iqcMonths.sdBelow', { sd, cut });
  const classes = useClassNames();
  const ofClass = byClass === null ? [] : [`${classes(byClass.classes)} ≤ ${showPercent(byClass.maxCv)}`];
  return [...(maxSd === null ? [] : [ofSd]), ...(maxCv === null ? [] : [ofCv]), ...ofClass].map((line) => (
    <div key={line} className="fj-nowrap">
      {line}
    </div>
  ));
}
