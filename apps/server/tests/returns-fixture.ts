/** Who hands in weekly returns 周报 and is named in dispatch meetings 调度会 of the test region: an office, a county, the city, and one elsewhere. */
import type { Region } from './recognition-fixture.ts';

type Headers = Promise<Record<string, string>>;

export const COUNTY = 'region.140105';

export const returnReaders = (region: Region) => ({
  office: (institution = 'H2'): Headers =>
    region.as('quality-office', { institution, username: `office-${institution}` }),
  bureau: (): Headers => region.as('commission', { region: '140105', username: 'bureau' }),
  city: (): Headers => region.as('commission', { region: '1401', username: 'city' }),
  elsewhere: (): Headers => region.as('commission', { region: '1402', username: 'elsewhere' }),
});
