/** The class of an earlier result: sign, word and colour, never colour alone. */
import { CheckCircleFilled, MinusCircleOutlined, PlusCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

export type Verdict = 'MUST' | 'MAY' | 'NOT';

const SIGNS = {
  MUST: <CheckCircleFilled />,
  MAY: <PlusCircleOutlined />,
  NOT: <StopOutlined />,
  none: <MinusCircleOutlined />,
};

export function VerdictTag({ verdict, large = false }: { readonly verdict: Verdict | null; readonly large?: boolean }) {
  const { t } = useTranslation();
  const kind = verdict ?? 'none';
  const tag = (
    <span className={`fj-verdict fj-verdict-${kind}${large ? ' fj-verdict-large' : ''}`}>
      <span aria-hidden>{SIGNS[kind]}</span>
      {t(`verdict.${kind}`)}
    </span>
  );
  return verdict === null ? tag : <Tooltip title={t(`verdict.${verdict}Hint`)}>{tag}</Tooltip>;
}
