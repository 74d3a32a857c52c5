/** What became of measurements that were sent: how many were taken, what is out of control, what is held back and where that is settled. */
import type { IqcOverviewResponse, IqcRecorded } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';

interface Props {
  readonly recorded: IqcRecorded;
  readonly isTrial: boolean;
  readonly systems: IqcOverviewResponse['systems'];
}

export function Recorded({ recorded, isTrial, systems }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const { taken, known, runs, held } = recorded;
  const nameOf = (code: string): string => {
    const system = systems.find((one) => one.code === code);
    return system === undefined ? code : `${named(system.item)} ${system.instrument.code}`;
  };
  const isRejected = runs.some(({ verdict }) => verdict === 'reject');
  return (
    <Alert
      showIcon
      type={isRejected ? 'error' : isTrial ? 'info' : 'success'}
      className="fj-iqc-recorded"
      title={isTrial ? t('iqc.entry.tried') : t('iqc.entry.saved', { count: taken })}
      description={
        <>
          {known === 0 ? null : <div>{t('iqc.entry.known', { count: known })}</div>}
          {held.length === 0 ? null : (
            <>
              <div>{t(isTrial ? 'iqc.entry.wouldHold' : 'iqc.entry.held')}</div>
              <ul>
                {held.map(({ system, loop }) => (
                  <li key={loop}>
                    {nameOf(system)}{' '}
                    {isTrial ? null : (
                      <Link to="/loops/$id" params={{ id: String(loop) }} className="fj-link fj-link-in-text">
                        {t('iqc.openLoop')}
                      </Link>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      }
    />
  );
}
