/** 雷同审核: pairs of returns that are alike, with the signs beside it; nobody is accused, what was found is noted. */
import type { EqaOrganisedRound, EqaReviewEntry } from '@fujie/wire/contracts';
import { Button, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actOnRound } from '../../api/eqa.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showTime } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { listed, saying, withAside } from '../../ui/listed.ts';
import { useInstitutionNames } from './item-names.ts';
import { useRoundAct } from './round-act.ts';

type Pair = EqaOrganisedRound['alike'][number];
const FINDINGS = ['cleared', 'confirmed', 'open'] as const;

export function Collusion({ data: { round, alike, screening } }: { readonly data: EqaOrganisedRound }) {
  const { t } = useTranslation();
  const institutionOf = useInstitutionNames();
  const [looked, setLooked] = useState<Pair | null>(null);
  return (
    <Section title={t('eqa.collusion')}>
      <p className="fj-faint">{t('eqa.collusionHint')}</p>
      <p className="fj-faint">
        {screening === null
          ? t('eqa.notScreened')
          : t('eqa.screened', {
              ...{ version: screening.version, at: showTime(screening.at), laboratories: screening.laboratories },
              ...{ comparable: screening.comparable, share: screening.sharePercent, minutes: screening.minutesApart },
            })}
        {screening === null || screening.nearness === null || screening.sharedMistakes === null
          ? ''
          : t('eqa.screenedAlso', { nearness: screening.nearness, mistakes: screening.sharedMistakes })}
      </p>
      <RecordTable<Pair>
        rowKey={(row) => `${row.first}|${row.second}`}
        rows={alike}
        empty={t('eqa.noPairs')}
        width={760}
        columns={[
          {
            title: t('eqa.pair'),
            key: 'pair',
            fixed: 'left',
            width: 150,
            render: (_, row) => (
              <>
                <div>{institutionOf(row.first)}</div>
                <div>{institutionOf(row.second)}</div>
              </>
            ),
          },
          {
            title: t('eqa.identical'),
            key: 'identical',
            render: (_, row) =>
              `${String(row.identical)} / ${String(row.comparable)}${row.sharePercent === null ? '' : ` (${String(Math.round(row.sharePercent))}%)`}`,
          },
          {
            title: t('eqa.ground'),
            key: 'grounds',
            render: (_, row) =>
              listed(
                row.grounds.map((ground) =>
                  t(`eqa.grounds.${ground}`, { count: row.mistakes, distance: row.distance?.toFixed(2) ?? '' }),
                ),
              ),
          },
          {
            title: t('eqa.signsTitle'),
            key: 'signs',
            render: (_, row) => row.signs.map((sign) => <Tag key={sign}>{t(`eqa.signs.${sign}`)}</Tag>),
          },
          {
            title: t('eqa.finding'),
            key: 'finding',
            render: (_, row) =>
              row.review === null
                ? null
                : withAside(saying(t(`eqa.findings.${row.review.finding}`), row.review.note), row.review.by),
          },
          {
            title: t('eqa.act'),
            key: 'act',
            render: (_, row) => (
              <Button size="small" onClick={() => setLooked(row)}>
                {t('eqa.reviewPair')}
              </Button>
            ),
          },
        ]}
      />
      <ActDialog of={looked} title={t('eqa.reviewPair')} onClose={() => setLooked(null)}>
        {(pair) => <ReviewForm round={round.id} pair={pair} onDone={() => setLooked(null)} />}
      </ActDialog>
    </Section>
  );
}

interface ReviewProps {
  readonly round: number;
  readonly pair: Pair;
  readonly onDone: () => void;
}

function ReviewForm({ round, pair: { first, second }, onDone }: ReviewProps) {
  const { t } = useTranslation();
  const [finding, setFinding] = useState<EqaReviewEntry['finding']>('open');
  const [note, setNote] = useState('');
  const act = useRoundAct((entry: EqaReviewEntry) => actOnRound(round, 'reviews', entry), onDone);
  return (
    <ActForm
      act={act}
      label={t('eqa.reviewPair')}
      isReady={note.trim().length >= 2}
      onCancel={onDone}
      onSubmit={() => act.mutate({ first, second, finding, note: note.trim() })}
    >
      <Radio.Group
        aria-label={t('eqa.finding')}
        value={finding}
        onChange={(event) => setFinding(event.target.value as EqaReviewEntry['finding'])}
        options={FINDINGS.map((value) => ({ value, label: t(`eqa.findings.${value}`) }))}
      />
      <label htmlFor="eqa-review-note">{t('eqa.note')}</label>
      <Input.TextArea
        id="eqa-review-note"
        rows={3}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActForm>
  );
}
