/** 更正原因: corrections of the own reports by what was wrong with them, as their laboratory said (henan-2025.lab.9#07). */
import type { IssuedChangesResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Statistic } from 'antd';
import { useTranslation } from 'react-i18next';

import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

type Given = IssuedChangesResponse['corrections'];
const FIGURES = ['corrected', 'explained', 'retested', 'overdue'] as const;

export function Corrections({ data }: { readonly data: Given }) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Section
      title={t('clinical.changes.corrections.title')}
      tools={
        <Link to="/loops" search={{ view: 'open', kind: 'report/correction' }} className="fj-link">
          {t('clinical.changes.corrections.loops')}
        </Link>
      }
    >
      <div className="fj-figures">
        {FIGURES.map((key) => (
          <Statistic key={key} title={t(`clinical.changes.corrections.${key}`)} value={data[key]} />
        ))}
      </div>
      <RecordTable<Given['causes'][number]>
        rowKey="cause"
        rows={data.causes}
        empty={t('clinical.changes.corrections.none')}
        columns={[
          { title: t('clinical.changes.corrections.cause'), key: 'cause', render: (_, row) => say(row.title) },
          { title: t('clinical.changes.corrections.count'), dataIndex: 'count' },
        ]}
      />
    </Section>
  );
}
