/** 评价: targets by their source, what a person decides or leaves out, scores by laboratory, and the publication. */
import type { EqaEvaluationEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showNumber, showTime } from '../../ui/format.ts';
import { EmptyNote } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { Decisions } from './decisions.tsx';
import { GradeTable } from './grade-table.tsx';
import { useItemNames } from './item-names.ts';
import type { Evaluation } from './parts.ts';
import { againOf } from './parts.ts';
import { ReasonButton } from './reason-button.tsx';
import { useRoundAct } from './round-act.ts';

type Target = Evaluation['targets'][number];
type Targets = NonNullable<EqaEvaluationEntry['targets']>;

export function Grading({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const { round, evaluation } = data;
  const isDue = ['closed', 'evaluated', 'published'].includes(round.state);
  const isPublished = evaluation !== null && round.published === evaluation.version;
  const evaluate = useRoundAct((entry: EqaEvaluationEntry) =>
    actOnRound(round.id, 'evaluations', againOf(evaluation, entry)),
  );
  const publish = useRoundAct((version: number) => actOnRound(round.id, 'publication', { version }));
  const [isSetting, setSetting] = useState(false);
  return (
    <>
      <Section
        title={t('eqa.grading')}
        tools={
          <>
            {isDue && evaluation === null ? (
              <Button type="primary" loading={evaluate.isPending} onClick={() => evaluate.mutate({})}>
                {t('eqa.evaluate')}
              </Button>
            ) : null}
            {isDue && evaluation !== null ? (
              <ReasonButton
                label={t('eqa.evaluateAgain')}
                reason={t('eqa.reason')}
                ask={(reason) => actOnRound(round.id, 'evaluations', againOf(evaluation, { reason }))}
              />
            ) : null}
            {isDue ? <Button onClick={() => setSetting(true)}>{t('eqa.setTargets')}</Button> : null}
            {evaluation !== null && !isPublished && isDue ? (
              <Button
                type="primary"
                title={t('eqa.publishHint')}
                loading={publish.isPending}
                onClick={() => publish.mutate(evaluation.version)}
              >
                {t('eqa.publish', { version: evaluation.version })}
              </Button>
            ) : null}
          </>
        }
      >
        {evaluate.error === null ? null : <ProblemAlert error={evaluate.error} />}
        {publish.error === null ? null : <ProblemAlert error={publish.error} />}
        {evaluation === null ? (
          <EmptyNote>{t('eqa.notGraded')}</EmptyNote>
        ) : (
          <>
            <p>
              {t('eqa.gradedBy', {
                version: evaluation.version,
                by: evaluation.by,
                at: showTime(evaluation.at),
              })}
              {evaluation.reason === null ? '' : ` · ${evaluation.reason}`}
              {isPublished ? ` · ${t('eqa.isPublished')}` : ''}
            </p>
            {isPublished ? null : <p className="fj-faint">{t('eqa.publishHint')}</p>}
          </>
        )}
        <ActDialog of={isSetting ? round : null} title={t('eqa.setTargets')} onClose={() => setSetting(false)}>
          {(one) => <TargetsForm round={one} evaluation={evaluation} onDone={() => setSetting(false)} />}
        </ActDialog>
      </Section>
      {evaluation === null ? null : (
        <>
          <Decisions round={round} evaluation={evaluation} />
          <GradeTable round={round} scores={evaluation.scores} />
          <Section title={t('eqa.targets')}>
            <TargetTable targets={evaluation.targets} />
          </Section>
        </>
      )}
    </>
  );
}

const show = (value: number | null): string => (value === null ? '—' : showNumber(value));

function TargetTable({ targets }: { readonly targets: readonly Target[] }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  return (
    <RecordTable<Target>
      rowKey={(row) => `${row.item}|${row.sample}|${row.variant}|${row.group}`}
      rows={targets}
      empty={t('eqa.notGraded')}
      columns={[
        { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
        { title: t('eqa.sample'), dataIndex: 'sample' },
        { title: t('eqa.variant'), dataIndex: 'variant' },
        { title: t('eqa.group'), key: 'group', render: (_, row) => (row.group === 'all' ? t('eqa.all') : row.group) },
        { title: t('eqa.targets'), key: 'kind', render: (_, row) => t(`eqa.targetKinds.${row.kind}`) },
        {
          title: t('eqa.value'),
          key: 'value',
          align: 'right',
          render: (_, row) => row.accepted?.join(' / ') ?? show(row.value),
        },
        { title: t('eqa.uncertainty'), key: 'uncertainty', align: 'right', render: (_, row) => show(row.uncertainty) },
        { title: t('eqa.sd'), key: 'sd', align: 'right', render: (_, row) => show(row.sd) },
        { title: t('eqa.n'), dataIndex: 'n', align: 'right' },
      ]}
    />
  );
}

interface TargetsProps {
  readonly round: EqaOrganisedRound['round'];
  readonly evaluation: Evaluation | null;
  readonly onDone: () => void;
}

/** Reference values of an item, by which the round is graded anew. */
function TargetsForm({ round, evaluation, onDone }: TargetsProps) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [item, setItem] = useState(round.items[0]?.item ?? '');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const isMeasured = round.items.find((one) => one.item === item)?.kind === 'quantitative';
  const act = useRoundAct(
    (entry: EqaEvaluationEntry) => actOnRound(round.id, 'evaluations', againOf(evaluation, entry)),
    onDone,
  );
  const targets = round.samples.flatMap((sample): Targets => {
    const [text, uncertainty] = [(texts[sample] ?? '').trim(), (texts[`${sample}|u`] ?? '').trim()];
    if (text === '') return [];
    const cell = { item, sample, variant: 'A' };
    if (!isMeasured) return [{ ...cell, accepted: text.split(/[;；,，、]/).map((one) => one.trim()) }];
    return [{ ...cell, value: Number(text), ...(uncertainty === '' ? {} : { uncertainty: Number(uncertainty) }) }];
  });
  const isReady =
    targets.length > 0 &&
    targets.every(({ value = 0, uncertainty = 0 }) => Number.isFinite(value) && Number.isFinite(uncertainty)) &&
    reason.trim().length >= 2;
  return (
    <ActForm
      act={act}
      label={t('eqa.evaluateAgain')}
      isReady={isReady}
      onCancel={onDone}
      onSubmit={() => act.mutate({ targets, reason: reason.trim() })}
    >
      <label htmlFor="eqa-target-item">{t('eqa.item')}</label>
      <Select
        id="eqa-target-item"
        value={item}
        onChange={(chosen) => {
          setItem(chosen);
          setTexts({});
        }}
        options={round.items.map((one) => ({ value: one.item, label: nameOf(one.item) }))}
      />
      <table className="fj-eqa-lines">
        <thead>
          <tr>
            <th scope="col">{t('eqa.sample')}</th>
            <th scope="col">{t('eqa.value')}</th>
            <th scope="col">{isMeasured ? t('eqa.uncertainty') : ''}</th>
          </tr>
        </thead>
        <tbody>
          {round.samples.map((sample) => (
            <tr key={sample}>
              <th scope="row">{sample}</th>
              {[sample, `${sample}|u`].map((key, place) => (
                <td key={key}>
                  {place === 1 && !isMeasured ? null : (
                    <Input
                      aria-label={`${sample} ${t(place === 0 ? 'eqa.value' : 'eqa.uncertainty')}`}
                      value={texts[key] ?? ''}
                      onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <label htmlFor="eqa-target-reason">{t('eqa.reason')}</label>
      <Input
        id="eqa-target-reason"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
