/** 谁看过我的数据: broken glass first, then every look, the newest before the others. */
import type { GlassView, LookView } from '@fujie/wire/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { looksQuery } from '../../api/patients.ts';
import { useAuditActionName, usePurposeName } from '../../ui/audit-names.ts';
import { showTime } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { EmptyNote, Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { useRoleName } from '../../ui/role-name.ts';

export function Looks() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(looksQuery);
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const glass = pages.flatMap((page) => page.glass);
        const looks = pages.flatMap((page) => page.looks);
        return (
          <>
            {glass.length === 0 ? null : (
              <div className="fj-own-glass">
                <Section title={t('own.glass.title')}>
                  <p className="fj-own-note">{t('own.glass.note')}</p>
                  <ul className="fj-own-list">
                    {glass.map((each) => (
                      <Glass key={each.id} glass={each} />
                    ))}
                  </ul>
                </Section>
              </div>
            )}
            <Section title={t('own.looks.title')}>
              <p className="fj-own-note">{t('own.looks.note')}</p>
              {looks.length === 0 ? <EmptyNote>{t('own.looks.none')}</EmptyNote> : null}
              <ul className="fj-own-list">
                {looks.map((look) => (
                  <Look key={look.id} look={look} />
                ))}
              </ul>
              {found.hasNextPage ? (
                <Button block loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {t('own.looks.more')}
                </Button>
              ) : null}
            </Section>
          </>
        );
      }}
    </Loaded>
  );
}

function Glass({ glass }: { readonly glass: GlassView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { institution, staff, code, note, at, until, open, reviewDue, verdict } = glass;
  return (
    <li>
      <div className="fj-own-line">
        <strong>{staff === null ? named(institution) : `${named(institution)} ${staff}`}</strong>
        <span className="fj-faint fj-nowrap">{showTime(at)}</span>
      </div>
      <div>
        <span className="fj-label">{t('own.glass.reason')}</span>
        {t(`consent.codes.${code}`)} · {note}
      </div>
      <div className="fj-own-line">
        <span>
          {open ? <Tag color="red">{t('own.glass.open')}</Tag> : null}
          {t('own.glass.until', { time: showTime(until) ?? '' })}
        </span>
        <Tag color={verdict === null ? 'default' : verdict === 'justified' ? 'green' : 'red'}>
          {verdict === null ? t('own.glass.pending', { day: reviewDue }) : t(`own.glass.${verdict}`)}
        </Tag>
      </div>
    </li>
  );
}

function Look({ look }: { readonly look: LookView }) {
  const { t } = useTranslation();
  const named = useNamed();
  const actionName = useAuditActionName();
  const purposeName = usePurposeName();
  const roleName = useRoleName();
  const { institution, department, role, staff, outcome, times } = look;
  const place = institution === null ? t('own.looks.platform') : named(institution);
  const who =
    role === 'patient'
      ? t('own.looks.self')
      : role === 'public'
        ? roleName(role)
        : [place, department === null ? null : named(department), roleName(role), staff]
            .filter((part) => part !== null)
            .join(' · ');
  return (
    <li>
      <div className="fj-own-line">
        <strong>
          {actionName(look.action)}
          {times > 1 ? ` ${t('own.looks.times', { times })}` : null}
        </strong>
        <span className="fj-faint fj-nowrap">{showTime(look.at)}</span>
      </div>
      <div className="fj-own-line">
        <span>{who}</span>
        <span>
          {outcome === 'done' ? null : <Tag color="orange">{t(`own.looks.${outcome}`)}</Tag>}
          <span className="fj-faint">{purposeName(look.purpose)}</span>
        </span>
      </div>
    </li>
  );
}
