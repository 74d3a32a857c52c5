/** Addresses 通知地址 with what became of what was sent there, and the code that confirms a new one. */
import type { NotifyAddress } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Space, Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { confirmAddress, NOTIFY_KEY, removeAddress } from '../../api/notify.ts';
import { showTime } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { useRoleName } from '../../ui/role-name.ts';

interface Props {
  readonly path: string;
  readonly addresses: readonly NotifyAddress[];
  readonly isGroup?: boolean;
}

export function AddressTable({ path, addresses, isGroup = false }: Props) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: NOTIFY_KEY });
  const removal = useMutation({ mutationFn: (id: number) => removeAddress(path, id), onSettled: refresh });
  const check = useMutation({
    mutationFn: ({ id, code }: { readonly id: number; readonly code: string }) => confirmAddress(path, id, code),
    onSettled: refresh,
  });
  const error = removal.error ?? check.error;
  return (
    <>
      {error === null ? null : <ProblemAlert error={error} />}
      <RecordTable<NotifyAddress>
        rows={addresses}
        rowKey="id"
        empty={t('notify.none')}
        width={640}
        columns={[
          {
            title: t('notify.channel'),
            dataIndex: 'channel',
            render: (_, { channel }) => t(`notify.channels.${channel}`),
          },
          { title: t('notify.address'), dataIndex: 'address' },
          ...(isGroup
            ? [
                {
                  title: t('notify.toldOf'),
                  key: 'toldOf',
                  render: (_: unknown, { role, department }: NotifyAddress) =>
                    [role === null ? t('notify.everything') : roleName(role), department].filter(Boolean).join(' · '),
                },
              ]
            : []),
          {
            title: t('notify.state'),
            key: 'state',
            render: (_, row) =>
              row.isVerified ? (
                <State row={row} />
              ) : (
                <Input.Search
                  aria-label={t('notify.code')}
                  placeholder={t('notify.code')}
                  enterButton={t('notify.confirm')}
                  maxLength={6}
                  style={{ width: 220 }}
                  onSearch={(code) => check.mutate({ id: row.id, code })}
                />
              ),
          },
          {
            key: 'remove',
            render: (_, { id }) => (
              <Popconfirm title={t('notify.removeSure')} onConfirm={() => removal.mutate(id)}>
                <Button size="small">{t('notify.remove')}</Button>
              </Popconfirm>
            ),
          },
        ]}
      />
    </>
  );
}

function State({ row }: { readonly row: NotifyAddress }) {
  const { t } = useTranslation();
  const { givenUp, waiting, fault, lastSentAt } = row;
  return (
    <Space wrap>
      <Tag color="green">{t('notify.on')}</Tag>
      {lastSentAt === null ? null : (
        <span className="fj-faint">{t('notify.lastSent', { at: showTime(lastSentAt) ?? '' })}</span>
      )}
      {waiting > 0 ? <Tag>{t('notify.waiting', { count: waiting })}</Tag> : null}
      {givenUp > 0 ? (
        <Tooltip title={fault}>
          <Tag color="red">{t('notify.givenUp', { count: givenUp })}</Tag>
        </Tooltip>
      ) : null}
    </Space>
  );
}
