/** Where a draw 抽取 stands, in a word. */
import type { InspectionPlanView } from '@fujie/wire/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const COLOURS = { frozen: 'blue', committed: 'gold', drawn: 'green', void: 'red' } as const;

export function DrawState({ draw }: { readonly draw: InspectionPlanView['draws'][number] }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[draw.state]}>{t(`inspections.states.${draw.state}`)}</Tag>;
}
