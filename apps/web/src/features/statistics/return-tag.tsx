/** Whether a weekly return is there, in words and colour. */
import type { ReturnStatus } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const COLOURS: Readonly<Record<ReturnStatus, string>> = {
  due: 'blue',
  submitted: 'green',
  late: 'orange',
  missing: 'red',
  released: 'default',
};

export function ReturnTag({ status }: { readonly status: ReturnStatus }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[status]}>{t(`returns.states.${status}`)}</Tag>;
}
