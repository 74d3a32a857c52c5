/** Drafts a periodic report 室间质评定期报告 of a period, is edited, and issued; or another version of one that stands. */
import type { EqaReportDraft, EqaReportResponse, EqaReportsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eqaReportDraftQuery, issueEqaReport } from '../../api/eqa-reports.ts';
import { ActForm } from '../../ui/act-dialog.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { useNamed } from '../../ui/language.ts';
import { listed, saying } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useItemNames } from './item-names.ts';
import { ReportFigures } from './report-figures.tsx';
import { useRoundAct } from './round-act.ts';

interface Period {
  readonly organiser: string;
  readonly from: string;
  readonly to: string;
}

interface Props {
  /** For which one may report. */
  readonly organisers: EqaReportsResponse['organisers'];
  /** The version that is corrected. */
  readonly of?: EqaReportResponse;
  readonly onDone: (id: number | null) => void;
}

export function ReportForm({ organisers, of, onDone }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const periodOf = (code: string): Period => {
    const { from = '', to = '' } = organisers.find((one) => one.code === code)?.next ?? {};
    return { organiser: code, from, to };
  };
  const [period, setPeriod] = useState<Period>(() =>
    of === undefined ? periodOf(organisers[0]?.code ?? '') : { organiser: of.organiser.code, from: of.from, to: of.to },
  );
  const draft = useQuery(eqaReportDraftQuery(period));
  return (
    <div className="fj-act">
      {of === undefined ? (
        <>
          <label htmlFor="eqa-report-organiser">{t('eqa.organiser')}</label>
          <Select
            id="eqa-report-organiser"
            value={period.organiser}
            onChange={(code) => setPeriod(periodOf(code))}
            options={organisers.map((one) => ({ value: one.code, label: named(one) }))}
          />
          <span>{t('eqaReports.period')}</span>
          <PeriodPicker
            from={period.from}
            to={period.to}
            labels={[t('eqaReports.from'), t('eqaReports.to')]}
            onChange={(from, to) => setPeriod({ ...period, from, to })}
          />
        </>
      ) : null}
      <Loaded query={draft}>
        {(found) => <Edited key={found.seen} draft={found} period={period} of={of} onDone={onDone} />}
      </Loaded>
    </div>
  );
}

interface EditedProps extends Pick<Props, 'onDone'> {
  readonly draft: EqaReportDraft;
  readonly period: Period;
  readonly of: EqaReportResponse | undefined;
}

/** What a person says about the figures. */
function Edited({ draft, period, of, onDone }: EditedProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const itemOf = useItemNames();
  const { figures, institutions, authorities, seen } = draft;
  const failed = figures.institutions.filter(({ failures }) => failures.length > 0);
  const proposed = t('eqaReports.proposed', {
    rounds: figures.rounds.filter(({ publishedOn }) => publishedOn !== null).length,
    institutions: figures.rounds.reduce((sum, { enrolled }) => sum + enrolled, 0),
    graded: figures.items.reduce((sum, { graded }) => sum + graded, 0),
    passed: figures.items.reduce((sum, { passed }) => sum + passed, 0),
    failed: failed.length,
  });
  const [summary, setSummary] = useState(of?.summary ?? proposed);
  const [reason, setReason] = useState('');
  const [written, setWritten] = useState<Readonly<Record<string, string>>>({});
  const act = useRoundAct(issueEqaReport, ({ id }) => onDone(id));
  const adviceOf = ({ institution, failures }: (typeof failed)[number]): string =>
    written[institution] ??
    of?.advice.find((one) => one.institution === institution)?.text ??
    t('eqaReports.proposedAdvice', { items: listed([...new Set(failures.map(({ item }) => itemOf(item)))]) });
  const nameOf = (code: string): string => {
    const known = institutions.find((one) => one.code === code);
    return known === undefined ? code : named(known);
  };
  const advice = failed.map((one) => ({ institution: one.institution, text: adviceOf(one).trim() }));
  const isReady =
    summary.trim().length >= 2 &&
    advice.every(({ text }) => text.length >= 2) &&
    (of === undefined || reason.trim().length >= 2);
  return (
    <ActForm
      act={act}
      label={t('eqaReports.issue')}
      isReady={isReady}
      onCancel={() => onDone(null)}
      onSubmit={() =>
        act.mutate({
          ...{ ...period, seen, summary: summary.trim(), advice },
          ...(of === undefined ? {} : { corrects: of.id, reason: reason.trim() }),
        })
      }
    >
      <p>{saying(t('eqaReports.goesTo'), listed(authorities.map(named)))}</p>
      <ReportFigures figures={figures} institutions={institutions} />
      <label htmlFor="eqa-report-summary">{t('eqaReports.summary')}</label>
      <Input.TextArea
        id="eqa-report-summary"
        rows={4}
        maxLength={4000}
        value={summary}
        onChange={(event) => setSummary(event.target.value)}
      />
      {failed.map((one) => (
        <div key={one.institution} className="fj-act">
          <label htmlFor={`eqa-advice-${one.institution}`}>
            {t('eqaReports.adviceFor', { institution: nameOf(one.institution) })}
          </label>
          <Input.TextArea
            id={`eqa-advice-${one.institution}`}
            rows={2}
            maxLength={500}
            value={adviceOf(one)}
            onChange={(event) => setWritten({ ...written, [one.institution]: event.target.value })}
          />
        </div>
      ))}
      {of === undefined ? null : (
        <>
          <label htmlFor="eqa-report-reason">{t('eqaReports.reason')}</label>
          <Input
            id="eqa-report-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
    </ActForm>
  );
}
