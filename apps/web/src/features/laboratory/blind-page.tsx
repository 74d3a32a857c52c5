/** 飞行盲样: what a centre hid among ordinary samples, what was reported of it, and the verdict when it is revealed. */
import type { BlindComparison, BlindSample } from '@fujie/wire/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import './laboratory.css';
import { blindSamplesQuery, revealBlindSample, withdrawBlindSample } from '../../api/blind-samples.ts';
import { Require } from '../../app/require.tsx';
import { ActDialog, ActForm } from '../../ui/act-dialog.tsx';
import { showNumber, showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { listed, saying } from '../../ui/listed.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RecordTable } from '../../ui/record-table.tsx';
import { BlindForm } from './blind-form.tsx';

type Act =
  | { readonly kind: 'hide' }
  | { readonly kind: 'reveal'; readonly sample: BlindSample }
  | { readonly kind: 'withdraw'; readonly sample: BlindSample };

export function BlindSamplesPage() {
  const { t } = useTranslation();
  const samples = useQuery(blindSamplesQuery);
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => setAct(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: blindSamplesQuery.queryKey });
    close();
  };
  return (
    <Require can="blind-sample:manage">
      <Page
        title={t('blind.title')}
        subtitle={t('blind.subtitle')}
        tools={
          <Button type="primary" onClick={() => setAct({ kind: 'hide' })}>
            {t('blind.hide')}
          </Button>
        }
      >
        <Loaded query={samples} rows={10}>
          {(data) =>
            data.samples.length === 0 ? (
              <EmptyNote>{t('blind.none')}</EmptyNote>
            ) : (
              data.samples.map((sample) => <Sample key={sample.id} sample={sample} onAct={setAct} />)
            )
          }
        </Loaded>
        <ActDialog of={act} title={act === null ? '' : t(`blind.${act.kind}`)} width={720} onClose={close}>
          {(one) => {
            if (one.kind === 'hide') return <BlindForm onDone={done} onCancel={close} />;
            if (one.kind === 'reveal') return <RevealForm sample={one.sample} onDone={done} onCancel={close} />;
            return <WithdrawForm sample={one.sample} onDone={done} onCancel={close} />;
          }}
        </ActDialog>
      </Page>
    </Require>
  );
}

interface SampleProps {
  readonly sample: BlindSample;
  readonly onAct: (act: Act) => void;
}

const VERDICT_CLASSES = {
  waiting: '',
  none: '',
  acceptable: 'fj-good',
  unacceptable: 'fj-bad',
  review: 'fj-bad',
} as const;
const COLOURS = { hidden: 'default', reported: 'processing', revealed: 'success', withdrawn: 'default' } as const;

function Sample({ sample, onAct }: SampleProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const { state } = sample;
  const isOpen = state === 'hidden' || state === 'reported';
  return (
    <Section
      title={
        <>
          {sample.code} · {named(sample.institution)} <Tag color={COLOURS[state]}>{t(`blind.states.${state}`)}</Tag>
        </>
      }
      tools={
        isOpen ? (
          <>
            <Button size="small" onClick={() => onAct({ kind: 'withdraw', sample })}>
              {t('blind.withdraw')}
            </Button>
            <Button
              size="small"
              type="primary"
              disabled={state !== 'reported'}
              onClick={() => onAct({ kind: 'reveal', sample })}
            >
              {t('blind.reveal')}
            </Button>
          </>
        ) : null
      }
    >
      <p className="fj-faint">
        {t('blind.handed', { day: sample.handedOn, by: sample.hiddenBy })}
        {sample.endedAt === null
          ? null
          : ` · ${t('blind.ended', { state: t(`blind.states.${state}`), at: showTime(sample.endedAt), by: sample.endedBy })}`}
        {sample.reason === null ? null : ` · ${sample.reason}`}
      </p>
      {sample.isAnothers ? <p className="fj-bad">{t('blind.anothers')}</p> : null}
      <Items items={sample.items} />
    </Section>
  );
}

function Items({ items }: { readonly items: readonly BlindComparison[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const limits = ({ low, high }: BlindComparison): string =>
    low === null || high === null ? '—' : `${showNumber(low)} – ${showNumber(high)}`;
  return (
    <RecordTable
      rows={items}
      rowKey={({ item }) => item.code}
      empty={t('blind.none')}
      width={760}
      columns={[
        { title: t('marks.item'), key: 'item', render: (_, { item }) => named(item) },
        {
          title: t('blind.target'),
          key: 'target',
          render: (_, { value, accepted, unit }) =>
            value === null ? listed(accepted ?? []) : `${showNumber(value)} ${unit ?? ''}`,
        },
        { title: t('blind.limits'), key: 'limits', render: (_, row) => limits(row) },
        {
          title: t('blind.reported'),
          key: 'reported',
          render: (_, { reported, reportedAt, reportNo }) =>
            reported === null ? (
              '—'
            ) : (
              <>
                <strong>{reported}</strong>
                <div className="fj-faint">
                  {reportNo} {showTime(reportedAt)}
                </div>
              </>
            ),
        },
        {
          title: t('blind.bias'),
          key: 'bias',
          align: 'right',
          render: (_, { biasPercent }) => (biasPercent === null ? '—' : `${biasPercent.toFixed(1)}%`),
        },
        {
          title: t('blind.verdict'),
          key: 'verdict',
          render: (_, { verdict, reason }) => (
            <>
              <span className={VERDICT_CLASSES[verdict]}>{t(`blind.verdicts.${verdict}`)}</span>
              {reason === null ? null : <div className="fj-faint">{reason}</div>}
            </>
          ),
        },
      ]}
    />
  );
}

interface FormProps {
  readonly sample: BlindSample;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

interface Decision {
  readonly outcome: 'PASS' | 'FAIL' | null;
  readonly reason: string;
}

function RevealForm({ sample, onDone, onCancel }: FormProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const open = sample.items.filter(({ verdict }) => verdict === 'review');
  const [decisions, setDecisions] = useState<Readonly<Record<string, Decision>>>({});
  const act = useMutation({ mutationFn: revealBlindSample, onSuccess: onDone });
  const of = (code: string): Decision => decisions[code] ?? { outcome: null, reason: '' };
  const made = open.flatMap(({ item: { code } }) => {
    const { outcome, reason } = of(code);
    return outcome === null || reason.trim().length < 2 ? [] : [{ item: code, outcome, reason }];
  });
  const failed = sample.items.filter(({ verdict }) => verdict === 'unacceptable').map(({ item }) => named(item));
  return (
    <ActForm
      act={act}
      label={t('blind.reveal')}
      isReady={made.length === open.length}
      onCancel={onCancel}
      onSubmit={() => act.mutate({ id: sample.id, decisions: made })}
    >
      <p>{failed.length === 0 ? t('blind.allGood') : t('blind.willFail', { items: listed(failed) })}</p>
      {open.map(({ item, reported }) => (
        <fieldset key={item.code} className="fj-blind-decision">
          <legend>{saying(named(item), reported ?? '—')}</legend>
          <Radio.Group
            value={of(item.code).outcome}
            onChange={(event) =>
              setDecisions({
                ...decisions,
                [item.code]: { ...of(item.code), outcome: event.target.value as 'PASS' | 'FAIL' },
              })
            }
            options={[
              { value: 'PASS', label: t('blind.verdicts.acceptable') },
              { value: 'FAIL', label: t('blind.verdicts.unacceptable') },
            ]}
          />
          <Input
            aria-label={t('blind.reason')}
            placeholder={t('blind.reason')}
            value={of(item.code).reason}
            maxLength={500}
            onChange={(event) =>
              setDecisions({ ...decisions, [item.code]: { ...of(item.code), reason: event.target.value } })
            }
          />
        </fieldset>
      ))}
    </ActForm>
  );
}

function WithdrawForm({ sample, onDone, onCancel }: FormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = useMutation({ mutationFn: withdrawBlindSample, onSuccess: onDone });
  return (
    <ActForm
      act={act}
      danger
      label={t('blind.withdraw')}
      isReady={reason.trim().length >= 2}
      onCancel={onCancel}
      onSubmit={() => act.mutate({ id: sample.id, reason })}
    >
      <label htmlFor="blind-reason">{t('blind.reason')}</label>
      <Input.TextArea
        id="blind-reason"
        rows={3}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}
