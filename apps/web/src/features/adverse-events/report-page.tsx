/** 不良事件上报: a report in under a minute, and what became of one's own. */
import type { AdverseEventReceipt } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { eventFormQuery } from '../../api/adverse-events.ts';
import { Require } from '../../app/require.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Awards } from './awards.tsx';
import { Lessons, OwnEvents, ReceiptSearch } from './own-events.tsx';
import { ReportForm } from './report-form.tsx';

export function ReportPage() {
  const { t } = useTranslation();
  const form = useQuery(eventFormQuery);
  const [receipt, setReceipt] = useState<AdverseEventReceipt | null>(null);
  return (
    <Require can="adverse-event:report">
      <Page title={t('events.title')} subtitle={t('events.subtitle')}>
        <Section title={t('events.report')}>
          {receipt === null ? (
            <Loaded query={form}>{(options) => <ReportForm options={options} onDone={setReceipt} />}</Loaded>
          ) : (
            <Alert
              type="success"
              title={t('events.received')}
              description={
                <>
                  <p>{t('events.keepReceipt')}</p>
                  <Typography.Text copyable strong>
                    {receipt.receipt}
                  </Typography.Text>
                </>
              }
              action={<Button onClick={() => setReceipt(null)}>{t('events.another')}</Button>}
            />
          )}
        </Section>
        <OwnEvents />
        <ReceiptSearch />
        <Awards />
        <Lessons />
      </Page>
    </Require>
  );
}
