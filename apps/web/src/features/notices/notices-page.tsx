/** 提醒: what this physician or institution must be told, newest first. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { markNoticeRead, noticesQuery } from '../../api/recognition.ts';
import { Require } from '../../app/require.tsx';
import { showTime } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, Section } from '../../ui/page.tsx';

export function NoticesPage() {
  const { t } = useTranslation();
  const say = useBilingual();
  const notices = useQuery(noticesQuery);
  const queries = useQueryClient();
  const reading = useMutation({
    mutationFn: markNoticeRead,
    onSuccess: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  return (
    <Require can="notice:read">
      <Page title={t('clinical.notices.title')} subtitle={t('clinical.notices.subtitle')}>
        <Section title={t('clinical.notices.title')}>
          <Loaded query={notices} isEmpty={(data) => data.notices.length === 0} empty={t('clinical.notices.none')}>
            {(data) => (
              <ul className="fj-notices">
                {data.notices.map((notice) => (
                  <li key={notice.id}>
                    <span className="fj-faint fj-nowrap">{showTime(notice.at)}</span>
                    <span>
                      {notice.read ? null : <Tag color="red">{t('clinical.notices.new')}</Tag>}
                      {notice.person === null ? null : (
                        <Link
                          to="/patients/$person"
                          params={{ person: notice.person }}
                          className="fj-link fj-notice-person"
                        >
                          {notice.personName ?? t('clinical.owed.patient')}
                        </Link>
                      )}
                      {say(notice.text)}
                    </span>
                    <span className="fj-notice-acts">
                      {notice.decision === null ? null : (
                        <Link
                          to="/explain/$decision"
                          params={{ decision: notice.decision }}
                          className="fj-link fj-nowrap"
                        >
                          {t('clinical.notices.decision')}
                        </Link>
                      )}
                      {notice.read ? null : (
                        <Button size="small" onClick={() => reading.mutate(notice.id)}>
                          {t('clinical.notices.markRead')}
                        </Button>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </Section>
      </Page>
    </Require>
  );
}
