/** 被拒绝的导入: which sheets were refused, whose they were, and what was wrong first. */
import type { ImportRefusal, RegisterView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { refusalsQuery } from '../../api/registers.ts';
import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { useRecorderName } from './revision-table.tsx';

export function RefusalsTable({ registers }: { readonly registers: readonly RegisterView[] }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const recorderName = useRecorderName();
  const refusals = useQuery(refusalsQuery);
  const nameOf = (id: string): string => {
    const register = registers.find((candidate) => candidate.id === id);
    return register === undefined ? id : say(register);
  };
  return (
    <Section title={t('registers.refusedTitle')}>
      <Loaded query={refusals} isEmpty={(data) => data.refusals.length === 0} empty={t('registers.noRefused')}>
        {(data) => (
          <DataTable<ImportRefusal>
            rowKey="id"
            size="small"
            pagination={data.refusals.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            dataSource={[...data.refusals]}
            columns={[
              {
                title: t('field.name'),
                key: 'register',
                render: (_, row) => (
                  <Link to="/registers/$register" params={{ register: row.register }} className="fj-link fj-nowrap">
                    {nameOf(row.register)}
                  </Link>
                ),
              },
              { title: t('registers.fileName'), key: 'file', render: (_, row) => row.fileName ?? '—' },
              timeColumn(t('registers.refusedAt'), (row) => row.refusedAt),
              { title: t('registers.recordedBy'), key: 'by', render: (_, row) => recorderName(row.refusedBy) },
              { title: t('registers.faults'), dataIndex: 'faults', align: 'right' },
              {
                title: t('registers.firstFaults'),
                key: 'first',
                render: (_, row) =>
                  row.firstFaults.map(({ path, message: en, messageZh: zh }) => (
                    <div key={`${path}|${en}`}>{say({ zh, en })}</div>
                  )),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
