/** 室间质评: for a laboratory its rounds, for a centre the plan of its year. */
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './eqa.css';
import { Require, useActor } from '../../app/require.tsx';
import { may } from '../../app/workspaces.ts';
import { today } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { OwnRounds } from './own-rounds.tsx';
import { YearPlan } from './year-plan.tsx';

const route = getRouteApi('/desk/laboratory/eqa');

export function EqaPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const { year } = route.useSearch();
  const isOrganiser = may(actor, 'eqa:organise');
  return (
    <Require can="eqa:read">
      <Page title={t('eqa.title')} subtitle={t(isOrganiser ? 'eqa.organiserSubtitle' : 'eqa.subtitle')}>
        {isOrganiser ? <YearPlan year={Number(year ?? today().slice(0, 4))} /> : <OwnRounds />}
      </Page>
    </Require>
  );
}
