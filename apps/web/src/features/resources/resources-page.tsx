/** 检验资源: instruments and certificates, staff, lots of reagents, licensed items of a laboratory; for a region all of them beside each other. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './resources.css';
import { RegionInstitutionPicker, useInstitution } from '../../app/institution-picker.tsx';
import { Require, useActor } from '../../app/require.tsx';
import { Page } from '../../ui/page.tsx';
import { InstrumentsPart } from './instruments-part.tsx';
import { LicencePart } from './licence-part.tsx';
import { OverviewPart } from './overview-part.tsx';
import { ReagentsPart } from './reagents-part.tsx';
import { RecallsPart } from './recalls-part.tsx';
import { StaffPart } from './staff-part.tsx';

const route = getRouteApi('/desk/laboratory/resources');
const PARTS = ['instruments', 'staff', 'reagents', 'recalls', 'licence'] as const;

export function ResourcesPage() {
  const { t } = useTranslation();
  const actor = useActor();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const institution = useInstitution(search.institution);
  const isOfRegion = (actor?.institution ?? null) === null;
  const parts = isOfRegion ? (['overview', ...PARTS] as const) : PARTS;
  const part = search.part ?? parts[0];
  return (
    <Require can="resource:read">
      <Page
        title={t('resources.title')}
        subtitle={t(`resources.subtitles.${part}`)}
        tools={
          part !== 'overview' ? (
            <RegionInstitutionPicker
              value={institution}
              onChange={(chosen) => void navigate({ search: (before) => ({ ...before, institution: chosen }) })}
            />
          ) : undefined
        }
      >
        <nav className="fj-resources-parts" aria-label={t('resources.title')}>
          {parts.map((one) => (
            <Link
              key={one}
              to="/laboratory/resources"
              search={{ part: one, ...(search.institution === undefined ? {} : { institution: search.institution }) }}
              aria-current={one === part ? 'page' : undefined}
            >
              {t(`resources.parts.${one}`)}
            </Link>
          ))}
        </nav>
        {part === 'overview' ? <OverviewPart /> : null}
        {part === 'instruments' ? <InstrumentsPart institution={institution} /> : null}
        {part === 'staff' ? <StaffPart institution={institution} /> : null}
        {part === 'reagents' ? <ReagentsPart institution={institution} /> : null}
        {part === 'recalls' ? <RecallsPart key={institution} institution={institution} /> : null}
        {part === 'licence' ? <LicencePart institution={institution} /> : null}
      </Page>
    </Require>
  );
}
