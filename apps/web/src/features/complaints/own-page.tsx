/** 涉及本机构的监督举报: how many complaints there were about the own institution, and how fast they were answered. */
import type { OwnComplaintsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Statistic } from 'antd';
import { useTranslation } from 'react-i18next';

import { ownComplaintsQuery } from '../../api/complaints.ts';
import { Require } from '../../app/require.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';

export function OwnComplaintsPage() {
  const { t } = useTranslation();
  const found = useQuery(ownComplaintsQuery);
  return (
    <Require can="complaint:own">
      <Page title={t('complaints.own.title')} subtitle={t('complaints.own.subtitle')}>
        <Section
          title={t('complaints.counts')}
          tools={
            <Link to="/loops" search={{ view: 'open', kind: 'complaint/handling' }} className="fj-link">
              {t('complaints.own.loops')}
            </Link>
          }
        >
          <Loaded query={found}>{(counts) => <Figures counts={counts} />}</Loaded>
        </Section>
      </Page>
    </Require>
  );
}

function Figures({ counts }: { readonly counts: OwnComplaintsResponse }) {
  const { t } = useTranslation();
  const figures = [
    [t('complaints.figures.received'), counts.received],
    [t('complaints.own.open'), counts.open],
    [t('complaints.figures.overdue'), counts.overdue],
    [t('complaints.figures.answered'), counts.answered],
    [t('complaints.figures.inTime'), counts.inTime],
    [t('complaints.figures.founded'), counts.founded],
    [t('complaints.figures.medianDays'), counts.medianDays ?? '—'],
    [
      t('complaints.figures.rating'),
      counts.rated === 0 ? '—' : `${String(counts.satisfied)} / ${String(counts.rated)}`,
    ],
  ] as const;
  return (
    <div className="fj-figures">
      {figures.map(([title, value]) => (
        <Statistic key={title} title={title} value={value} />
      ))}
    </div>
  );
}
