/** 重新检查: the coded reason of Article 19, its note, and what the patient was told. Nothing is ticked in advance. */
import type { ReasonsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { reasonsQuery } from '../../api/recognition.ts';
import { ClauseTags } from '../../ui/clauses.tsx';
import type { ExplanationDraft } from '../../ui/explanation.ts';
import { ExplanationFields } from '../../ui/explanation-fields.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { Answer, Row } from './draft.ts';
import { emptyReason, reasonOf, suggestionsOf } from './reason.ts';
import type { ReasonDraft } from './reason.ts';
import type { RepeatReason } from './use-acts.ts';

interface Props {
  readonly rows: readonly Row[];
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (reason: RepeatReason) => Promise<readonly Answer[] | null>;
}

export function RepeatDialog(props: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const { rows } = props;
  const reasons = useQuery({ ...reasonsQuery, enabled: rows.length > 0 });
  const first = rows[0];
  return (
    <Modal
      open={rows.length > 0}
      title={`${t('clinical.repeat.title')}${first === undefined ? '' : ` · ${named(first.check)}`}`}
      onCancel={props.onCancel}
      footer={null}
      width={760}
      style={{ top: 16 }}
      destroyOnHidden
    >
      {rows.length === 0 ? null : <Loaded query={reasons}>{(data) => <ReasonForm {...props} data={data} />}</Loaded>}
    </Modal>
  );
}

function ReasonForm({ rows, isBusy, error, onCancel, onSubmit, data }: Props & { readonly data: ReasonsResponse }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const [draft, setDraft] = useState<ReasonDraft>(emptyReason);
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const isMust = rows.some((row) => row.check.class === 'MUST');
  const suggestions = suggestionsOf(rows);
  const chosen = data.exceptions.find((exception) => exception.code === draft.code);
  const missing = answers.flatMap((answer) => answer.outcome?.missing ?? []);
  const change = (explanation: Partial<ExplanationDraft>) =>
    setDraft({ ...draft, explanation: { ...draft.explanation, ...explanation } });
  return (
    <form
      className="fj-repeat"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit(reasonOf(draft, data, isMust)).then((given) => setAnswers(given ?? []));
      }}
    >
      {error === null ? null : <ProblemAlert error={error} />}
      {missing.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('clinical.repeat.missing')}
          description={
            <ul className="fj-reasons">
              {missing.map((entry) => (
                <li key={entry.code}>
                  <span>{say(entry.text)}</span>
                </li>
              ))}
            </ul>
          }
        />
      )}
      {isMust ? (
        <fieldset>
          <legend>{t('clinical.repeat.pickCode')}</legend>
          <Radio.Group
            value={draft.code}
            onChange={(event) => setDraft({ ...draft, code: String(event.target.value) })}
            className="fj-codes"
          >
            {data.exceptions.map((exception) => {
              const suggestion = suggestions.get(exception.article19 ?? 0);
              return (
                <div key={exception.code} className={`fj-code${draft.code === exception.code ? ' fj-code-on' : ''}`}>
                  <Radio value={exception.code}>
                    {exception.article19 === null ? t('clinical.repeat.local') : exception.article19}{' '}
                    {say(exception.text)}
                  </Radio>
                  <span className="fj-code-side">
                    {suggestion === undefined ? null : (
                      <Tag color={suggestion.strength === 'detected' ? 'green' : 'gold'}>
                        {t(`clinical.repeat.${suggestion.strength}`)}
                      </Tag>
                    )}
                    <ClauseTags ids={exception.clauses} />
                  </span>
                  {suggestion === undefined ? null : (
                    <div className="fj-code-because">
                      {t('clinical.repeat.because', { text: say(suggestion.because) })}
                    </div>
                  )}
                </div>
              );
            })}
          </Radio.Group>
        </fieldset>
      ) : (
        <Alert type="info" showIcon title={t('clinical.repeat.mayHint')} />
      )}
      {isMust ? (
        <label className="fj-field">
          <span>
            {t('clinical.repeat.note')}
            {chosen?.needsNote === true ? (
              <em>{t('clinical.repeat.noteNeeded')}</em>
            ) : (
              <span className="fj-faint"> {t('clinical.repeat.optional')}</span>
            )}
          </span>
          <Input.TextArea
            rows={2}
            maxLength={2000}
            value={draft.note}
            placeholder={t('clinical.repeat.notePlaceholder')}
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
          />
        </label>
      ) : null}
      <ExplanationFields fields={data.explanationFields} draft={draft.explanation} onChange={change} />
      <div className="fj-dialog-actions">
        <Button onClick={onCancel}>{t('act.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={isMust && draft.code === null}>
          {t('clinical.repeat.submit')}
        </Button>
      </div>
    </form>
  );
}
