/** 安全隐患: any of the staff reports one in a few lines, sees what became of it, and what hazards taught everybody. */
import type { Hazard, HazardReport, HazardsResponse } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio, Select, Statistic, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import './organisation.css';
import { hazardsQuery, reportHazard } from '../../api/hazards.ts';
import { Require } from '../../app/require.tsx';
import { timeColumn } from '../../ui/columns.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';

const COLOURS: Readonly<Record<Hazard['state'], string>> = {
  open: 'blue',
  overdue: 'red',
  removed: 'green',
  none: 'default',
};
const AREAS = ['care', 'surgery', 'building', 'emergency'] as const;

export function HazardsPage() {
  const { t } = useTranslation();
  const found = useQuery(hazardsQuery);
  return (
    <Require can="hazard:report">
      <Page title={t('hazards.title')} subtitle={t('hazards.subtitle')}>
        <Loaded query={found}>{(data) => <Content data={data} />}</Loaded>
      </Page>
    </Require>
  );
}

function Content({ data }: { readonly data: HazardsResponse }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('hazards.report')}>
        {data.isFollowed ? <ReportForm data={data} /> : <Alert type="info" title={t('hazards.notFollowed')} />}
      </Section>
      <Section title={t('hazards.figures')}>
        <div className="fj-organisation-figures">
          {data.figures.map(({ area, found, removed, overdue }) => (
            <Statistic
              key={area}
              title={t(`hazards.areas.${area}`)}
              value={`${String(removed)} / ${String(found)}`}
              {...(overdue === 0 ? {} : { suffix: <Tag color="red">{t('hazards.overdue', { count: overdue })}</Tag> })}
            />
          ))}
        </div>
      </Section>
      <Section title={t('hazards.mine')}>
        <Hazards hazards={data.mine} empty={t('hazards.noneMine')} />
      </Section>
      <Section title={t('hazards.lessons')}>
        <RecordTable<HazardsResponse['lessons'][number]>
          rowKey="loop"
          rows={data.lessons}
          empty={t('hazards.noLessons')}
          columns={[
            { title: t('hazards.area'), key: 'area', width: 120, render: (_, row) => t(`hazards.areas.${row.area}`) },
            { title: t('hazards.what'), dataIndex: 'what' },
            { title: t('hazards.measure'), dataIndex: 'measure' },
            { title: t('hazards.lesson'), dataIndex: 'lesson' },
          ]}
        />
      </Section>
    </>
  );
}

function ReportForm({ data }: { readonly data: HazardsResponse }) {
  const { t } = useTranslation();
  const named = useNamed();
  const queries = useQueryClient();
  const [form] = Form.useForm<HazardReport>();
  const sending = useMutation({
    mutationFn: reportHazard,
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: hazardsQuery.queryKey });
    },
  });
  return (
    <Form<HazardReport>
      form={form}
      name="hazard"
      layout="vertical"
      className="fj-wish-form"
      initialValues={{ area: 'care', department: data.own ?? undefined }}
      onFinish={(values) => sending.mutate(values)}
    >
      <Form.Item name="area" label={t('hazards.area')}>
        <Radio.Group
          aria-label={t('hazards.area')}
          options={AREAS.map((value) => ({ value, label: t(`hazards.areas.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="department" label={t('hazards.department')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={data.departments.map((one) => ({ value: one.code, label: named(one) }))}
        />
      </Form.Item>
      <Form.Item name="place" label={t('hazards.place')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="what"
        label={t('hazards.what')}
        extra={t('hazards.whatHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item name="atOnce" label={t('hazards.atOnce')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      {sending.error === null ? null : <ProblemAlert error={sending.error} />}
      {sending.data === undefined ? null : (
        <Alert type="success" title={t('hazards.received', { loop: sending.data.loop })} />
      )}
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {t('hazards.send')}
      </Button>
    </Form>
  );
}

export function Hazards({ hazards, empty }: { readonly hazards: readonly Hazard[]; readonly empty: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <RecordTable<Hazard>
      rowKey="loop"
      rows={hazards}
      empty={empty}
      columns={[
        timeColumn(t('hazards.foundAt'), (row) => row.foundAt),
        { title: t('hazards.area'), key: 'area', width: 120, render: (_, row) => t(`hazards.areas.${row.area}`) },
        { title: t('field.department'), key: 'department', width: 120, render: (_, row) => named(row.department) },
        { title: t('hazards.place'), dataIndex: 'place' },
        { title: t('hazards.what'), dataIndex: 'what' },
        {
          title: t('hazards.state'),
          key: 'state',
          render: (_, row) => (
            <>
              <Tag color={COLOURS[row.state]}>{t(`hazards.states.${row.state}`)}</Tag>
              {row.waits === null ? null : (
                <span className="fj-faint">{t('hazards.waits', { stage: say(row.waits) })}</span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
