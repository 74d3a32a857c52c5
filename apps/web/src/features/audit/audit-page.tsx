/** 审计: who did what, to whom, why and from where, for the audit administrator; and whether it is still as it was written. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import './audit.css';
import { auditEventsQuery } from '../../api/audit.ts';
import { compact } from '../../app/search.ts';
import { Require } from '../../app/require.tsx';
import { PeriodPicker } from '../../ui/day-picker.tsx';
import { daysAgo, today } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { AuditTable } from './audit-table.tsx';
import { AuditFilter } from './audit-filter.tsx';
import { ChainState } from './chain-state.tsx';

const route = getRouteApi('/desk/audit');
const DAYS_SHOWN = 6;

export function AuditPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { from = daysAgo(DAYS_SHOWN), to = today(), ...filter } = search;
  const events = useInfiniteQuery(auditEventsQuery({ from, to, ...filter }));
  const narrow = (changed: { readonly [K in keyof typeof search]?: (typeof search)[K] | undefined }): void => {
    void navigate({ search: (previous) => compact({ ...previous, ...changed }) });
  };
  return (
    <Require can="audit:read">
      <Page
        title={t('audit.title')}
        subtitle={t('audit.subtitle')}
        tools={
          <PeriodPicker
            from={from}
            to={to}
            labels={[t('field.from'), t('field.to')]}
            onChange={(first, last) => {
              narrow({ from: first, to: last });
            }}
          />
        }
      >
        <ChainState />
        <Section title={t('audit.entries')}>
          <AuditFilter value={filter} onChange={narrow} />
          <Loaded query={events} isEmpty={(data) => data.pages[0]?.entries.length === 0} empty={t('audit.none')}>
            {(data) => (
              <>
                <AuditTable
                  entries={data.pages.flatMap((page) => page.entries)}
                  onPerson={(person) => {
                    narrow({ person });
                  }}
                />
                {events.hasNextPage ? (
                  <div className="fj-audit-more">
                    <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                      {t('audit.more')}
                    </Button>
                  </div>
                ) : null}
              </>
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
