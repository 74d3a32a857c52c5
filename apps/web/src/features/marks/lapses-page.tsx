/** 即将失效: what would end a mark within 60 days if no new fact comes, by date. */
import type { LapsingMark } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './marks.css';
import { lapsingQuery } from '../../api/marks.ts';
import { Require, useActor } from '../../app/require.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ReasonList } from '../../ui/finding-list.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { InstitutionPicker } from '../../app/institution-picker.tsx';
import { LapsesOverview } from './lapses-overview.tsx';

const route = getRouteApi('/desk/lapses');
const DAYS = 60;
const URGENT_DAYS = 14;

export function LapsesPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const own = useActor()?.institution?.code;
  const institution = search.institution ?? own ?? '';
  return (
    <Require can="marks:read">
      <Page
        title={t('marks.lapsesTitle')}
        subtitle={t('marks.lapsesSubtitle', { count: DAYS })}
        tools={
          <>
            {institution === '' || own !== undefined ? null : (
              <Link to="/lapses" search={{}} className="fj-link fj-nowrap">
                {t('marks.allInstitutions')}
              </Link>
            )}
            <InstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: { institution: chosen } })}
            />
          </>
        }
      >
        {institution === '' ? <LapsesOverview days={DAYS} /> : <Lapses institution={institution} />}
      </Page>
    </Require>
  );
}

function Lapses({ institution }: { readonly institution: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  const lapsing = useQuery(lapsingQuery(institution, DAYS));
  return (
    <Loaded query={lapsing} isEmpty={(data) => data.lapsing.length === 0} empty={t('marks.noLapses', { count: DAYS })}>
      {(data) => (
        <Section
          title={named(data.institution)}
          tools={
            <span className="fj-faint">
              {t('marks.lapseCount', { lapsing: data.lapsing.length, marked: data.marked })}
            </span>
          }
        >
          <DataTable<LapsingMark>
            rowKey={(row) => `${row.item.code}|${row.scope}`}
            size="small"
            scroll={{ x: 860 }}
            pagination={
              data.lapsing.length > 50
                ? { pageSize: 50, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }
                : false
            }
            dataSource={data.lapsing.toSorted((a, b) => a.lapsesOn.localeCompare(b.lapsesOn))}
            columns={[
              {
                title: t('marks.lapseOn'),
                key: 'on',
                render: (_, row) => <strong className="fj-nowrap">{row.lapsesOn}</strong>,
              },
              {
                title: t('marks.daysLeft'),
                key: 'left',
                align: 'right',
                render: (_, row) => (
                  <span className={row.daysLeft <= URGENT_DAYS ? 'fj-bad fj-nowrap' : 'fj-nowrap'}>
                    {t('marks.days', { count: row.daysLeft })}
                  </span>
                ),
              },
              { title: t('marks.item'), key: 'item', render: (_, row) => named(row.item) },
              { title: t('field.scope'), key: 'label', render: (_, row) => <MarkBadge label={row.label} /> },
              {
                title: t('marks.cause'),
                key: 'cause',
                render: (_, row) => (
                  <>
                    <ReasonList reasons={row.reasons} />
                    <div className="fj-faint">{say(row.detail)}</div>
                  </>
                ),
              },
              {
                title: t('act.why'),
                key: 'why',
                render: (_, row) => (
                  <Link
                    to="/marks/evidence"
                    search={{ institution: data.institution.code, item: row.item.code }}
                    className="fj-link fj-nowrap"
                  >
                    {t('marks.why')}
                  </Link>
                ),
              },
            ]}
          />
        </Section>
      )}
    </Loaded>
  );
}
