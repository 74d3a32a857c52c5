/** What the charts of a system show, in words and numbers: runs with the rules that fired, results, targets, events. */
import { RULE_DEFINITIONS } from '@fujie/wire/choices';
import type { IqcResult, IqcRun, IqcSeriesResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { timeColumn } from '../../ui/columns.tsx';
import { showNumber, showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { withAside } from '../../ui/listed.ts';
import { useEventKind } from './event-kind.ts';
import type { Plotted } from './plotted.ts';
import type { Act } from './series-acts.tsx';
import { ruleName } from '../../ui/rule-name.ts';
import { useRunName } from '../../ui/run-name.ts';
import { showZ } from './signs.ts';
import { VerdictLine } from './verdict-line.tsx';

interface Props {
  readonly data: IqcSeriesResponse;
  readonly plotted: readonly Plotted[];
}

const isRule = (rule: string): rule is keyof typeof RULE_DEFINITIONS => Object.hasOwn(RULE_DEFINITIONS, rule);

export function RunTable({ data, plotted }: Props) {
  const { t } = useTranslation();
  const byId = new Map(data.results.map((result) => [result.id, result]));
  const zOf = new Map(plotted.map(({ result, z }) => [result.id, z]));
  const instant = new Set(data.instant.map(({ result }) => result));
  return (
    <Section title={t('iqc.series.runs')}>
      <RecordTable<IqcRun>
        rowKey="run"
        rows={data.runs.toReversed()}
        empty={t('iqc.series.noRuns')}
        columns={[
          timeColumn(t('field.time'), (run) => run.measuredAt),
          {
            title: t('iqc.series.verdict'),
            key: 'verdict',
            render: (_, run) => <VerdictLine run={{ ...run, fired: [] }} />,
          },
          { title: t('iqc.series.purpose'), key: 'purpose', render: (_, run) => t(`iqc.purposes.${run.purpose}`) },
          {
            title: `${t('iqc.series.level')} · ${t('iqc.series.value')} · z`,
            key: 'points',
            render: (_, run) =>
              run.points.map(({ result, level, z }) => (
                <div key={result} className="fj-nowrap">
                  {level} {byId.get(result)?.reading ?? ''}{' '}
                  <span className="fj-faint">{instant.has(result) ? t('iqc.series.instant') : showZ(z)}</span>
                </div>
              )),
          },
          {
            title: t('iqc.series.fired'),
            key: 'fired',
            width: 420,
            render: (_, run) =>
              run.fired.map((fired, index) => (
                <Fired key={`${fired.rule}-${String(index)}`} fired={fired} byId={byId} zOf={zOf} />
              )),
          },
        ]}
      />
    </Section>
  );
}

type InstantStatus = IqcSeriesResponse['instant'][number]['status'];

const INSTANT_VERDICTS: Readonly<Record<InstantStatus, IqcRun['verdict']>> = {
  collecting: 'unjudged',
  'in control': 'accept',
  warning: 'warning',
  'out of control': 'reject',
  established: 'unjudged',
};

/** Results of lots that have no target yet, as the instant method 即刻法 judges them. */
export function InstantTable({ data }: { readonly data: IqcSeriesResponse }) {
  const { t } = useTranslation();
  const byId = new Map(data.results.map((result) => [result.id, result]));
  return (
    <Section title={t('iqc.series.instant')}>
      <p className="fj-faint">{t('iqc.series.instantHow')}</p>
      <RecordTable<IqcSeriesResponse['instant'][number]>
        rowKey="result"
        rows={data.instant.toReversed()}
        empty={t('iqc.series.noResults')}
        width={720}
        columns={[
          timeColumn(t('field.time'), ({ result }) => byId.get(result)?.measuredAt ?? ''),
          {
            title: t('iqc.series.level'),
            key: 'level',
            render: (_, { result }) => (
              <>
                {byId.get(result)?.level}{' '}
                <span className="fj-faint">{t('iqc.series.lot', { lot: byId.get(result)?.lot ?? '' })}</span>
              </>
            ),
          },
          { title: t('iqc.series.value'), key: 'value', render: (_, { result }) => byId.get(result)?.reading },
          { title: 'n', key: 'n', render: (_, { n }) => n },
          { title: t('iqc.series.siUpper'), key: 'upper', render: (_, { upper }) => twoDigits(upper) },
          { title: t('iqc.series.siLower'), key: 'lower', render: (_, { lower }) => twoDigits(lower) },
          {
            title: 'n2s / n3s',
            key: 'limits',
            render: (_, { n2s, n3s }) => `${twoDigits(n2s)} / ${twoDigits(n3s)}`,
          },
          {
            title: t('iqc.series.verdict'),
            key: 'status',
            render: (_, { status }) => (
              <>
                <VerdictLine run={{ verdict: INSTANT_VERDICTS[status], fired: [] }} />
                {status === 'collecting' || status === 'established' ? (
                  <div className="fj-faint">{t(`iqc.series.instantStates.${status}`)}</div>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

const twoDigits = (value: number | null): string => (value === null ? '—' : value.toFixed(2));

interface FiredProps {
  readonly fired: IqcRun['fired'][number];
  readonly byId: ReadonlyMap<number, IqcResult>;
  readonly zOf: ReadonlyMap<number, number>;
}

/** A rule with what it looks at, and the results that set it off. */
function Fired({ fired, byId, zOf }: FiredProps) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { rule, scope, error, isRejecting, evidence } = fired;
  const told = [
    ...(isRule(rule) ? [say(RULE_DEFINITIONS[rule].text)] : []),
    ...(rule === 'SI_n2s' || rule === 'SI_n3s' ? [t(`iqc.series.instantRules.${rule}`)] : []),
    ...(scope === null ? [] : [t(`iqc.series.scopes.${scope}`)]),
    ...(error === null ? [] : [t(`iqc.errors.${error}`)]),
  ].join(' · ');
  return (
    <div className="fj-iqc-fired">
      <Tag color={isRejecting ? 'red' : 'gold'}>
        {ruleName(rule)} {isRejecting ? t('iqc.series.rejecting') : t('iqc.verdicts.warning')}
      </Tag>
      {told}
      <div className="fj-faint">
        {evidence
          .map((id) => {
            const result = byId.get(id);
            return result === undefined
              ? `#${String(id)}`
              : `${(showTime(result.measuredAt) ?? '').slice(5)} ${result.level} ${result.reading} (${showZ(zOf.get(id))})`;
          })
          .join(t('field.between'))}
      </div>
    </div>
  );
}

export function ResultTable({ data, plotted, onAct }: Props & { readonly onAct: ((act: Act) => void) | null }) {
  const { t } = useTranslation();
  const zOf = new Map(plotted.map(({ result, z }) => [result.id, z]));
  return (
    <Section title={t('iqc.series.results')}>
      <RecordTable<IqcResult>
        rowKey="id"
        rows={data.results.toReversed()}
        empty={t('iqc.series.noResults')}
        columns={[
          timeColumn(t('field.time'), (result) => result.measuredAt),
          {
            title: t('iqc.series.level'),
            key: 'level',
            render: (_, result) => (
              <>
                {result.level} <span className="fj-faint">{t('iqc.series.lot', { lot: result.lot })}</span>
              </>
            ),
          },
          {
            title: t('iqc.series.value'),
            key: 'reading',
            render: (_, result) => (result.isVoid ? <del>{result.reading}</del> : result.reading),
          },
          { title: 'z', key: 'z', render: (_, result) => showZ(zOf.get(result.id)) },
          { title: t('iqc.series.operator'), key: 'operator', render: (_, result) => result.operator ?? '—' },
          { title: t('iqc.series.reagentLot'), key: 'reagent', render: (_, result) => result.reagentLot ?? '—' },
          {
            title: t('iqc.series.calibratorLot'),
            key: 'calibrator',
            render: (_, result) => result.calibratorLot ?? '—',
          },
          { title: t('iqc.series.status'), key: 'status', render: (_, result) => <ResultState result={result} /> },
          ...(onAct === null
            ? []
            : [
                {
                  title: t('field.operation'),
                  key: 'act',
                  className: 'fj-iqc-screen',
                  render: (_: unknown, result: IqcResult) => (
                    <span className="fj-nowrap">
                      <Button type="link" size="small" onClick={() => onAct({ kind: 'correct', result })}>
                        {t('iqc.series.correct')}
                      </Button>
                      {result.isVoid ? null : (
                        <Button type="link" size="small" danger onClick={() => onAct({ kind: 'void', result })}>
                          {t('iqc.series.voidIt')}
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]),
        ]}
      />
    </Section>
  );
}

function ResultState({ result }: { readonly result: IqcResult }) {
  const { t } = useTranslation();
  return (
    <>
      {result.isVoid ? <Tag>{t('iqc.series.void')}</Tag> : null}
      {result.isCorrected && !result.isVoid ? <Tag color="blue">{t('iqc.series.corrected')}</Tag> : null}
      {result.isLate ? <Tag color="gold">{t('iqc.series.late')}</Tag> : null}
      {result.reason === null ? null : <span className="fj-faint">{result.reason}</span>}
    </>
  );
}

export function TargetTable({ data }: { readonly data: IqcSeriesResponse }) {
  const { t } = useTranslation();
  return (
    <Section title={t('iqc.series.targets')}>
      <RecordTable<IqcSeriesResponse['targets'][number]>
        rowKey="id"
        rows={data.targets.toReversed()}
        empty={t('iqc.series.noTargets')}
        width={720}
        columns={[
          timeColumn(t('iqc.series.validFrom'), (target) => target.validFrom),
          {
            title: t('iqc.series.level'),
            key: 'level',
            render: (_, target) => (
              <>
                {target.level} <span className="fj-faint">{t('iqc.series.lot', { lot: target.lot })}</span>
              </>
            ),
          },
          { title: t('iqc.series.mean'), key: 'mean', render: (_, target) => showNumber(target.mean) },
          { title: t('iqc.series.sd'), key: 'sd', render: (_, target) => showNumber(target.sd) },
          {
            title: t('iqc.series.targetKind'),
            key: 'kind',
            render: (_, target) =>
              `${t(`iqc.series.kinds.${target.kind}`)} · ${target.n === 0 ? t('iqc.series.given') : t('iqc.series.n', { count: target.n })}`,
          },
          { title: t('iqc.series.approvedBy'), key: 'by', render: (_, target) => target.approvedBy },
        ]}
      />
    </Section>
  );
}

interface Happened {
  readonly key: string;
  readonly at: string;
  readonly what: string;
  readonly text: string;
  readonly faults: IqcSeriesResponse['events'][number]['faults'];
  readonly loop: number | null;
}

export function EventTable({ data }: { readonly data: IqcSeriesResponse }) {
  const { t } = useTranslation();
  const kindName = useEventKind();
  const runName = useRunName();
  const rows: readonly Happened[] = [
    ...data.events.map(({ id, at, kind, text, by, faults, loop }) => ({
      ...{ key: `e${String(id)}`, at, what: kindName(kind), text: withAside(text, by), faults, loop },
    })),
    ...data.loops.map(({ id, openedAt, run }) => ({
      ...{
        key: `l${String(id)}`,
        at: openedAt,
        what: t('iqc.series.outOfControl'),
        text: runName(run),
        loop: id,
        faults: [],
      },
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Section title={t('iqc.series.events')}>
      <RecordTable<Happened>
        rowKey="key"
        rows={rows}
        empty={t('iqc.series.noEvents')}
        width={720}
        columns={[
          timeColumn(t('field.time'), (row) => row.at),
          { title: t('field.kind'), key: 'what', render: (_, row) => row.what },
          {
            title: t('field.note'),
            key: 'text',
            render: (_, { text, faults }) => (
              <>
                {text}{' '}
                {faults.map((fault) => (
                  <Tag key={fault} color="red">
                    {t(`resources.faults.${fault}`)}
                  </Tag>
                ))}
              </>
            ),
          },
          {
            title: t('iqc.openLoop'),
            key: 'loop',
            render: (_, row) =>
              row.loop === null ? null : (
                <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link fj-link-in-text">
                  {t('act.open')}
                </Link>
              ),
          },
        ]}
      />
    </Section>
  );
}
