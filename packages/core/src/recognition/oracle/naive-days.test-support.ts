/** Calendar arithmetic of the oracle: counted out day by day and month by month, on purpose unlike the engine's. */
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeapYear(year: number): boolean {
  if (year % 400 === 0) return true;
  if (year % 100 === 0) return false;
  return year % 4 === 0;
}

const daysBeforeYear = new Map<number, number>();

function daysUntilYear(year: number): number {
  const known = daysBeforeYear.get(year);
  if (known !== undefined) return known;
  let days = 0;
  for (let y = 1970; y < year; y++) days += isLeapYear(y) ? 366 : 365;
  daysBeforeYear.set(year, days);
  return days;
}

/** Counting is slow, so that every day is counted once. */
const numbers = new Map<string, number>();
const days = new Map<number, string>();

export function dayNumber(day: string): number {
  const text = day.slice(0, 10);
  const known = numbers.get(text) ?? countDays(text);
  numbers.set(text, known);
  return known;
}

export function dayFromNumber(number: number): string {
  const known = days.get(number) ?? countBack(number);
  days.set(number, known);
  return known;
}

function countDays(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  let days = daysUntilYear(year);
  for (let m = 1; m < month; m++) days += (LENGTHS[m - 1] ?? 0) + (m === 2 && isLeapYear(year) ? 1 : 0);
  return days + date - 1;
}

function countBack(number: number): string {
  let year = 1970;
  let rest = number;
  while (rest >= (isLeapYear(year) ? 366 : 365)) {
    rest -= isLeapYear(year) ? 366 : 365;
    year += 1;
  }
  let month = 1;
  for (;;) {
    const length = (LENGTHS[month - 1] ?? 0) + (month === 2 && isLeapYear(year) ? 1 : 0);
    if (rest < length) break;
    rest -= length;
    month += 1;
  }
  const pad = (n: number): string => (n < 10 ? `0${String(n)}` : String(n));
  return `${String(year)}-${pad(month)}-${pad(rest + 1)}`;
}

/** Minutes in China of a time written without an offset, with that of China, or in UTC. */
export function minuteNumber(time: string): number {
  const [day = '', clock = '00:00'] = time.split('T');
  const [hour, minute] = clock.split(':');
  const shift = time.endsWith('Z') ? 8 * 60 : 0;
  return dayNumber(day) * 24 * 60 + Number(hour) * 60 + Number((minute ?? '0').slice(0, 2)) + shift;
}

/** Day in China of such a time. */
export function dayOfTime(time: string): string {
  return dayFromNumber(Math.floor(minuteNumber(time) / (24 * 60)));
}
