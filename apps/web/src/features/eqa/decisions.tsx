/** What figures cannot judge, for a person to decide 人工判定; and what was left out of the statistics 剔除. */
import type { EqaEvaluationEntry, EqaOrganisedRound } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { saying } from '../../ui/listed.ts';
import { useInstitutionNames, useItemNames } from './item-names.ts';
import type { Cell, Evaluation } from './parts.ts';
import { againOf, isSameCell } from './parts.ts';
import { ReasonButton } from './reason-button.tsx';

interface Props {
  readonly round: EqaOrganisedRound['round'];
  readonly evaluation: Evaluation;
}

interface Row extends Cell {
  readonly reported: string;
  /** What was said of it before. */
  readonly said: string | null;
  readonly isReview: boolean;
}

const FAR = 5;

export function Decisions({ round, evaluation }: Props) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const institutionOf = useInstitutionNames();
  const { scores, excluded, decisions } = evaluation;
  const rows = scores.flatMap(({ institution, item, cells }) =>
    cells.flatMap(({ sample, reported, verdict, z }): Row[] => {
      const cell = { institution, item, sample };
      const left = excluded.find((one) => isSameCell(one, cell));
      const decided = decisions.find((one) => isSameCell(one, cell));
      const said =
        left === undefined
          ? decided === undefined
            ? null
            : saying(t(`eqa.verdicts.${decided.verdict}`), decided.reason)
          : saying(t('eqa.exclude'), left.reason);
      return verdict === 'review' || said !== null || Math.abs(z ?? 0) > FAR
        ? [{ ...cell, reported, said, isReview: verdict === 'review' }]
        : [];
    }),
  );
  return (
    <Section title={t('eqa.toDecide')}>
      <p className="fj-faint">{t('eqa.decisionsHint')}</p>
      <RecordTable<Row>
        rowKey={(row) => `${row.institution}|${row.item}|${row.sample}`}
        rows={rows}
        empty={t('eqa.nothingToDecide')}
        columns={[
          { title: t('eqa.institution'), key: 'institution', render: (_, row) => institutionOf(row.institution) },
          { title: t('eqa.item'), key: 'item', render: (_, row) => nameOf(row.item) },
          { title: t('eqa.sample'), dataIndex: 'sample' },
          { title: t('eqa.reported'), dataIndex: 'reported', align: 'right' },
          {
            title: t('eqa.decide'),
            key: 'decide',
            render: (_, row) => (
              <>
                {row.said === null ? null : <div>{row.said}</div>}
                {round.state === 'final' ? null : <Acts round={round} evaluation={evaluation} row={row} />}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

interface ActsProps extends Props {
  readonly row: Row;
}

/** What can be done with a result: decided on, left out, or what was said of it taken back. */
function Acts({ round, evaluation, row: { institution, item, sample, said, isReview } }: ActsProps) {
  const { t } = useTranslation();
  const cell = { institution, item, sample };
  const grade = async (entry: EqaEvaluationEntry, restored?: Cell): Promise<unknown> =>
    actOnRound(round.id, 'evaluations', againOf(evaluation, entry, restored));
  if (said !== null)
    return (
      <ReasonButton
        isSmall
        label={t('eqa.restore')}
        reason={t('eqa.reason')}
        ask={(reason) => grade({ reason }, cell)}
      />
    );
  return (
    <>
      {isReview
        ? (['acceptable', 'unacceptable'] as const).map((verdict) => (
            <ReasonButton
              isSmall
              key={verdict}
              label={t(`eqa.verdicts.${verdict}`)}
              reason={t('eqa.reason')}
              ask={(reason) => grade({ reason, decisions: [{ ...cell, verdict, reason }] })}
            />
          ))
        : null}
      <ReasonButton
        isSmall
        label={t('eqa.exclude')}
        reason={t('eqa.reason')}
        ask={(reason) => grade({ reason, excluded: [{ ...cell, reason }] })}
      />
    </>
  );
}
