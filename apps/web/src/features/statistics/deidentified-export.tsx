/** 去标识化导出: the cases of the period without anybody in them, as a file; what was left out is said. */
import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { deidentifiedCases } from '../../api/statistics.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { StatisticsFilter } from './measures.ts';

export function DeidentifiedExport({ filter }: { readonly filter: StatisticsFilter }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { from, to, institution } = filter;
  const making = useMutation({
    mutationFn: async () => deidentifiedCases({ from, to, institution }),
    onSuccess: ({ csv, entry, ...counts }) => {
      save(`\ufeff${csv}`, `deidentified-${from}-${to}-audit-${String(entry)}.csv`);
      void message.success(t('statistics.deidentified.done', counts), 10);
    },
  });
  return (
    <>
      <Button
        icon={<DownloadOutlined aria-hidden />}
        title={t('statistics.deidentified.note')}
        loading={making.isPending}
        onClick={() => making.mutate()}
      >
        {t('statistics.deidentified.export')}
      </Button>
      {making.error === null ? null : <ProblemAlert error={making.error} />}
    </>
  );
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
