/** Imaging and other examinations of a patient, newest first. */
import type { ResultView } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { EmptyNote } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';
import { ResultTable } from './item-results.tsx';

export function ImageResults({
  images,
  onOpen,
}: {
  readonly images: readonly ResultView[];
  readonly onOpen: (report: string) => void;
}) {
  const { t } = useTranslation();
  const byItem = [...new Set(images.map((image) => image.item?.nameZh ?? image.name))];
  if (images.length === 0) return <EmptyNote>{t('clinical.patient.noImages')}</EmptyNote>;
  return byItem.map((name) => (
    <Section key={name} title={name}>
      <ResultTable results={images.filter((image) => (image.item?.nameZh ?? image.name) === name)} onOpen={onOpen} />
    </Section>
  ));
}
