/** What figures cannot judge, for a person to decide 人工判定; and what was left out of the statistics 剔除. */
import type { EqaOrganisedRound } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useInstitutionNames, useItemNames } from './item-names.ts';
import type { Evaluation } from './parts.ts';
import { againOf } from './parts.ts';
import { ReasonButton } from './reason-button.tsx';

interface Props {
  readonly round: EqaOrganisedRound['round'];
  readonly evaluation: Evaluation;
}

interface Row {
  readonly institution: string;
  readonly item: string;
  readonly sample: string;
  readonly reported: string;
  readonly said: string | null;
}

const FAR = 5;

export function Decisions({ round, evaluation }: Props) {
  const { t } = useTranslation();
  const nameOf = useItemNames();
  const institutionOf = useInstitutionNames();
  const { scores, excluded, decisions } = evaluation;
  const isSame = (a: Omit<Row, 'reported' | 'said'>, b: Omit<Row, 'reported' | 'said'>): boolean =>
    a.institution === b.institution && a.item === b.item && a.sample === b.sample;
  const rows = scores.flatMap(({ institution, item, cells }) =>
    cells.flatMap(({ sample, reported, verdict, z }): Row[] => {
      const cell = { institution, item, sample };
      const left = excluded.find((one) => isSame(one, cell));
      const decided = decisions.find((one) => isSame(one, cell));
      const said =
        left === undefined
          ? decided === undefined
            ? null
            : `${t(`eqa.verdicts.${decided.verdict}`)}：${decided.reason}`
          : `${t('eqa.exclude')}：${left.reason}`;
      return verdict === 'review' || said !== null || Math.abs(z ?? 0) > FAR ? [{ ...cell, reported, said }] : [];
    }),
  );
  const isReview = (row: Row): boolean =>
    scores.some(
      (score) =>
        score.institution === row.institution &&
        score.item === row.item &&
        score.cells.some(({ sample, verdict }) => sample === row.sample && verdict === 'review'),
    );
  const cellOf = ({ institution, item, sample }: Row) => ({ institution, item, sample });
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
            render: (_, row) =>
              row.said ??
              (round.state === 'final' ? null : (
                <>
                  {isReview(row)
                    ? (['acceptable', 'unacceptable'] as const).map((verdict) => (
                        <ReasonButton
                          isSmall
                          key={verdict}
                          label={t(`eqa.verdicts.${verdict}`)}
                          reason={t('eqa.reason')}
                          ask={(reason) => {
                            const decided = { ...cellOf(row), verdict, reason };
                            return actOnRound(
                              round.id,
                              'evaluations',
                              againOf(evaluation, { reason, decisions: [decided] }),
                            );
                          }}
                        />
                      ))
                    : null}
                  <ReasonButton
                    isSmall
                    label={t('eqa.exclude')}
                    reason={t('eqa.reason')}
                    ask={(reason) => {
                      const left = { ...cellOf(row), reason };
                      return actOnRound(round.id, 'evaluations', againOf(evaluation, { reason, excluded: [left] }));
                    }}
                  />
                </>
              )),
          },
        ]}
      />
    </Section>
  );
}
