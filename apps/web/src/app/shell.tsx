/** The frame: brand, workspaces of the role, notices, language, account. */
import {
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  BookOutlined,
  ClockCircleOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  DesktopOutlined,
  EyeOutlined,
  GlobalOutlined,
  InboxOutlined,
  KeyOutlined,
  LogoutOutlined,
  MenuOutlined,
  MessageOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  StarOutlined,
  SyncOutlined,
  TableOutlined,
  TeamOutlined,
  UnlockOutlined,
  UnorderedListOutlined,
  UserOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { SessionActor } from '@fujie/wire/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Button, Drawer, Dropdown, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { mayBeSignedIn, sessionQuery, signOut } from '../api/session.ts';
import { changeLanguage } from '../i18n/index.ts';
import { useLanguage, useNamed } from '../ui/language.ts';
import { useRoleName } from '../ui/role-name.ts';
import { Brand } from './brand.tsx';
import { LoopCount } from '../features/loops/nav-count.tsx';
import type { IconKey } from './workspaces.ts';
import { chosenIn, may, workspacesOf } from './workspaces.ts';

const ICONS: Readonly<Record<IconKey, React.ReactNode>> = {
  patient: <UserOutlined />,
  bell: <BellOutlined />,
  talk: <MessageOutlined />,
  glass: <UnlockOutlined />,
  hand: <SafetyOutlined />,
  list: <UnorderedListOutlined />,
  seal: <SafetyCertificateOutlined />,
  clock: <ClockCircleOutlined />,
  chart: <BarChartOutlined />,
  table: <TableOutlined />,
  book: <BookOutlined />,
  inbox: <InboxOutlined />,
  upload: <CloudUploadOutlined />,
  shield: <AuditOutlined />,
  globe: <GlobalOutlined />,
  desk: <DashboardOutlined />,
  people: <TeamOutlined />,
  screen: <DesktopOutlined />,
  plug: <ApiOutlined />,
  key: <KeyOutlined />,
  eye: <EyeOutlined />,
  star: <StarOutlined />,
  loop: <SyncOutlined />,
};

export function Shell() {
  const { t } = useTranslation();
  const session = useQuery({ ...sessionQuery, enabled: mayBeSignedIn() });
  const actor = session.data ?? null;
  const named = useNamed();
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <div className={`fj-shell${actor === null ? ' fj-shell-open' : ''}`}>
      <a href="#content" className="fj-skip">
        {t('app.skip')}
      </a>
      <header className="fj-header">
        {actor === null ? null : (
          <button
            type="button"
            className="fj-header-button fj-menu-button"
            onClick={() => setMenuOpen(true)}
            aria-label={t('app.openMenu')}
          >
            <MenuOutlined aria-hidden />
          </button>
        )}
        <Link to="/" className="fj-brand-link">
          <Brand />
        </Link>
        {actor === null ? <OpenNavigation /> : null}
        {actor?.institution ? <span className="fj-header-place">{named(actor.institution)}</span> : null}
        <span className="fj-header-space" />
        {may(actor, 'adverse-event:report') ? (
          <Link to="/events" className="fj-header-button" title={t('nav.events')} aria-label={t('nav.events')}>
            <WarningOutlined aria-hidden />
          </Link>
        ) : null}
        <LanguageSwitch />
        {actor === null ? (
          <Link to="/login" className="fj-header-button">
            {t('app.signIn')}
          </Link>
        ) : (
          <Account actor={actor} />
        )}
      </header>
      {actor === null ? null : (
        <>
          <nav className="fj-sider" aria-label={t('app.menu')}>
            <Navigation actor={actor} />
          </nav>
          <Drawer
            placement="left"
            size={240}
            open={isMenuOpen}
            onClose={() => setMenuOpen(false)}
            title={t('app.menu')}
            styles={{ body: { padding: 8 } }}
          >
            <div onClickCapture={() => setMenuOpen(false)}>
              <Navigation actor={actor} />
            </div>
          </Drawer>
        </>
      )}
      <main className="fj-main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function Navigation({ actor }: { readonly actor: SessionActor }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const groups = workspacesOf(actor);
  const chosen = chosenIn(groups, path);
  return (
    <Menu
      mode="inline"
      selectedKeys={chosen === null ? [] : [chosen]}
      items={groups.map((group) => ({
        type: 'group' as const,
        key: group.group,
        label: t(`nav.${group.group}`),
        children: group.pages.map((page) => ({
          key: page.to,
          icon: ICONS[page.icon],
          label: (
            <Link to={page.to}>
              {t(`nav.${page.label}`)}
              {page.to === '/loops' ? <LoopCount /> : null}
            </Link>
          ),
        })),
      }))}
    />
  );
}

/** The pages that need no account, for whoever has none. */
function OpenNavigation() {
  const { t } = useTranslation();
  return (
    <nav className="fj-open-nav" aria-label={t('app.menu')}>
      {workspacesOf(null)
        .flatMap((group) => group.pages)
        .map((page) => (
          <Link key={page.to} to={page.to} activeOptions={{ exact: true }} className="fj-header-button">
            {t(`nav.${page.label}`)}
          </Link>
        ))}
      <Link to="/my" className="fj-header-button">
        {t('own.title')}
      </Link>
    </nav>
  );
}

export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="fj-header-button"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      title={t('app.switchLanguage')}
      onClick={() => void changeLanguage(other)}
    >
      {t('app.language')}
    </button>
  );
}

function Account({ actor }: { readonly actor: SessionActor }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    const leaveAt = await signOut();
    queries.clear();
    if (leaveAt === null) await navigate({ to: '/login' });
    else window.location.assign(leaveAt);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: `${actor.username} · ${t('app.jurisdiction')} ${actor.jurisdiction}`,
          },
          { key: 'account', icon: <SafetyOutlined />, label: t('app.account') },
          { key: 'notices', icon: <BellOutlined />, label: t('app.notices') },
          { key: 'leave', icon: <LogoutOutlined />, label: t('app.signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'leave') void leave();
          if (key === 'account') void navigate({ to: '/account' });
          if (key === 'notices') void navigate({ to: '/account/notifications' });
        },
      }}
    >
      <Button type="text" className="fj-header-button" icon={<UserOutlined />}>
        {actor.name}
        <span className="fj-header-role">{roleName(actor.role)}</span>
      </Button>
    </Dropdown>
  );
}
