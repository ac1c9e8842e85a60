/** Which benefit a client has, by which document, and for how long. The server decides whether that is enough. */
import { Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { formWords } from './words.ts';

export type BenefitValue = {
  benefitCategoryId: string; benefitDocumentNumber: string; benefitDocumentDate: string; benefitValidFrom: string;
  benefitValidUntil: string;
};
export const NO_BENEFIT: BenefitValue = {
  benefitCategoryId: '', benefitDocumentNumber: '', benefitDocumentDate: '', benefitValidFrom: '', benefitValidUntil: '',
};
/** Without a category nothing else of it stays. */
export const benefitInput = (value: BenefitValue) => {
  const kept = value.benefitCategoryId === '' ? NO_BENEFIT : value;
  return {
    benefitCategoryId: kept.benefitCategoryId || null, benefitDocumentNumber: kept.benefitDocumentNumber || null,
    benefitDocumentDate: kept.benefitDocumentDate || null, benefitValidFrom: kept.benefitValidFrom || null,
    benefitValidUntil: kept.benefitValidUntil || null,
  };
};

type BenefitFieldsProps = { value: BenefitValue; onValue: (value: BenefitValue) => void; problem?: Problem | undefined };

export function BenefitFields({ value, onValue, problem }: BenefitFieldsProps): ReactNode {
  const t = useWords(formWords);
  const format = useFormat();
  const list = useAsk('benefit.list', {});
  const categories = (list.data?.categories ?? []).filter(({ id, isActive }) => isActive || id === value.benefitCategoryId);
  const chosen = categories.find(({ id }) => id === value.benefitCategoryId);
  const set = (change: Partial<BenefitValue>): void => onValue({ ...value, ...change });
  const lacking = problem?.code === 'BENEFIT_DOCUMENT_REQUIRED' ? problem.message : undefined;
  return (
    <>
      <Select label={t('benefit')} value={value.benefitCategoryId} onChange={(id) => set({ benefitCategoryId: id ?? '' })}
        allowDeselect={false}
        data={[{ value: '', label: t('noBenefit') },
          ...categories.map(({ id, name, discountPercent, requiresDocument }) => ({
          value: id, label: t(requiresDocument ? 'withDocument' : 'plain',
            { name, percent: format.percent(discountPercent) }),
        }))]} />
      {chosen !== undefined && (
        <>
          <Group grow align="flex-start" gap="sm">
            <TextInput label={t('document')} required={chosen.requiresDocument} value={value.benefitDocumentNumber}
              error={value.benefitDocumentNumber === '' ? lacking : undefined}
              onChange={(event) => set({ benefitDocumentNumber: event.currentTarget.value })} />
            <DayField label={t('documentDate')} withAsterisk={chosen.requiresDocument}
              value={value.benefitDocumentDate || undefined}
              error={value.benefitDocumentDate === '' ? lacking : undefined} onDay={(day) =>
                set({ benefitDocumentDate: day ?? '' })} />
          </Group>
          <Group grow align="flex-start" gap="sm">
            <DayField label={t('validFrom')} value={value.benefitValidFrom || undefined}
              onDay={(day) => set({ benefitValidFrom: day ?? '' })} />
            <DayField label={t('validUntil')} value={value.benefitValidUntil || undefined}
              onDay={(day) => set({ benefitValidUntil: day ?? '' })} />
          </Group>
        </>
      )}
    </>
  );
}
