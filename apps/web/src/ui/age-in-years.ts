/** Completed years of age on a day; null when the birth date is not known or lies ahead. */
export function ageInYears(birthOn: string | null, day: string): number | null {
  if (birthOn === null || birthOn > day) return null;
  const years = Number(day.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return day.slice(5) < birthOn.slice(5) ? years - 1 : years;
}
