/** 报告人身份开启: one administrator asks to open the seal over who reported, another decides; who asked may then look, once it is agreed. */
import type { UnsealedReporter, UnsealingView } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askUnsealing, decideUnsealing, openUnsealed, unsealingsQuery } from '../../api/adverse-events.ts';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { showTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PersonalMark } from '../../ui/personal-mark.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

export function UnsealingsPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const found = useQuery(unsealingsQuery);
  return (
    <Require can="adverse-event:unseal">
      <Page title={t('events.unsealings.title')} subtitle={t('events.unsealings.subtitle')}>
        {may(actor, 'adverse-event:unsealed') ? (
          <Section title={t('events.unsealings.ask')}>
            <AskForm />
          </Section>
        ) : null}
        <Section title={t('events.unsealings.asked')}>
          <PersonalMark>
            <Loaded query={found}>{({ unsealings }) => <Asked unsealings={unsealings} />}</Loaded>
          </PersonalMark>
        </Section>
      </Page>
    </Require>
  );
}

function AskForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<{ event: number; ground: string }>();
  const asking = useMutation({
    mutationFn: askUnsealing,
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: unsealingsQuery.queryKey });
    },
  });
  return (
    <Form
      form={form}
      name="unsealing"
      layout="vertical"
      className="fj-wish-form"
      onFinish={(values) => asking.mutate(values)}
    >
      {asking.error === null ? null : <ProblemAlert error={asking.error} />}
      <Form.Item name="event" label={t('events.unsealings.event')} rules={[{ required: true }]}>
        <InputNumber<number> min={1} precision={0} />
      </Form.Item>
      <Form.Item
        name="ground"
        label={t('events.unsealings.ground')}
        extra={t('events.unsealings.groundHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={asking.isPending}>
        {t('events.unsealings.send')}
      </Button>
    </Form>
  );
}

function Asked({ unsealings }: { readonly unsealings: readonly UnsealingView[] }) {
  const { t } = useTranslation();
  const actor = useActor();
  const queries = useQueryClient();
  const [opened, setOpened] = useState<UnsealedReporter | null>(null);
  const deciding = useMutation({
    mutationFn: decideUnsealing,
    onSettled: () => queries.invalidateQueries({ queryKey: unsealingsQuery.queryKey }),
  });
  const opening = useMutation({ mutationFn: openUnsealed, onSuccess: setOpened });
  const error = deciding.error ?? opening.error;
  return (
    <>
      {error === null ? null : <ProblemAlert error={error} />}
      {opened === null ? null : (
        <Alert
          type="warning"
          showIcon
          className="fj-more"
          closable={{ onClose: () => setOpened(null) }}
          title={t('events.unsealings.reporter', { name: opened.name, account: opened.account })}
        />
      )}
      <RecordTable<UnsealingView>
        rows={unsealings}
        rowKey="id"
        empty={t('events.unsealings.none')}
        columns={[
          {
            title: t('events.unsealings.ground'),
            key: 'ground',
            render: (_, { event, ground, askedBy, askedAt }) => (
              <>
                <div>{ground}</div>
                <div className="fj-faint">
                  {t('events.unsealings.asks', { event, name: askedBy, at: showTime(askedAt) })}
                </div>
              </>
            ),
          },
          {
            title: t('events.unsealings.verdict'),
            key: 'verdict',
            width: 150,
            render: (_, row) => (
              <Space wrap>
                <Tag color={row.verdict === null ? 'blue' : row.verdict === 'agreed' ? 'green' : 'red'}>
                  {t(`events.unsealings.${row.verdict ?? 'waits'}`)}
                </Tag>
                {row.decidedBy}
                {row.verdict === null && row.askedBy !== actor?.username && may(actor, 'adverse-event:unseal-decide')
                  ? (['agreed', 'refused'] as const).map((verdict) => (
                      <Button
                        key={verdict}
                        size="small"
                        loading={deciding.isPending}
                        onClick={() => deciding.mutate({ id: row.id, verdict })}
                      >
                        {t(`events.unsealings.decide.${verdict}`)}
                      </Button>
                    ))
                  : null}
                {row.verdict === 'agreed' && row.askedBy === actor?.username && may(actor, 'adverse-event:unsealed') ? (
                  <Button size="small" loading={opening.isPending} onClick={() => opening.mutate(row.id)}>
                    {t('events.unsealings.open')}
                  </Button>
                ) : null}
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}
