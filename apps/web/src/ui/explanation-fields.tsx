/** What the patient or family was told (national-2022.art.21; possible effects where the jurisdiction demands them). */
import type { ReasonsResponse } from '@fujie/wire/contracts';
import { DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import type { ExplanationDraft } from './explanation.ts';
import { useBilingual } from './language.ts';

const TEXTS = ['purpose', 'necessity', 'possibleEffects'] as const;

interface Props {
  readonly fields: ReasonsResponse['explanationFields'];
  readonly draft: ExplanationDraft;
  readonly onChange: (change: Partial<ExplanationDraft>) => void;
}

export function ExplanationFields({ fields, draft, onChange }: Props) {
  const { t } = useTranslation();
  const say = useBilingual();
  const askOf = (name: string): string | null => {
    const field = fields.find((entry) => entry.field.replace('explanation.', '') === name);
    return field === undefined ? null : say(field.text);
  };
  return (
    <fieldset>
      <legend>{t('clinical.repeat.explanation')}</legend>
      <p className="fj-faint">{t('clinical.repeat.explanationHint')}</p>
      {TEXTS.map((name) => {
        const ask = askOf(name);
        return ask === null ? null : (
          <label key={name} className="fj-field">
            <span>{t(`clinical.repeat.${name}`)}</span>
            <Input.TextArea
              rows={1}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={1000}
              value={draft[name]}
              placeholder={ask}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          </label>
        );
      })}
      <div className="fj-told">
        <Radio.Group
          value={draft.toldTo}
          aria-label={t('clinical.repeat.toldTo')}
          onChange={(event) => onChange({ toldTo: event.target.value === 'family' ? 'family' : 'patient' })}
          options={[
            { value: 'patient', label: t('clinical.repeat.patient') },
            { value: 'family', label: t('clinical.repeat.family') },
          ]}
        />
        <span className="fj-toolbar-field">
          <span>{t('clinical.repeat.at')}</span>
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            needConfirm={false}
            format="YYYY-MM-DD HH:mm"
            value={draft.at === null ? null : dayjs(draft.at)}
            aria-label={t('clinical.repeat.at')}
            onChange={(at) => onChange({ at: dayjs.isDayjs(at) ? at.format('YYYY-MM-DDTHH:mm:ssZ') : null })}
          />
        </span>
      </div>
    </fieldset>
  );
}
