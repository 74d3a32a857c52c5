/** Imaging and other examinations of a patient, newest first. */
import type { ResultView } from '@fujie/wire/contracts';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
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
  const named = useNamed();
  const nameOf = (image: ResultView): string => (image.item === null ? image.name : named(image.item));
  const byItem = [...new Set(images.map(nameOf))];
  if (images.length === 0) return <EmptyNote>{t('clinical.patient.noImages')}</EmptyNote>;
  return byItem.map((name) => (
    <Section key={name} title={name}>
      <ResultTable results={images.filter((image) => nameOf(image) === name)} onOpen={onOpen} />
    </Section>
  ));
}
