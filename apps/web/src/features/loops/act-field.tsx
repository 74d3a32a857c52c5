/** The field of an act, as its kind wants it. */
import type { LoopField } from '@fujie/wire/contracts';
import { Checkbox, DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import { useBilingual } from '../../ui/language.ts';

/** What the form that the field stands in gives it. */
interface Given {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
}

export function ActField({
  field,
  label,
  id,
  value,
  onChange,
}: Given & { readonly field: LoopField; readonly label: string }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const given = { ...(id === undefined ? {} : { id }), 'aria-label': label };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'boolean':
      return (
        <Checkbox {...given} checked={value === true} onChange={({ target }) => onChange?.(target.checked)}>
          {t('field.yes')}
        </Checkbox>
      );
    case 'number':
      return (
        <InputNumber<number>
          {...given}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange?.(next)}
        />
      );
    case 'choice':
      return (
        <Select<unknown>
          {...given}
          allowClear={!field.required}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          onChange={(next) => onChange?.(next)}
          options={field.options.map((option) => ({ value: option.value, label: say(option.title) }))}
        />
      );
    case 'instant':
      return <InstantField {...given} label={label} value={value} {...(onChange === undefined ? {} : { onChange })} />;
    case 'day':
      return (
        <DatePicker
          {...given}
          value={text === '' ? null : dayjs(text)}
          onChange={(day) => onChange?.(dayjs.isDayjs(day) ? day.format('YYYY-MM-DD') : undefined)}
        />
      );
    case 'long-text':
    case 'counts':
      return (
        <Input.TextArea
          {...given}
          rows={3}
          maxLength={4000}
          {...(field.kind === 'counts' ? { placeholder: t('loops.countsHint') } : {})}
          value={text}
          onChange={({ target }) => onChange?.(target.value)}
        />
      );
    case 'text':
      return <Input {...given} maxLength={4000} value={text} onChange={({ target }) => onChange?.(target.value)} />;
  }
}

const CHINA = '+08:00';
const SECONDS = 'YYYY-MM-DDTHH:mm:ss';

interface InstantProps extends Given {
  readonly label: string;
  readonly placeholder?: string;
}

/** A date and time in China, wherever the workstation believes it stands. */
export function InstantField({ label, placeholder, id, value, onChange }: InstantProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      {...(placeholder === undefined ? {} : { placeholder })}
      aria-label={label}
      showTime
      format="YYYY-MM-DD HH:mm:ss"
      className="fj-day-field"
      value={typeof value === 'string' ? dayjs(value.slice(0, SECONDS.length)) : null}
      onChange={(time) => onChange?.(dayjs.isDayjs(time) ? `${time.format(SECONDS)}${CHINA}` : undefined)}
    />
  );
}
