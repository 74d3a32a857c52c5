/** The samples of an item: what was reported, what it was judged by, how it came out. */
import type { EqaScore } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { DataTable } from '../../ui/data-table.tsx';
import { showNumber } from '../../ui/format.ts';
import { inUnit, withAside } from '../../ui/listed.ts';

type Cell = EqaScore['cells'][number];
const show = (value: number | null): string => (value === null ? '—' : showNumber(value));

interface Props {
  readonly cells: readonly Cell[];
  /** Of what was reported, targets and limits. */
  readonly unit: string | null;
  /** The smallest group that makes a target; of a round of the past it is not known. */
  readonly minimumGroup?: number | undefined;
}

export function CellTable({ cells, unit, minimumGroup }: Props) {
  const { t } = useTranslation();
  const table = (
    <DataTable<Cell>
      rowKey="sample"
      size="small"
      pagination={false}
      scroll={{ x: 800 }}
      dataSource={[...cells]}
      columns={[
        { title: t('eqa.sample'), dataIndex: 'sample' },
        { title: inUnit(t('eqa.reported'), unit), dataIndex: 'reported', align: 'right' },
        {
          title: inUnit(t('eqa.target'), unit),
          key: 'target',
          align: 'right',
          render: (_, cell) => cell.accepted?.join(' / ') ?? show(cell.target),
        },
        {
          title: inUnit(t('eqa.limits'), unit),
          key: 'limits',
          align: 'right',
          render: (_, cell) => (cell.low === null ? '—' : `${show(cell.low)} – ${show(cell.high)}`),
        },
        {
          title: t('eqa.bias'),
          key: 'bias',
          align: 'right',
          render: (_, cell) => (cell.biasPercent === null ? '—' : `${cell.biasPercent.toFixed(1)}%`),
        },
        {
          title: t('eqa.allowed'),
          key: 'allowed',
          align: 'right',
          render: (_, { allowablePercent: share }) => (
            <span className={share !== null && Math.abs(share) > 100 ? 'fj-bad' : ''}>
              {share === null ? '—' : `${share.toFixed(1)}%`}
            </span>
          ),
        },
        {
          title: t('eqa.z'),
          key: 'z',
          align: 'right',
          render: (_, { z, usesZPrime }) =>
            z === null ? '—' : usesZPrime ? withAside(z.toFixed(2), t('eqa.zPrime')) : z.toFixed(2),
        },
        ...(cells.some(({ en }) => en !== null)
          ? [
              {
                title: t('eqa.en'),
                key: 'en',
                align: 'right' as const,
                render: (_: unknown, { en }: Cell) => (
                  <span className={en !== null && Math.abs(en) > 1 ? 'fj-bad' : ''}>{en?.toFixed(2) ?? '—'}</span>
                ),
              },
            ]
          : []),
        {
          title: t('eqa.group'),
          key: 'group',
          render: (_, cell) => <Basis cell={cell} minimumGroup={minimumGroup} />,
        },
        {
          title: t('eqa.verdict'),
          key: 'verdict',
          render: (_, cell) => (
            <>
              <span className={cell.verdict === 'unacceptable' ? 'fj-bad' : ''}>
                {t(`eqa.verdicts.${cell.verdict}`)}
              </span>
              {cell.ungraded === null ? null : <div className="fj-faint">{cell.ungraded}</div>}
            </>
          ),
        },
      ]}
    />
  );
  if (!cells.some(({ usesZPrime }) => usesZPrime)) return table;
  return (
    <>
      {table}
      <p className="fj-faint">{t('eqa.zPrimeHint')}</p>
    </>
  );
}

/** What a result was judged by, and why by no narrower group. */
function Basis({ cell, minimumGroup }: { readonly cell: Cell; readonly minimumGroup: number | undefined }) {
  const { t } = useTranslation();
  const { group, kind, n, passedOver } = cell;
  const called = (name: string): string => (name === 'all' ? t('eqa.all') : name);
  return (
    <>
      {group === null ? '—' : called(group)}
      {kind === null ? null : (
        <span className="fj-faint">
          {' '}
          {t(`eqa.targetKinds.${kind}`)}
          {n === null || n === 0 ? '' : ` · ${t('eqa.ofLaboratories', { count: n })}`}
        </span>
      )}
      {passedOver.map((one) => (
        <div key={one.group} className="fj-faint">
          {t(minimumGroup === undefined ? 'eqa.tooSmall' : 'eqa.tooSmallBy', {
            ...{ group: called(one.group), count: one.n, least: minimumGroup },
          })}
        </div>
      ))}
    </>
  );
}
