/** 患者数据质控参数: limits that were learnt, proposed and put in force, what is followed by them, and its alarms. */
import type {
  IqcPatientAlarm,
  IqcPatientDecision,
  IqcPatientSetting,
  IqcPatientSettingsResponse,
  IqcPatientsResponse,
} from '@fujie/wire/contracts';
import { showUnit } from '@fujie/core/kernel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Descriptions, Input, Space, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { decidePatientSetting, IQC_KEY, iqcPatientSettingsQuery, proposePatientSetting } from '../../api/iqc.ts';
import { useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { Chart } from '../../ui/chart.tsx';
import { showDay, showPercent, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { orDash } from './month-parts.tsx';
import { PatientAlarms } from './patient-alarms.tsx';
import { patientsChart } from './patients-chart.ts';

const COLOURS = {
  proposed: 'orange',
  'in-force': 'green',
  declined: 'default',
  stopped: 'default',
  replaced: 'default',
};

/** All of an institution that is in force or waits for a decision. */
export function FollowedItems({ institution }: { readonly institution: string }) {
  const { t } = useTranslation();
  const named = useNamed();
  const query = useQuery(iqcPatientSettingsQuery(institution, ''));
  return (
    <Loaded query={query} rows={6}>
      {({ settings, alarms }) => (
        <>
          <Section title={t('patientControl.followed')}>
            <RecordTable<IqcPatientSetting>
              rowKey="id"
              rows={settings}
              empty={t('patientControl.none')}
              width={820}
              columns={[
                {
                  title: t('iqcMonths.item'),
                  key: 'item',
                  render: (_, { item }) => (
                    <Link to="/laboratory/iqc/patients" search={{ institution, item: item.code }} className="fj-link">
                      {named(item)}
                    </Link>
                  ),
                },
                {
                  title: t('patientControl.instrument'),
                  key: 'instrument',
                  render: (_, one) => <Instrument of={one} />,
                },
                {
                  title: t('iqcPatients.statistic'),
                  key: 'statistic',
                  render: (_, { statistic }) => t(`iqcPatients.statistics.${statistic}`),
                },
                { title: t('patientControl.state'), key: 'state', render: (_, one) => <State of={one} /> },
                {
                  title: t('patientControl.measured'),
                  key: 'rate',
                  render: (_, { falseAlarmRate }) => percentOf(falseAlarmRate),
                },
                { title: t('patientControl.alarmCount'), dataIndex: 'alarms' },
              ]}
            />
          </Section>
          {alarms.length === 0 ? null : <PatientAlarms institution={institution} alarms={alarms} withItem />}
        </>
      )}
    </Loaded>
  );
}

/** Of one item: what is in force with its chart and alarms, and every setting that was ever proposed. */
export function ItemSettings({ institution, item }: { readonly institution: string; readonly item: string }) {
  const query = useQuery(iqcPatientSettingsQuery(institution, item));
  return (
    <Loaded query={query} rows={6}>
      {(data) => (
        <>
          {data.settings
            .filter(({ state }) => state === 'in-force')
            .map((setting) => (
              <InForce
                key={setting.id}
                setting={setting}
                points={data.charts.find((chart) => chart.setting === setting.id)?.points ?? []}
              />
            ))}
          {data.alarms.length === 0 && !data.settings.some(({ state }) => state === 'in-force') ? null : (
            <PatientAlarms institution={institution} alarms={data.alarms} />
          )}
          <History data={data} />
        </>
      )}
    </Loaded>
  );
}

const unitOf = ({ unit }: Pick<IqcPatientSetting, 'unit'>): string => (unit === null ? '' : showUnit(unit));
const percentOf = (share: number | null): string => showPercent(share === null ? null : 100 * share);

function Instrument({ of: { instrument } }: { readonly of: Pick<IqcPatientSetting | IqcPatientAlarm, 'instrument'> }) {
  const { t } = useTranslation();
  return instrument === '' ? t('patientControl.unnamed') : instrument;
}

function State({ of: { state } }: { readonly of: IqcPatientSetting }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`patientControl.states.${state}`)}</Tag>;
}

interface InForceProps {
  readonly setting: IqcPatientSetting;
  readonly points: IqcPatientSettingsResponse['charts'][number]['points'];
}

function InForce({ setting, points }: InForceProps) {
  const { t } = useTranslation();
  const { limits, truncation } = setting;
  const option = useMemo(() => patientsChart({ points, limits }), [points, limits]);
  const name = setting.instrument === '' ? t('patientControl.unnamed') : setting.instrument;
  const unit = unitOf(setting);
  return (
    <Section title={t('patientControl.inForce', { name })}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={[
          {
            key: 'statistic',
            label: t('iqcPatients.statistic'),
            children: t(`iqcPatients.statistics.${setting.statistic}`),
          },
          { key: 'learnt', label: t('patientControl.learntOn'), children: <LearntFrom of={setting} /> },
          {
            key: 'limits',
            label: t('iqcPatients.limits'),
            children: `${orDash(limits.low)} – ${orDash(limits.high)} ${unit}`,
          },
          {
            key: 'truncation',
            label: t('iqcPatients.truncation'),
            children: `${orDash(truncation.low)} – ${orDash(truncation.high)} ${unit}`,
          },
          { key: 'rate', label: t('patientControl.measured'), children: percentOf(setting.falseAlarmRate) },
          { key: 'wanted', label: t('patientControl.wanted'), children: percentOf(setting.wantedAlarms) },
          { key: 'since', label: t('patientControl.since'), children: showTime(setting.since) },
          { key: 'steps', label: t('patientControl.steps'), children: setting.followed },
        ]}
      />
      {points.length === 0 ? (
        <EmptyNote>{t('patientControl.noPoints')}</EmptyNote>
      ) : (
        <Chart option={option} height={280} label={t('patientControl.chartOf', { count: points.length })} />
      )}
    </Section>
  );
}

function LearntFrom({ of: { learnt, learntFrom, learntTo } }: { readonly of: IqcPatientSetting }) {
  const { t } = useTranslation();
  return t('patientControl.learntOf', { count: learnt, from: showDay(learntFrom) ?? '', to: showDay(learntTo) ?? '' });
}

interface Deciding {
  readonly id: number;
  readonly decision: IqcPatientDecision['decision'];
}

function History({ data: { institution, settings } }: { readonly data: IqcPatientSettingsResponse }) {
  const { t } = useTranslation();
  const actor = useActor();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const isOwn = may(actor, 'iqc:manage') && actor?.institution?.code === institution.code;
  const ask = (id: number, decision: Deciding['decision'], label: string) => (
    <Button
      key={decision}
      size="small"
      type={decision === 'in-force' ? 'primary' : 'default'}
      onClick={() => setDeciding({ id, decision })}
    >
      {label}
    </Button>
  );
  return (
    <Section title={t('patientControl.history')}>
      <RecordTable<IqcPatientSetting>
        rowKey="id"
        rows={settings}
        empty={t('patientControl.noHistory')}
        width={1160}
        columns={[
          { title: t('patientControl.state'), key: 'state', render: (_, one) => <State of={one} /> },
          { title: t('patientControl.instrument'), key: 'instrument', render: (_, one) => <Instrument of={one} /> },
          {
            title: t('iqcPatients.statistic'),
            key: 'statistic',
            render: (_, { statistic }) => t(`iqcPatients.statistics.${statistic}`),
          },
          {
            title: t('iqcPatients.limits'),
            key: 'limits',
            className: 'fj-nowrap',
            render: (_, one) => `${orDash(one.limits.low)} – ${orDash(one.limits.high)} ${unitOf(one)}`,
          },
          {
            title: t('patientControl.measured'),
            key: 'rate',
            render: (_, { falseAlarmRate }) => percentOf(falseAlarmRate),
          },
          { title: t('patientControl.learntOn'), key: 'learnt', render: (_, one) => <LearntFrom of={one} /> },
          {
            title: t('patientControl.proposed'),
            key: 'proposed',
            render: (_, { proposedAt, proposedBy }) => `${showTime(proposedAt) ?? ''} ${proposedBy}`,
          },
          {
            title: t('patientControl.decisions'),
            key: 'decisions',
            render: (_, { decisions }) =>
              decisions.map(({ decision, reason, by, at }) => (
                <div key={decision}>
                  {[t(`patientControl.decided.${decision}`), showTime(at) ?? '', by].join(' ')}
                  <span className="fj-faint"> {reason}</span>
                </div>
              )),
          },
          ...(isOwn
            ? [
                {
                  title: t('patientControl.acts'),
                  key: 'acts',
                  render: (_: unknown, { id, state }: IqcPatientSetting) =>
                    state === 'proposed' ? (
                      <Space>
                        {ask(id, 'in-force', t('patientControl.use'))}
                        {ask(id, 'declined', t('patientControl.decline'))}
                      </Space>
                    ) : state === 'in-force' ? (
                      ask(id, 'stopped', t('patientControl.stop'))
                    ) : null,
                },
              ]
            : []),
        ]}
      />
      <ActDialog
        of={deciding}
        title={deciding === null ? '' : t(`patientControl.decided.${deciding.decision}`)}
        onClose={() => setDeciding(null)}
      >
        {(of) => <DecisionForm of={of} onDone={() => setDeciding(null)} />}
      </ActDialog>
    </Section>
  );
}

function DecisionForm({ of, onDone }: { readonly of: Deciding; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: decidePatientSetting,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: IQC_KEY });
      onDone();
    },
  });
  return (
    <ActForm
      act={act}
      label={t(`patientControl.decided.${of.decision}`)}
      isReady={reason.trim() !== ''}
      onSubmit={() => act.mutate({ ...of, reason: reason.trim() })}
      onCancel={onDone}
    >
      <label htmlFor="patient-reason">{t('patientControl.reason')}</label>
      <Input.TextArea
        id="patient-reason"
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}

/** Proposes what the page shows. */
export function ProposeButton({
  data,
  falseAlarms,
}: {
  readonly data: IqcPatientsResponse;
  readonly falseAlarms: string;
}) {
  const { t } = useTranslation();
  const actor = useActor();
  const client = useQueryClient();
  const { message } = App.useApp();
  const act = useMutation({
    mutationFn: proposePatientSetting,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: IQC_KEY });
      void message.success(t('patientControl.proposedDone'));
    },
  });
  if (!may(actor, 'iqc:manage') || actor?.institution?.code !== data.institution.code) return null;
  const { institution, item, instrument, statistic } = data;
  return (
    <>
      {act.error === null ? null : <ProblemAlert error={act.error} />}
      <Button
        type="primary"
        loading={act.isPending}
        onClick={() =>
          act.mutate({ institution: institution.code, item: item.code, instrument, statistic, falseAlarms })
        }
      >
        {t('patientControl.propose')}
      </Button>
    </>
  );
}
