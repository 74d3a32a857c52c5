/** 去标识化导出: the release of a month, without anybody in it, as a file; what was left out is said. */
import { DownloadOutlined } from '@ant-design/icons';
import { lastReleasable } from '@fujie/wire/choices';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deidentifiedCases } from '../../api/statistics.ts';
import { MonthPicker } from '../../ui/day-picker.tsx';
import { today } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

export function DeidentifiedExport() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const last = lastReleasable(today());
  const [month, setMonth] = useState(last);
  const making = useMutation({
    mutationFn: async () => deidentifiedCases({ month }),
    onSuccess: ({ csv, entry, cities, ...counts }) => {
      save(`\ufeff${csv}`, `deidentified-${counts.month}-audit-${String(entry)}.csv`);
      void message.success(t('statistics.deidentified.done', { ...counts, cities: cities.length }), 10);
    },
  });
  return (
    <>
      <Space.Compact>
        <MonthPicker value={month} last={last} onChange={setMonth} label={t('statistics.deidentified.month')} />
        <Button
          icon={<DownloadOutlined aria-hidden />}
          title={t('statistics.deidentified.note')}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {t('statistics.deidentified.export')}
        </Button>
      </Space.Compact>
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
