/** 办理: what the reader records of a stage, with the fields that the chosen outcome asks for. */
import type { LoopAct, LoopOutcome, LoopStageView } from '@fujie/wire/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actInLoop, LOOPS_KEY } from '../../api/loops.ts';
import { newKey } from '../../api/new-key.ts';
import { fieldFaults } from '../../ui/field-faults.ts';
import { useBilingual } from '../../ui/language.ts';
import { saying } from '../../ui/listed.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ActField, InstantField } from './act-field.tsx';
import { useServerAhead } from './server-time.ts';
import type { Draft } from './standing.ts';
import { fieldsOf, instantAt } from './standing.ts';
import { Countdown } from './tags.tsx';

interface Props {
  readonly id: string;
  readonly stage: LoopStageView;
}

export function ActSection({ id, stage }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  return (
    <Section
      title={t('loops.act', { stage: say(stage.title) })}
      tools={stage.dueAt === null ? null : <Countdown dueAt={stage.dueAt} />}
    >
      <ActForm id={id} stage={stage} />
    </Section>
  );
}

const OCCURRED = 'occurredAt';
/** Of all meetings the page shows the one that the loop is about. */
const MEETINGS = '/meetings';

function ActForm({ id, stage }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const ahead = useServerAhead();
  const [form] = Form.useForm<Draft>();
  const [outcome, setOutcome] = useState<LoopOutcome | null>(
    stage.outcomes.length === 1 ? (stage.outcomes[0] ?? null) : null,
  );
  // One name for everything that is sent from this form: pressed twice it is recorded once.
  const [key] = useState(newKey);
  const [openedAt] = useState(() => instantAt(Date.now() + ahead));
  const acting = useMutation({
    mutationFn: async (body: LoopAct) => actInLoop(id, body),
    onSuccess: ({ flaws }) => {
      void message.success(flaws.length === 0 ? t('loops.recorded') : t('loops.recordedFlawed'));
    },
    // Refused because somebody else was faster, too, the page shows what there is now.
    onSettled: () => queries.invalidateQueries({ queryKey: LOOPS_KEY }),
  });
  const submit = (draft: Draft): void => {
    if (outcome === null || acting.isPending || acting.isSuccess) return;
    const occurredAt = draft[OCCURRED];
    acting.mutate({
      ...{ key, stage: stage.id, outcome: outcome.id, fields: fieldsOf(outcome.fields, draft) },
      ...(typeof occurredAt === 'string' ? { occurredAt } : {}),
    });
  };
  const fields = outcome === null || outcome.page !== null ? [] : outcome.fields;
  const faults = fieldFaults(acting.error, (path) => {
    const name = path.replace(/^body\./, '').replace(/^fields\./, '');
    return name === OCCURRED || fields.some((field) => field.name === name) ? name : null;
  });
  const faultOf = (name: string, title: string) => {
    const fault = faults.of(name);
    if (fault === null) return {};
    return {
      validateStatus: 'error' as const,
      help: say(fault).replace(`“${name}”`, title).replace(`\`${name}\``, title),
    };
  };
  return (
    <Form<Draft> form={form} name={stage.id} layout="vertical" onFinish={submit} onValuesChange={() => acting.reset()}>
      <Form.Item label={t('loops.outcome')}>
        <Radio.Group
          aria-label={t('loops.outcome')}
          optionType="button"
          buttonStyle="solid"
          className="fj-loop-outcomes"
          value={outcome?.id ?? null}
          onChange={({ target }) => {
            acting.reset();
            setOutcome(stage.outcomes.find((one) => one.id === target.value) ?? null);
          }}
          options={stage.outcomes.map((one) => ({ value: one.id, label: say(one.title) }))}
        />
        <Meanings outcomes={stage.outcomes} />
        {outcome === null ? null : (
          <p className="fj-faint fj-loop-effect">
            {t(outcome.page === null ? `loops.effects.${outcome.effect}` : 'loops.elsewhereHint')}
          </p>
        )}
      </Form.Item>
      <div className="fj-form-grid">
        {fields.map((field) => {
          const title = say(field.title);
          return (
            <Form.Item
              key={`${outcome?.id ?? ''} ${field.name}`}
              name={field.name}
              label={title}
              initialValue={field.proposed ?? (field.kind === 'instant' ? openedAt : undefined)}
              {...(field.kind === 'long-text' || field.kind === 'counts' ? { className: 'fj-form-wide' } : {})}
              {...(field.required
                ? { rules: [{ validator: needed(field.kind, t('loops.needed')), required: true }] }
                : {})}
              {...faultOf(field.name, title)}
            >
              <ActField field={field} label={title} />
            </Form.Item>
          );
        })}
        {outcome === null || outcome.page !== null ? null : (
          <Form.Item
            name={OCCURRED}
            label={t('loops.occurred')}
            extra={t('loops.occurredHint')}
            {...faultOf(OCCURRED, t('loops.occurred'))}
          >
            <InstantField label={t('loops.occurred')} placeholder={t('loops.nowPlaceholder')} />
          </Form.Item>
        )}
      </div>
      <div aria-live="polite">
        {acting.error === null ? null : <ProblemAlert error={acting.error} spots={faults.rest} />}
      </div>
      {outcome === null || outcome.page === null ? (
        <Button type="primary" htmlType="submit" disabled={outcome === null} loading={acting.isPending}>
          {outcome === null ? t('loops.choose') : t('loops.record', { outcome: say(outcome.title) })}
        </Button>
      ) : (
        <Button type="primary" href={outcome.page === MEETINGS ? `${MEETINGS}?loop=${id}` : outcome.page}>
          {t('loops.elsewhere')}
        </Button>
      )}
    </Form>
  );
}

/** What outcomes mean whose titles do not say it. */
function Meanings({ outcomes }: { readonly outcomes: readonly LoopOutcome[] }) {
  const say = useBilingual();
  const told = outcomes.flatMap(({ id, title, means }) => (means === null ? [] : [{ id, title, means }]));
  if (told.length === 0) return null;
  return (
    <ul className="fj-loop-meanings">
      {told.map(({ id, title, means }) => (
        <li key={id}>{saying(say(title), say(means))}</li>
      ))}
    </ul>
  );
}

/** What is required is given; of what must be confirmed, confirmed. */
function needed(kind: string, text: string) {
  return (_: unknown, value: unknown): Promise<void> => {
    const isGiven = kind === 'boolean' ? value === true : typeof value === 'number' || isText(value);
    return isGiven ? Promise.resolve() : Promise.reject(new Error(text));
  };
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
