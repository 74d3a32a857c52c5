/** Every version ever recorded of one entry: what held when, and when we knew. */
import type { EntryView, RegisterView } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { entriesQuery } from '../../api/registers.ts';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Cell } from './cell.tsx';
import { useRecorderName } from './revision-table.tsx';

interface Props {
  readonly register: RegisterView;
  readonly entryKey: string | null;
  readonly onClose: () => void;
}

export function HistoryDrawer({ register, entryKey, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      title={entryKey === null ? '' : t('registers.historyOf', { key: entryKey })}
      open={entryKey !== null}
      onClose={onClose}
      size={620}
      destroyOnHidden
    >
      {entryKey === null ? null : <Versions register={register} entryKey={entryKey} />}
    </Drawer>
  );
}

function Versions({ register, entryKey }: { readonly register: RegisterView; readonly entryKey: string }) {
  const { t } = useTranslation();
  const history = useQuery(entriesQuery(register.id, { history: 'true', key: entryKey, pageSize: 500 }));
  return (
    <Loaded query={history}>
      {(data) => (
        <>
          {data.entries
            .toSorted((a, b) => b.version - a.version)
            .map((entry) => (
              <Version key={entry.version} register={register} entry={entry} label={t('field.version')} />
            ))}
        </>
      )}
    </Loaded>
  );
}

function Version({
  register,
  entry,
  label,
}: {
  readonly register: RegisterView;
  readonly entry: EntryView;
  readonly label: string;
}) {
  const { t } = useTranslation();
  const say = useBilingual();
  const recorderName = useRecorderName();
  return (
    <article className="fj-version">
      <h3>
        {label} {entry.version}{' '}
        <Tag color={entry.supersededAt === null ? 'green' : 'default'}>
          {entry.supersededAt === null ? t('registers.current') : t('registers.superseded')}
        </Tag>
      </h3>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'period', label: t('field.period'), children: `${entry.from} – ${entry.to ?? t('registers.open')}` },
          { key: 'publisher', label: t('registers.publisher'), children: entry.publisher ?? '—' },
          { key: 'document', label: t('registers.document'), children: entry.document ?? '—' },
          {
            key: 'recorded',
            label: t('registers.recordedAt'),
            children: `${showTime(entry.recordedAt) ?? ''} · ${recorderName(entry.recordedBy)}`,
          },
          ...register.columns
            .filter((column) => entry.row[column.id] !== undefined)
            .map((column) => ({
              key: column.id,
              label: say(column),
              children: <Cell register={register.id} column={column} value={entry.row[column.id]} />,
            })),
        ]}
      />
    </article>
  );
}
