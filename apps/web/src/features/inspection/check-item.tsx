/**
 * One point of the checklist 检查要点 under the thumb: two taps save what conforms; what does not asks for facts. What is typed is kept until
 * it is saved, also when another inspector was faster or the page is loaded again.
 */
import type { InspectionFinding, InspectionItemView, InspectionNote } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { inspectionQuery, INSPECTIONS_KEY, saveFinding } from '../../api/inspections.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { saying } from '../../ui/listed.ts';
import { Rectification } from './rectification.tsx';
import { NoteState } from './note-state.tsx';
import { useNote } from './use-note.ts';

interface Props {
  readonly inspection: string;
  readonly item: InspectionItemView;
  readonly notes: readonly InspectionNote[];
  readonly mayFind: boolean;
}

const VERDICTS = ['conform', 'nonconform', 'not-applicable'] as const;
const COLOURS = { conform: 'green', nonconform: 'red', 'not-applicable': 'default' } as const;

export function CheckItem({ inspection, item, notes, mayFind }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <article className="fj-check-item" id={item.item}>
      <h3>{say(item.text)}</h3>
      <ClauseTags ids={[item.item]} />
      <p>
        <span className="fj-faint">{t('inspections.how')}</span> {say(item.how)}
        <br />
        <span className="fj-faint">{t('inspections.evidence')}</span> {say(item.evidence)}
      </p>
      <Findings item={item} />
      {mayFind ? <Enter inspection={inspection} item={item} notes={notes} mayFind /> : null}
      {item.rectification === null ? null : (
        <Rectification inspection={inspection} rectification={item.rectification} notes={notes} />
      )}
    </article>
  );
}

function Findings({ item: { findings } }: { readonly item: InspectionItemView }) {
  const { t } = useTranslation();
  return findings.map((finding) => (
    <div key={finding.id} className={finding.isCurrent ? '' : 'fj-faint'}>
      {finding.isCurrent ? null : saying(t('inspections.earlier'), '')}
      <Tag color={finding.isCurrent ? COLOURS[finding.verdict] : 'default'}>
        {t(`inspections.verdicts.${finding.verdict}`)}
      </Tag>
      {finding.severity === null ? null : <Tag>{t(`inspections.severities.${finding.severity}`)}</Tag>}
      {finding.samples === null ? null : `${t('inspections.samples')} ${String(finding.samples)} `}
      <span className="fj-faint">{t('inspections.foundBy', { by: finding.by, at: showTime(finding.at) })}</span>
      {finding.facts === '' ? null : <p className="fj-inspection-text">{finding.facts}</p>}
    </div>
  ));
}

function Enter({ inspection, item, notes }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const current = item.findings.find(({ isCurrent }) => isCurrent);
  const note = useNote(inspection, item.item, notes, { text: '' });
  const { text: facts, samples, severity = item.severity } = note.written;
  const [isWriting, setWriting] = useState(facts !== '');
  const saving = useMutation({
    scope: note.scope,
    mutationFn: async (verdict: InspectionFinding['verdict']) =>
      saveFinding(inspection, {
        ...{ item: item.item, verdict, facts, replaces: current?.id ?? null },
        ...(verdict === 'nonconform' ? { severity } : {}),
        ...(samples === undefined ? {} : { samples }),
      }),
    onSuccess: (known) => {
      setWriting(false);
      note.done();
      queries.setQueryData(inspectionQuery(inspection).queryKey, known);
    },
    onError: async () => queries.invalidateQueries({ queryKey: INSPECTIONS_KEY }),
  });
  const isOvertaken = saving.error instanceof ApiProblem && saving.error.status === 409;
  const id = `facts-${item.item}`;
  return (
    <>
      {saving.error === null ? null : isOvertaken ? (
        <Alert type="warning" showIcon title={t('inspections.changedMeanwhile')} />
      ) : (
        <ProblemAlert error={saving.error} />
      )}
      <div className="fj-inspection-verdicts">
        {VERDICTS.map((verdict) => (
          <Button
            key={verdict}
            type={current?.verdict === verdict ? 'primary' : 'default'}
            danger={verdict === 'nonconform'}
            loading={saving.isPending && saving.variables === verdict && verdict !== 'nonconform'}
            onClick={() => (verdict === 'nonconform' ? setWriting(true) : saving.mutate(verdict))}
          >
            {t(`inspections.verdicts.${verdict}`)}
          </Button>
        ))}
      </div>
      {isWriting ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (facts.trim() !== '') saving.mutate('nonconform');
          }}
        >
          <label htmlFor={id}>{t('inspections.facts')}</label>
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={4000}
            value={facts}
            onChange={(event) => note.write({ text: event.target.value })}
          />
          <NoteState note={note} />
          <label htmlFor={`${id}-samples`}>{t('inspections.samples')}</label>{' '}
          <InputNumber
            id={`${id}-samples`}
            min={0}
            precision={0}
            value={samples ?? null}
            onChange={(value) => note.write({ samples: value ?? undefined })}
          />
          <Radio.Group
            aria-label={t('inspections.severity')}
            value={severity}
            onChange={(event) => note.write({ severity: event.target.value as typeof severity })}
            options={(['immediate', 'within-15', 'within-30'] as const).map((value) => ({
              value,
              label: t(`inspections.severities.${value}`),
            }))}
          />
          <Button
            type="primary"
            danger
            htmlType="submit"
            className="fj-inspection-thumb"
            disabled={facts.trim() === ''}
            loading={saving.isPending}
          >
            {t('inspections.save')}
          </Button>
        </form>
      ) : null}
    </>
  );
}
