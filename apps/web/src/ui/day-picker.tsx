/** Picks a calendar day, or a period of days. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DayProps {
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly label: string;
}

export function DayPicker({ value, onChange, label }: DayProps) {
  return (
    <DatePicker
      value={dayjs(value)}
      allowClear={false}
      aria-label={label}
      onChange={(day) => {
        if (dayjs.isDayjs(day)) onChange(day.format('YYYY-MM-DD'));
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
