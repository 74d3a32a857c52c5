/** 不评价样品: samples withdrawn for everyone, each with its reason, and a warning of material that is not fit and graded all the same. */
import type { EqaEvaluationEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Alert, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { listed, saying } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useItemNames } from './item-names.ts';
import type { Evaluation } from './parts.ts';
import { againOf } from './parts.ts';
import { ReasonButton } from './reason-button.tsx';
import { useRoundAct } from './round-act.ts';

type Row = Evaluation['ungraded'][number];

interface Props {
  readonly round: EqaOrganisedRound['round'];
  readonly evaluation: Evaluation;
}

const isSame = (a: Pick<Row, 'item' | 'sample'>, b: Pick<Row, 'item' | 'sample'>): boolean =>
  a.item === b.item && a.sample === b.sample;

export function Ungraded({ round, evaluation }: Props) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const [isEntering, setEntering] = useState(false);
  const isOpen = round.state !== 'final';
  return (
    <Section
      title={t('eqa.ungraded')}
      tools={isOpen ? <Button onClick={() => setEntering(true)}>{t('eqa.withdraw')}</Button> : null}
    >
      <Unfit unfit={evaluation.unfit} />
      <p className="fj-faint">{t('eqa.ungradedHint')}</p>
      <RecordTable<Row>
        rowKey={(row) => `${row.item}|${row.sample}`}
        rows={evaluation.ungraded}
        empty={t('eqa.nothingUngraded')}
        columns={[
          { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
          { title: t('eqa.sample'), dataIndex: 'sample' },
          { title: t('eqa.reason'), dataIndex: 'reason' },
          {
            title: t('eqa.act'),
            key: 'act',
            render: (_, row) =>
              isOpen ? (
                <ReasonButton
                  isSmall
                  label={t('eqa.gradeAgain')}
                  reason={t('eqa.reason')}
                  ask={(reason) =>
                    actOnRound(
                      round.id,
                      'evaluations',
                      againOf(evaluation, {
                        reason,
                        ungraded: evaluation.ungraded.filter((one) => !isSame(one, row)),
                      }),
                    )
                  }
                />
              ) : null,
          },
        ]}
      />
      <ActDialog of={isEntering ? evaluation : null} title={t('eqa.withdraw')} onClose={() => setEntering(false)}>
        {(of) => <WithdrawForm round={round} evaluation={of} onDone={() => setEntering(false)} />}
      </ActDialog>
    </Section>
  );
}

function Unfit({ unfit }: Pick<Evaluation, 'unfit'>) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  if (unfit.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('eqa.unfitGraded')}
      description={
        <ul className="fj-problem-spots">
          {unfit.map(({ item, sample, kinds }) => (
            <li key={`${item}|${sample}`}>
              {saying(
                t('eqa.cell', { item: nameOf(item), sample }),
                listed(kinds.map((kind) => t(`eqa.materialVerdicts.${UNFIT[kind]}`))),
              )}
            </li>
          ))}
        </ul>
      }
    />
  );
}

const UNFIT = { homogeneity: 'not homogeneous', stability: 'not stable' } as const;

function WithdrawForm({ round, evaluation, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  // What is not fit comes first to mind.
  const [first] = evaluation.unfit;
  const [items, setItems] = useState<readonly string[]>(first === undefined ? [] : [first.item]);
  const [sample, setSample] = useState(first?.sample ?? round.samples[0] ?? '');
  const [reason, setReason] = useState('');
  const act = useRoundAct(
    (entry: EqaEvaluationEntry) => actOnRound(round.id, 'evaluations', againOf(evaluation, entry)),
    onDone,
  );
  const text = reason.trim();
  return (
    <ActForm
      act={act}
      label={t('act.confirm')}
      isReady={items.length > 0 && text.length >= 2}
      onCancel={onDone}
      onSubmit={() => {
        const rows = items.map((item): Row => ({ item, sample, reason: text }));
        const before = evaluation.ungraded.filter((one) => !rows.some((row) => isSame(one, row)));
        act.mutate({ reason: text, ungraded: [...before, ...rows] });
      }}
    >
      <label htmlFor="eqa-ungraded-sample">{t('eqa.sample')}</label>
      <Select
        id="eqa-ungraded-sample"
        value={sample}
        onChange={setSample}
        options={round.samples.map((one) => ({ value: one, label: one }))}
      />
      <label htmlFor="eqa-ungraded-items">{t('eqa.items')}</label>
      <Select
        id="eqa-ungraded-items"
        mode="multiple"
        value={[...items]}
        onChange={setItems}
        options={round.items.map(({ item }) => ({ value: item, label: nameOf(item) }))}
      />
      <Button size="small" onClick={() => setItems(round.items.map(({ item }) => item))}>
        {t('eqa.everyItem')}
      </Button>
      <label htmlFor="eqa-ungraded-reason">{t('eqa.reason')}</label>
      <Input.TextArea
        id="eqa-ungraded-reason"
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
