/** What is typed about a client, and the request that it becomes. */
import type { Answer, Input } from '../lib/api.ts';
import { type BenefitValue, NO_BENEFIT, benefitInput } from './benefit-fields.tsx';

export const TEXT_FIELDS = [
  'lastName', 'firstName', 'middleName', 'name', 'phone', 'email', 'city', 'address', 'cardNumber', 'notes', 'inn', 'kpp',
  'ogrn',
  'bankName', 'bik', 'bankAccount', 'correspondentAccount',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export type Child = { key: string; firstName: string; lastName: string; birthDate: string };
export type ClientValues = Record<TextField,
  string> & { kind: 'PERSON' | 'LEGAL'; benefit: BenefitValue; children: Child[] };
export type ClientCardAnswer = Answer<'client.get'>;

const emptyTexts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, ''])) as Record<TextField, string>;
export const EMPTY_CLIENT: ClientValues = { ...emptyTexts, kind: 'PERSON', benefit: NO_BENEFIT, children: [] };

export const benefitOf = (client: ClientCardAnswer): BenefitValue => ({
  benefitCategoryId: client.benefitCategory?.id ?? '', benefitDocumentNumber: client.benefitDocumentNumber ?? '',
  benefitDocumentDate: client.benefitDocumentDate ?? '', benefitValidFrom: client.benefitValidFrom ?? '',
  benefitValidUntil: client.benefitValidUntil ?? '',
});

export function valuesOf(client: ClientCardAnswer): ClientValues {
  const { requisites, ...rest } = client;
  const known: Partial<Record<TextField, string | null>> = { ...requisites, ...rest };
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, known[field] ?? ''])) as Record<TextField, string>;
  return { ...texts, kind: client.kind, benefit: benefitOf(client), children: [] };
}

/** A person is named by its parts, an organisation by its name; the other way of naming is left alone. */
export function clientInput(values: ClientValues): Input<'client.create'> {
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, values[field].trim() || null])) as Record<TextField,
    string | null>;
  const { lastName, firstName, middleName, name, ...rest } = texts;
  const naming = values.kind === 'PERSON' ? { lastName, firstName, middleName } : { name };
  return { ...rest, ...naming, kind: values.kind, ...benefitInput(values.benefit) };
}

/** Only what was changed. */
export function changesOf(client: ClientCardAnswer, values: ClientValues): Input<'client.update'> {
  const [before, after] = [clientInput(valuesOf(client)), clientInput(values)] as Record<string, unknown>[];
  const changed = Object.entries(after ?? {}).filter(([key, value]) => before?.[key] !== value);
  return { id: client.id, ...Object.fromEntries(changed) };
}

export const nameMissing = ({ kind, lastName, firstName, name }: ClientValues): boolean =>
  (kind === 'PERSON' ? `${lastName}${firstName}` : name).trim() === '';
