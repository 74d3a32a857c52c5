/** `/r/{report}`: one report by itself, the address that cards in hospital workstations link to. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './patients.css';
import { reportQuery } from '../../api/persons.ts';
import { Require } from '../../app/require.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalPage } from '../../ui/personal-page.tsx';
import { ReportContent } from '../../ui/report-content.tsx';

const route = getRouteApi('/desk/r/$report');

export function ReportPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const { report } = route.useParams();
  const { decision } = route.useSearch();
  const view = useQuery(reportQuery(report, decision));
  return (
    <Require can="person:read">
      <Page title={t('clinical.report.title')}>
        <Loaded query={view}>
          {(data) => (
            <Section title={named(data.institution)} tools={data.reportNumber}>
              <PersonalPage of={{ report }}>
                <ReportContent report={data} />
              </PersonalPage>
            </Section>
          )}
        </Loaded>
      </Page>
    </Require>
  );
}
