/** The bell: accepted results that were corrected or withdrawn since. */
import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Badge } from 'antd';
import { useTranslation } from 'react-i18next';

import { noticesQuery } from '../../api/recognition.ts';

export function NoticeBell() {
  const { t } = useTranslation();
  const notices = useQuery(noticesQuery);
  const unread = notices.data?.notices.filter((notice) => !notice.read).length ?? 0;
  return (
    <Link
      to="/notices"
      className="fj-header-button"
      aria-label={unread === 0 ? t('clinical.notices.title') : t('clinical.notices.unread', { count: unread })}
    >
      <Badge count={unread} size="small" offset={[2, -2]}>
        <BellOutlined className="fj-bell" aria-hidden />
      </Badge>
    </Link>
  );
}
