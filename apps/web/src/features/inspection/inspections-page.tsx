/** 检查任务: the inspections that somebody was drawn for, and those of the own institution or region. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import './inspection.css';
import { inspectionsQuery } from '../../api/inspections.ts';
import { Require } from '../../app/require.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { InspectionTable } from './inspection-table.tsx';

export function InspectionsPage() {
  const { t } = useTranslation();
  const found = useQuery(inspectionsQuery);
  return (
    <Require can="inspection:read">
      <Page title={t('inspections.ownTitle')} subtitle={t('inspections.ownSubtitle')}>
        <Section title={t('inspections.ownTitle')}>
          <Loaded query={found}>{({ inspections }) => <InspectionTable inspections={inspections} />}</Loaded>
        </Section>
      </Page>
    </Require>
  );
}
