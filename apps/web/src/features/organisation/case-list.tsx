/** 案例清单: the cases behind a number, newest first; what was said of one is opened by itself, which is put on record. */
import type { CaseRow, CasesQuery } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { casesQuery } from '../../api/case-reviews.ts';
import { useActor } from '../../app/require.tsx';
import { ActDialog } from '../../ui/act-dialog.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { CaseDetail } from './case-detail.tsx';

const COLOURS: Readonly<Record<CaseRow['standing'], string>> = {
  open: 'blue',
  reviewed: 'cyan',
  closed: 'green',
  unfounded: 'default',
};

export function CaseList({ of }: { readonly of: CasesQuery }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const actor = useActor();
  const [opened, setOpened] = useState<CaseRow | null>(null);
  const found = useQuery(casesQuery(of));
  // The loop of an adverse event is none of the head of the hospital.
  const follows = ({ isOpenable }: CaseRow): boolean => isOpenable || actor?.role === 'quality-office';
  return (
    <>
      <Loaded query={found}>
        {({ total, cases }) => (
          <>
            {total > cases.length ? (
              <p className="fj-faint">{t('resources.indicators.shown', { shown: cases.length, total })}</p>
            ) : null}
            <RecordTable<CaseRow>
              rowKey="loop"
              rows={cases}
              empty={t('caseReviews.none')}
              width={760}
              columns={[
                {
                  title: t('caseReviews.arisenOn'),
                  key: 'arisenOn',
                  className: 'fj-nowrap',
                  // On a telephone the last columns are out of sight.
                  render: (_, row) => (
                    <>
                      <div>{row.arisenOn}</div>
                      {row.isOpenable ? (
                        <button type="button" className="fj-plain-button fj-case-open" onClick={() => setOpened(row)}>
                          {t('caseReviews.detail')}
                        </button>
                      ) : null}
                      {follows(row) ? (
                        <Link to="/loops/$id" params={{ id: String(row.loop) }} className="fj-link fj-link-in-text">
                          {t('caseReviews.follow')}
                        </Link>
                      ) : null}
                    </>
                  ),
                },
                {
                  title: t('caseReviews.kind'),
                  key: 'kind',
                  render: (_, row) => t(`caseReviews.kinds.${row.kind}`),
                },
                {
                  title: t('caseReviews.departments'),
                  key: 'departments',
                  render: (_, row) => listed(row.departments.map(named)),
                },
                {
                  title: t('caseReviews.standing'),
                  key: 'standing',
                  render: (_, { standing, isOverdue, waits }) => (
                    <>
                      <Tag color={COLOURS[standing]}>{t(`caseReviews.standings.${standing}`)}</Tag>
                      {isOverdue ? <Tag color="red">{t('caseReviews.overdue')}</Tag> : null}
                      {waits.length === 0 ? null : (
                        <span className="fj-faint">{t('hazards.waits', { stage: listed(waits.map(say)) })}</span>
                      )}
                    </>
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
      <ActDialog of={opened} width={700} title={t('caseReviews.detail')} onClose={() => setOpened(null)}>
        {({ loop }) => <CaseDetail loop={loop} />}
      </ActDialog>
    </>
  );
}
