/** 通知设置: where one is told of loops, when not, and the groups of the unit. */
import type { NotifyPreference } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Radio, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';

import {
  ADDRESSES,
  addGroup,
  addOwnAddress,
  groupsQuery,
  NOTIFY_KEY,
  ownNoticesQuery,
  setPreference,
} from '../../api/notify.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { AddressForm } from './address-form.tsx';
import { AddressTable } from './address-table.tsx';

const DAY_MINUTES = 1440;
const HALF_HOURS = Array.from({ length: 48 }, (_, n) => ({
  value: n * 30,
  label: `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`,
}));

export function NoticesPage() {
  const { t } = useTranslation();
  const own = useQuery(ownNoticesQuery);
  const actor = useActor();
  return (
    <Require can="account:own">
      <Page title={t('notify.title')} subtitle={t('notify.subtitle')}>
        <Loaded query={own}>
          {({ addresses, channels, preference }) => (
            <>
              <Section title={t('notify.own')}>
                <AddressTable path={ADDRESSES.own} addresses={addresses} />
                <AddressForm
                  channels={channels}
                  add={(given) => addOwnAddress(given as Parameters<typeof addOwnAddress>[0])}
                />
              </Section>
              <Section title={t('notify.when')}>
                <PreferenceForm preference={preference} />
              </Section>
            </>
          )}
        </Loaded>
        {actor !== null && may(actor, 'notify:manage') ? <Groups /> : null}
      </Page>
    </Require>
  );
}

function Groups() {
  const { t } = useTranslation();
  const groups = useQuery(groupsQuery);
  return (
    <Section title={t('notify.groups')}>
      <p className="fj-faint">{t('notify.groupsHint')}</p>
      <Loaded query={groups}>
        {(data) => (
          <>
            <AddressTable path={ADDRESSES.groups} addresses={data.groups} isGroup />
            <AddressForm channels={data.channels} isGroup add={addGroup} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

interface Chosen {
  readonly quietFrom?: number | null;
  readonly quietTo?: number | null;
  readonly how: 'once' | 'every' | 'daily';
  readonly digestMinutes?: number | null;
  readonly digestAt?: number | null;
}

function PreferenceForm({ preference }: { readonly preference: NotifyPreference }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<Chosen>();
  const how = Form.useWatch('how', form);
  const save = useMutation({
    mutationFn: setPreference,
    onSuccess: () => queries.invalidateQueries({ queryKey: NOTIFY_KEY }),
  });
  const { digestAt, digestMinutes } = preference;
  const first: Chosen = {
    ...preference,
    digestMinutes: digestMinutes ?? 60,
    digestAt: digestAt ?? 480,
    how: digestAt !== null ? 'daily' : digestMinutes === null ? 'once' : 'every',
  };
  return (
    <Form<Chosen>
      form={form}
      layout="vertical"
      initialValues={first}
      onFinish={(given) =>
        save.mutate({
          quietFrom: given.quietFrom ?? null,
          quietTo: given.quietTo ?? null,
          digestMinutes: given.how === 'every' ? (given.digestMinutes ?? null) : null,
          digestAt: given.how === 'daily' ? (given.digestAt ?? null) : null,
        })
      }
    >
      {save.error === null ? null : <ProblemAlert error={save.error} />}
      {save.isSuccess ? <Alert type="success" showIcon className="fj-problem" title={t('notify.saved')} /> : null}
      <p className="fj-faint">{t('notify.lifeAtOnce')}</p>
      <Space wrap size="large">
        <Form.Item name="quietFrom" label={t('notify.quietFrom')}>
          <Select allowClear options={HALF_HOURS} style={{ width: 140 }} />
        </Form.Item>
        <Form.Item name="quietTo" label={t('notify.quietTo')}>
          <Select allowClear options={HALF_HOURS} style={{ width: 140 }} />
        </Form.Item>
      </Space>
      <Form.Item name="how" label={t('notify.bundle')}>
        <Radio.Group
          options={(['once', 'every', 'daily'] as const).map((value) => ({ value, label: t(`notify.how.${value}`) }))}
        />
      </Form.Item>
      {how === 'every' ? (
        <Form.Item name="digestMinutes" label={t('notify.every')}>
          <Select
            options={[15, 30, 60, 120, 240, DAY_MINUTES / 2].map((value) => ({
              value,
              label: t('notify.minutes', { count: value }),
            }))}
            style={{ width: 140 }}
          />
        </Form.Item>
      ) : null}
      {how === 'daily' ? (
        <Form.Item name="digestAt" label={t('notify.dailyAt')}>
          <Select options={HALF_HOURS} style={{ width: 140 }} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('notify.save')}
      </Button>
    </Form>
  );
}
