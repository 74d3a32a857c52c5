/** Around every page: the component library in the reader's language, and clauses one click away. */
import { Outlet } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';

import { ClauseProvider } from '../ui/clauses.tsx';
import { useLanguage } from '../ui/language.ts';
import { themeFor } from '../ui/theme.ts';

export function Root() {
  const language = useLanguage();
  const [locale, setLocale] = useState<Locale>(zhCN);
  useEffect(() => {
    let isCurrent = true;
    void loadLocale(language).then((loaded) => {
      if (isCurrent) setLocale(loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return (
    <ConfigProvider locale={locale} theme={themeFor(language)} button={{ autoInsertSpace: false }}>
      <App>
        <ClauseProvider>
          <Outlet />
        </ClauseProvider>
      </App>
    </ConfigProvider>
  );
}

async function loadLocale(language: 'zh' | 'en'): Promise<Locale> {
  const { default: dayjs } = await import('dayjs');
  if (language === 'zh') {
    await import('dayjs/locale/zh-cn');
    dayjs.locale('zh-cn');
    return zhCN;
  }
  dayjs.locale('en');
  const { default: enGB } = await import('antd/locale/en_GB');
  return enGB;
}
