/** A report beside the page from which it was opened. */
import { ExportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import { reportQuery } from '../api/persons.ts';
import { Loaded } from './loaded.tsx';
import { PersonalMark } from './personal-mark.tsx';
import { ReportContent } from './report-content.tsx';

export function ReportDrawer({ report, onClose }: { readonly report: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      title={t('clinical.report.title')}
      open={report !== null}
      onClose={onClose}
      size={860}
      destroyOnHidden
      extra={
        report === null ? null : (
          <a href={`/r/${encodeURIComponent(report)}`} target="_blank" rel="noreferrer" className="fj-link">
            <ExportOutlined aria-hidden /> {t('clinical.report.standalone')}
          </a>
        )
      }
    >
      {report === null ? null : <LoadedReport report={report} />}
    </Drawer>
  );
}

function LoadedReport({ report }: { readonly report: string }) {
  const view = useQuery(reportQuery(report));
  return (
    <Loaded query={view}>
      {(data) => (
        <PersonalMark>
          <ReportContent report={data} />
        </PersonalMark>
      )}
    </Loaded>
  );
}
