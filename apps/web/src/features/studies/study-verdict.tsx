/** The verdict of a study, with its sign and its word. */
import { CheckCircleFilled, CloseCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly verdict: 'acceptable' | 'not acceptable';
  readonly isCorrected: boolean;
}

export function StudyVerdict({ verdict, isCorrected }: Props) {
  const { t } = useTranslation();
  const isGood = verdict === 'acceptable';
  return (
    <span className={`fj-nowrap ${isGood ? 'fj-good' : 'fj-bad'}`}>
      {isGood ? <CheckCircleFilled aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
      {t(isGood ? 'studies.acceptable' : 'studies.notAcceptable')}{' '}
      {isCorrected ? <Tag>{t('studies.corrected')}</Tag> : null}
    </span>
  );
}
