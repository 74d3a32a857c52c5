/** Picks a calendar day, a month, a period of days, or a moment. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DayProps {
  /** Empty: none is picked. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly label: string;
  /** It may be left empty. */
  readonly isOptional?: boolean;
}

export function DayPicker({ value, onChange, label, isOptional = false }: DayProps) {
  return (
    <DatePicker
      value={value === '' ? null : dayjs(value)}
      allowClear={isOptional}
      aria-label={label}
      onChange={(day) => {
        if (dayjs.isDayjs(day)) onChange(day.format('YYYY-MM-DD'));
        else if (isOptional) onChange('');
      }}
    />
  );
}

interface MonthProps {
  readonly value: string;
  /** The last month that can be picked. */
  readonly last: string;
  readonly onChange: (month: string) => void;
  readonly label: string;
}

export function MonthPicker({ value, last, onChange, label }: MonthProps) {
  return (
    <DatePicker
      picker="month"
      value={dayjs(value)}
      maxDate={dayjs(last)}
      allowClear={false}
      aria-label={label}
      onChange={(month) => {
        if (dayjs.isDayjs(month)) onChange(month.format('YYYY-MM'));
      }}
    />
  );
}

interface PeriodProps {
  readonly from: string;
  readonly to: string;
  readonly onChange: (from: string, to: string) => void;
  readonly labels: readonly [string, string];
}

export function PeriodPicker({ from, to, onChange, labels }: PeriodProps) {
  return (
    <DatePicker.RangePicker
      value={[dayjs(from), dayjs(to)]}
      allowClear={false}
      aria-label={labels.join(' – ')}
      onChange={(days) => {
        const [first, last] = days ?? [];
        if (first && last) onChange(first.format('YYYY-MM-DD'), last.format('YYYY-MM-DD'));
      }}
    />
  );
}

interface MomentProps {
  readonly id?: string;
  readonly label?: string;
  readonly placeholder?: string;
  /** With the offset of China. */
  readonly value: string | null;
  readonly onChange: (moment: string | null) => void;
}

/** How a moment is shown, and how else it may be typed: seconds may be left out. */
const MOMENTS = ['YYYY-MM-DD HH:mm:ss', 'YYYY-MM-DD HH:mm'];

/** A moment by the clock of China, to the second. */
export function MomentPicker({ id, label, placeholder, value, onChange }: MomentProps) {
  return (
    <DatePicker
      className="fj-day-field"
      showTime={{ format: 'HH:mm:ss' }}
      format={MOMENTS}
      value={value === null ? null : dayjs(value.slice(0, 19))}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(picked) => onChange(dayjs.isDayjs(picked) ? picked.format('YYYY-MM-DDTHH:mm:ss+08:00') : null)}
    />
  );
}
