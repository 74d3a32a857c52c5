/** 监测—预警—改进—反馈: of each kind of loop how many warnings were followed to the end of their chain, step by step (henan-2025.mq.23#11). */
import type { LoopsQuery } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { DataTable } from '../../ui/data-table.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Section } from '../../ui/page.tsx';
import type { Kind, Pick } from './figures.tsx';
import { PickNumber } from './figures.tsx';

const CHAIN = ['warned', 'whole'] as const;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly counts: Readonly<Record<(typeof CHAIN)[number], number>>;
  readonly query: LoopsQuery;
  readonly hasCases: boolean;
}

export function ChainTable({
  definitions,
  onPick,
}: {
  readonly definitions: readonly Kind[];
  readonly onPick: NonNullable<Pick>;
}) {
  const { t } = useTranslation();
  const say = useBilingual();
  const sum = (measure: (typeof CHAIN)[number]): number =>
    definitions.reduce((all, { total }) => all + total[measure], 0);
  const rows: readonly Row[] = [
    {
      ...{ id: '', name: t('loops.analytics.total'), query: {} },
      counts: { warned: sum('warned'), whole: sum('whole') },
      hasCases: definitions.every(({ hasCases }) => hasCases),
    },
    ...definitions.map(({ id, title, total, hasCases }): Row => ({
      id,
      name: say(title),
      counts: total,
      query: { definition: id },
      hasCases,
    })),
  ];
  return (
    <Section title={t('loops.analytics.chain')}>
      <p className="fj-faint">{t('loops.analytics.chainHint')}</p>
      <DataTable<Row>
        rowKey="id"
        size="small"
        scroll={{ x: 400 }}
        pagination={false}
        dataSource={[...rows]}
        columns={[
          { title: t('loops.kind'), key: 'kind', render: (_, { name }) => name },
          ...CHAIN.map((measure) => ({
            title: t(`loops.analytics.measures.${measure}`),
            key: measure,
            align: 'right' as const,
            render: (_: unknown, { counts, name, query, hasCases }: Row) => (
              <PickNumber
                value={counts[measure]}
                measure={t(`loops.analytics.measures.${measure}`)}
                where={name}
                query={{ ...query, measure }}
                onPick={hasCases ? onPick : null}
              />
            ),
          })),
          {
            title: t('loops.analytics.share'),
            key: 'share',
            align: 'right',
            render: (_, { counts: { warned, whole } }) =>
              warned === 0 ? '—' : `${String(Math.round((1000 * whole) / warned) / 10)}%`,
          },
        ]}
      />
    </Section>
  );
}
