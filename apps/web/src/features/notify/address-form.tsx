/** Adds an address: a code is sent there, which is entered in the list. */
import type { NewGroup } from '@fujie/wire/contracts';
import { PEOPLE } from '@fujie/wire/roles';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { NOTIFY_KEY } from '../../api/notify.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useRoleName } from '../../ui/role-name.ts';

interface Given {
  readonly channel: string;
  readonly address: string;
  readonly secret?: string;
  readonly role?: NewGroup['role'];
  readonly department?: string;
}

interface Props {
  readonly channels: readonly (keyof typeof HINTS)[];
  readonly isGroup?: boolean;
  readonly add: (given: NewGroup) => Promise<void>;
}

const HINTS = {
  email: 'name@example.org',
  sms: '13800000000',
  webhook: 'https://…',
  wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=…',
} as const;

export function AddressForm({ channels, isGroup = false, add }: Props) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const queries = useQueryClient();
  const [form] = Form.useForm<Given>();
  const channel = Form.useWatch('channel', form);
  const adding = useMutation({
    mutationFn: add,
    onSuccess: () => {
      form.resetFields();
      return queries.invalidateQueries({ queryKey: NOTIFY_KEY });
    },
  });
  const required = [{ required: true, message: t('login.required') }];
  if (channels.length === 0) return <p className="fj-faint">{t('notify.noChannel')}</p>;
  const send = ({ address, secret, role, department, ...given }: Given) => {
    const group = { role: role ?? null, department: department === undefined || department === '' ? null : department };
    const signed = secret === undefined || secret === '' ? {} : { secret };
    adding.mutate({ ...given, address, ...(isGroup ? { ...group, ...signed } : {}) } as NewGroup);
  };
  return (
    <Form<Given> form={form} layout="vertical" requiredMark={false} className="fj-account-form" onFinish={send}>
      {adding.error === null ? null : <ProblemAlert error={adding.error} />}
      {adding.isSuccess ? <Alert type="success" showIcon className="fj-problem" title={t('notify.codeSent')} /> : null}
      <Form.Item name="channel" label={t('notify.channel')} rules={required}>
        <Select options={channels.map((value) => ({ value, label: t(`notify.channels.${value}`) }))} />
      </Form.Item>
      <Form.Item name="address" label={t('notify.address')} rules={required}>
        <Input
          placeholder={
            channels.find((one) => one === channel) === undefined ? '' : HINTS[channel as keyof typeof HINTS]
          }
        />
      </Form.Item>
      {channel === 'webhook' || channel === 'dingtalk' ? (
        <Form.Item name="secret" label={t('notify.secret')} rules={required}>
          <Input.Password autoComplete="off" />
        </Form.Item>
      ) : null}
      {isGroup ? (
        <>
          <Form.Item name="role" label={t('notify.role')}>
            <Select
              allowClear
              placeholder={t('notify.everything')}
              options={PEOPLE.map((role) => ({ value: role, label: roleName(role) }))}
            />
          </Form.Item>
          <Form.Item name="department" label={t('notify.department')}>
            <Input />
          </Form.Item>
        </>
      ) : null}
      <Button htmlType="submit" loading={adding.isPending}>
        {t('notify.add')}
      </Button>
    </Form>
  );
}
