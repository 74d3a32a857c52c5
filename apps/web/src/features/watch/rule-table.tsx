/** How often each rule fires, and how that was judged: a rule that is mostly wrong needs other figures. */
import type { WatchRuleView } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { ClauseTags } from '../../ui/clauses.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

interface Props {
  readonly rules: readonly WatchRuleView[];
  readonly onChoose: (rule: WatchRuleView['rule']) => void;
}

export function RuleTable({ rules, onChoose }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Section title={t('watch.rules')}>
      <RecordTable<WatchRuleView>
        rowKey="rule"
        rows={rules}
        empty={t('watch.none')}
        columns={[
          {
            title: t('watch.rule'),
            key: 'rule',
            render: (_, row) => (
              <button type="button" className="fj-plain-button" onClick={() => onChoose(row.rule)}>
                {say(row.name)}
              </button>
            ),
          },
          { title: t('field.clauses'), key: 'clause', render: (_, row) => <ClauseTags ids={[row.clause]} /> },
          { title: t('watch.raised'), dataIndex: 'raised', align: 'right' },
          { title: t('watch.states.open'), dataIndex: 'open', align: 'right' },
          { title: t('watch.verdicts.confirmed'), dataIndex: 'confirmed', align: 'right' },
          { title: t('watch.verdicts.explained'), dataIndex: 'explained', align: 'right' },
          { title: t('watch.verdicts.false-alarm'), dataIndex: 'falseAlarm', align: 'right' },
        ]}
      />
    </Section>
  );
}
