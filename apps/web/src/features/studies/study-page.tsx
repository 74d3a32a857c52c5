/** One study 方法学评价: its verdict with each figure beside its limit, its plots and its numbers; to be printed. */
import type { StudyResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './studies.css';
import { signStudy, STUDIES_KEY, studyQuery } from '../../api/studies.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { Chart } from '../../ui/chart.tsx';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { inUnit } from '../../ui/listed.ts';
import { differenceOption, scatterOption } from './study-options.ts';
import { StudyForm } from './study-form.tsx';
import { StudyVerdict } from './study-verdict.tsx';

const route = getRouteApi('/desk/laboratory/studies/$id');
const NOTHING = 1e-9;
/** Four digits; what is left of the arithmetic alone is nothing. */
const figure = (value: number | null): string =>
  value === null ? '—' : Math.abs(value) < NOTHING ? '0' : String(Number(value.toPrecision(4)));

export function StudyPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const study = useQuery(studyQuery(id));
  const navigate = useNavigate();
  const actor = useActor();
  const [corrected, setCorrected] = useState<StudyResponse | null>(null);
  const { data } = study;
  const mayCorrect =
    may(actor, 'iqc:manage') && data?.correctedBy === null && data.institution.code === actor?.institution?.code;
  return (
    <Require can="iqc:read">
      <Page
        title={study.data?.title ?? t('studies.title')}
        tools={
          <>
            <Link to="/laboratory/studies" search={{}} className="fj-link fj-nowrap">
              {t('studies.back')}
            </Link>
            {mayCorrect ? <Button onClick={() => setCorrected(data)}>{t('studies.correct')}</Button> : null}
            <Button onClick={() => globalThis.print()}>{t('iqc.series.print')}</Button>
          </>
        }
      >
        <Loaded query={study} rows={12}>
          {(found) => <Study study={found} />}
        </Loaded>
        <ActDialog of={corrected} title={t('studies.correct')} width={760} onClose={() => setCorrected(null)}>
          {(one) => (
            <StudyForm
              corrects={one}
              onCancel={() => setCorrected(null)}
              onDone={(made) => {
                setCorrected(null);
                void navigate({ to: '/laboratory/studies/$id', params: { id: String(made) } });
              }}
            />
          )}
        </ActDialog>
      </Page>
    </Require>
  );
}

function Study({ study }: { readonly study: StudyResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const facts = [
    [t('marks.institution'), named(study.institution)],
    [t('marks.item'), named(study.item)],
    [t('studies.kind'), t(`studies.kinds.${study.kind}`)],
    [t('studies.reference'), study.reference],
    [t('studies.tested'), study.tested],
    [t('studies.unit'), study.unit ?? '—'],
    [t('studies.measuredOn'), study.measuredOn],
    [t('studies.enteredBy'), `${study.enteredBy} ${showTime(study.recordedAt) ?? ''}`],
    [t('studies.signedBy'), study.signedBy === null ? '—' : `${study.signedBy} ${showTime(study.signedAt) ?? ''}`],
    [t('studies.keptUntil'), study.keptUntil],
    ...(study.reason === null ? [] : [[t('studies.reason'), study.reason] as const]),
  ] as const;
  return (
    <>
      <Section title={<StudyVerdict verdict={study.verdict} isCorrected={study.correctedBy !== null} />}>
        {(['corrects', 'correctedBy'] as const).map((other) =>
          study[other] === null ? null : (
            <p key={other}>
              <Link to="/laboratory/studies/$id" params={{ id: String(study[other]) }} className="fj-link">
                {t(`studies.others.${other}`)}
              </Link>
            </p>
          ),
        )}
        <Descriptions
          className="fj-study-facts"
          size="small"
          column={{ xs: 1, sm: 2, lg: 3 }}
          items={facts.map(([label, children]) => ({ key: label, label, children }))}
        />
        <Checks study={study} />
        {study.awaitsSignature ? <Signature study={study} /> : null}
      </Section>
      {study.kind === 'precision' ? <Precision study={study} /> : <Comparison study={study} />}
    </>
  );
}

/** A second person of the laboratory signs; who entered it is told that it takes another. */
function Signature({ study }: { readonly study: StudyResponse }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const actor = useActor();
  const sign = useMutation({
    mutationFn: async () => signStudy(study.id),
    onSuccess: async () => client.invalidateQueries({ queryKey: STUDIES_KEY }),
  });
  const isOwn = may(actor, 'iqc:manage') && study.institution.code === actor?.institution?.code;
  return (
    <Alert
      className="fj-study-signature"
      type="warning"
      showIcon
      title={t(isOwn && study.isOwnEntry ? 'studies.awaitsOther' : 'studies.awaitsSignature')}
      description={sign.error === null ? undefined : <ProblemAlert error={sign.error} />}
      action={
        isOwn && !study.isOwnEntry ? (
          <Button size="small" loading={sign.isPending} onClick={() => sign.mutate()}>
            {t('studies.sign')}
          </Button>
        ) : undefined
      }
    />
  );
}

function Checks({ study }: { readonly study: StudyResponse }) {
  const { t } = useTranslation();
  return (
    <RecordTable
      rows={study.checks.map((check, index) => ({ ...check, key: index }))}
      rowKey="key"
      empty={t('studies.none')}
      width={480}
      columns={[
        {
          title: t('studies.check'),
          key: 'code',
          render: (_, { code, at }) => `${t(`studies.checks.${code}`)}${at === null ? '' : ` @ ${figure(at)}`}`,
        },
        { title: t('studies.value'), key: 'value', align: 'right', render: (_, { value }) => figure(value) },
        {
          title: t('studies.limit'),
          key: 'limit',
          align: 'right',
          render: (_, { code, limit }) => `${LEAST.includes(code) ? '≥' : '≤'} ${figure(limit)}`,
        },
        {
          title: t('studies.verdict'),
          key: 'met',
          render: (_, { isMet }) => (
            <span className={isMet ? 'fj-good' : 'fj-bad'}>{t(isMet ? 'finding.met' : 'finding.not-met')}</span>
          ),
        },
      ]}
    />
  );
}

/** Checks whose figure is to be at least the limit; of the others it is at most. */
const LEAST: readonly string[] = ['samples', 'share', 'days', 'replicates'];

function Comparison({ study }: { readonly study: StudyResponse }) {
  const { t } = useTranslation();
  const words = {
    reference: inUnit(study.reference, study.unit),
    tested: inUnit(study.tested, study.unit),
    difference: inUnit(t('studies.difference'), study.unit),
    ...{ identity: t('studies.identity'), line: (kind: keyof typeof LINES) => LINES[kind] },
  };
  return (
    <>
      <div className="fj-study-charts">
        <Section title={t('studies.scatter')}>
          <Chart option={scatterOption(study, words)} height={320} label={t('studies.scatter')} />
          <ul className="fj-faint">
            {study.lines.map(({ kind, slope, intercept }) => (
              <li key={kind}>
                {LINES[kind]}: y = {figure(slope)} x {intercept < -NOTHING ? '−' : '+'} {figure(Math.abs(intercept))}
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t('studies.bias')}>
          <Chart option={differenceOption(study, words)} height={320} label={t('studies.bias')} />
          {study.differences === null ? null : (
            <p className="fj-faint">
              {t('studies.meanDifference', {
                mean: figure(study.differences.mean),
                percent: figure(study.differences.meanPercent),
                sd: figure(study.differences.sd),
              })}
            </p>
          )}
        </Section>
      </div>
      <Section title={t('studies.numbers')}>
        <RecordTable
          rows={(study.data.pairs ?? []).map((pair, index) => ({
            ...pair,
            key: index,
            isInside: study.inside[index] ?? null,
          }))}
          rowKey="key"
          empty={t('studies.none')}
          width={420}
          columns={[
            { title: '#', key: 'n', render: (_, { key }) => key + 1 },
            { title: study.reference, key: 'x', align: 'right', render: (_, { reference }) => String(reference) },
            { title: study.tested, key: 'y', align: 'right', render: (_, { test }) => String(test) },
            {
              title: t('studies.difference'),
              key: 'd',
              align: 'right',
              render: (_, { reference, test }) => figure(test - reference),
            },
            {
              title: t('studies.inside'),
              key: 'in',
              render: (_, { isInside }) =>
                isInside === null ? (
                  '—'
                ) : (
                  <span className={isInside ? '' : 'fj-bad'}>{t(isInside ? 'studies.yes' : 'studies.no')}</span>
                ),
            },
          ]}
        />
      </Section>
    </>
  );
}

const LINES = { deming: 'Deming', 'passing-bablok': 'Passing-Bablok', 'least-squares': 'OLS' } as const;

function Precision({ study }: { readonly study: StudyResponse }) {
  const { t } = useTranslation();
  const { precision } = study;
  return (
    <Section title={t('studies.numbers')}>
      {precision === null ? null : (
        <p>
          {t('studies.precision', {
            mean: figure(precision.mean),
            repeatability: figure(precision.repeatability),
            repeatabilityCv: figure(precision.repeatabilityCv),
            within: figure(precision.withinLaboratory),
            withinCv: figure(precision.withinLaboratoryCv),
          })}
        </p>
      )}
      <RecordTable
        rows={(study.data.days ?? []).map((values, key) => ({ key, values }))}
        rowKey="key"
        empty={t('studies.none')}
        width={420}
        columns={[
          { title: t('studies.day'), key: 'day', render: (_, { key }) => key + 1 },
          { title: t('studies.values'), key: 'values', render: (_, { values }) => values.join(' · ') },
        ]}
      />
    </Section>
  );
}
