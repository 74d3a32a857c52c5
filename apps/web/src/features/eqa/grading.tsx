/** 评价: targets by their source, what a person decides or leaves out, scores by laboratory, and the publication. */
import type { EqaEvaluationEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { showNumber, showTime } from '../../ui/format.ts';
import { inUnit } from '../../ui/listed.ts';
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
import { Ungraded } from './ungraded.tsx';

type Target = Evaluation['targets'][number];

export function Grading({ data }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const { round, evaluation } = data;
  const isDue = ['closed', 'evaluated', 'published'].includes(round.state);
  const isPublished = evaluation !== null && round.published === evaluation.version;
  const evaluate = useRoundAct((entry: EqaEvaluationEntry) =>
    actOnRound(round.id, 'evaluations', againOf(evaluation, entry)),
  );
  const publish = useRoundAct((version: number) => actOnRound(round.id, 'publication', { version }));
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
            {evaluation !== null && !isPublished && isDue ? (
              <Popconfirm
                title={t('eqa.publishSure', { version: evaluation.version })}
                description={t('eqa.publishHint')}
                onConfirm={() => publish.mutate(evaluation.version)}
              >
                <Button type="primary" loading={publish.isPending}>
                  {t('eqa.publish', { version: evaluation.version })}
                </Button>
              </Popconfirm>
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
      </Section>
      {evaluation === null ? null : (
        <>
          <Ungraded round={round} evaluation={evaluation} />
          <Decisions round={round} evaluation={evaluation} />
          <GradeTable round={round} scores={evaluation.scores} />
          <Section title={t('eqa.targets')}>
            <TargetTable targets={evaluation.targets} items={round.items} />
          </Section>
        </>
      )}
    </>
  );
}

const show = (value: number | null): string => (value === null ? '—' : showNumber(value));

interface TargetTableProps {
  readonly targets: readonly Target[];
  readonly items: EqaOrganisedRound['round']['items'];
}

function TargetTable({ targets, items }: TargetTableProps) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  return (
    <RecordTable<Target>
      rowKey={(row) => `${row.item}|${row.sample}|${row.variant}|${row.group}`}
      rows={targets}
      empty={t('eqa.nothingGraded')}
      columns={[
        {
          title: t('eqa.item'),
          key: 'item',
          fixed: 'left',
          width: 150,
          render: (_, row) => inUnit(nameOf(row.item), items.find(({ item }) => item === row.item)?.unit ?? null),
        },
        { title: t('eqa.sample'), dataIndex: 'sample' },
        { title: t('eqa.variant'), dataIndex: 'variant' },
        { title: t('eqa.group'), key: 'group', render: (_, row) => (row.group === 'all' ? t('eqa.all') : row.group) },
        { title: t('eqa.source'), key: 'kind', render: (_, row) => t(`eqa.targetKinds.${row.kind}`) },
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
