/** One clause by itself, as links from verdicts and documents point to it. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { clauseQuery } from '../../api/packs.ts';
import { ClauseArticle } from '../../ui/clauses.tsx';
import { useBilingual } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';

const route = getRouteApi('/open/regulation/$clause');

export function ClausePage() {
  const { t } = useTranslation();
  const say = useBilingual();
  const { clause } = route.useParams();
  const query = useQuery(clauseQuery(clause));
  const found = query.data ?? null;
  return (
    <Page
      title={found === null ? clause : say(found.clause.title)}
      tools={
        <Link to="/regulation" className="fj-link">
          {t('regulation.back')}
        </Link>
      }
    >
      <Section title={t('finding.clauseTitle')}>
        <Loaded query={query}>
          {(shown) =>
            shown === null ? (
              <EmptyNote>{t('regulation.unknownClause', { id: clause })}</EmptyNote>
            ) : (
              <ClauseArticle found={shown} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}
