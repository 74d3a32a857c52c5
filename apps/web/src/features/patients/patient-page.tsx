/** 患者结果: one patient's results across institutions, by item over time, by report, and images. */
import { FormOutlined } from '@ant-design/icons';
import type { PersonResultsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import './patients.css';
import { personResultsQuery } from '../../api/persons.ts';
import { Require } from '../../app/require.tsx';
import { AccessNotice } from '../../ui/access-notice.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { groupByItem, groupByReport } from './by-item.ts';
import { ImageResults } from './image-results.tsx';
import { ItemResults } from './item-results.tsx';
import { PersonalPage } from '../../ui/personal-page.tsx';
import { PersonLine } from '../../ui/person-line.tsx';
import { ReportDrawer } from '../../ui/report-drawer.tsx';
import { ReportTable } from './report-table.tsx';
import { RevealedFields } from './revealed-fields.tsx';

const route = getRouteApi('/desk/patients/$person');

export function PatientPage() {
  const { person } = route.useParams();
  const results = useQuery(personResultsQuery(person));
  return (
    <Require can="person:read">
      <Loaded query={results} rows={12}>
        {(data) => (
          <PersonalPage of={{ person }}>
            <Patient data={data} />
          </PersonalPage>
        )}
      </Loaded>
    </Require>
  );
}

function Patient({ data }: { readonly data: PersonResultsResponse }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const groups = useMemo(() => groupByItem(data.results), [data]);
  const reports = useMemo(() => groupByReport(data.results), [data]);
  const images = useMemo(() => data.results.filter((result) => result.content === 'image'), [data]);
  const openReport = (report: string) => void navigate({ search: (previous) => ({ ...previous, report }) });
  return (
    <Page
      title={data.person.nameMasked}
      subtitle={
        <>
          <PersonLine person={data.person} />
          <span className="fj-faint">
            {t('clinical.patient.summary', { institutions: data.person.institutions, results: data.person.results })}
          </span>
          {data.person.access.others ? <RevealedFields person={data.person.person} /> : null}
        </>
      }
      tools={
        <Link
          to="/patients/$person/order"
          params={{ person: data.person.person }}
          className="fj-button-link fj-button-primary"
        >
          <FormOutlined aria-hidden /> {t('clinical.patient.order')}
        </Link>
      }
    >
      <AccessNotice person={data.person} />
      <Tabs
        activeKey={search.tab ?? 'items'}
        onChange={(tab) => void navigate({ search: { tab: tab === 'reports' || tab === 'images' ? tab : 'items' } })}
        items={[
          {
            key: 'items',
            label: `${t('clinical.patient.byItem')} (${groups.length})`,
            children: (
              <ItemResults
                groups={groups}
                selected={search.item ?? null}
                onSelect={(item) => void navigate({ search: { tab: 'items', item } })}
                onOpen={openReport}
              />
            ),
          },
          {
            key: 'reports',
            label: `${t('clinical.patient.byReport')} (${reports.length})`,
            children: (
              <Section title={t('clinical.patient.byReport')}>
                <ReportTable reports={reports} onOpen={openReport} />
              </Section>
            ),
          },
          {
            key: 'images',
            label: `${t('clinical.patient.images')} (${images.length})`,
            children: <ImageResults images={images} onOpen={openReport} />,
          },
        ]}
      />
      <p className="fj-faint">{t('consent.neutral')}</p>
      <ReportDrawer
        report={search.report ?? null}
        onClose={() => void navigate({ search: ({ report: _closed, ...rest }) => rest })}
      />
    </Page>
  );
}
