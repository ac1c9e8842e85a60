/** Lines of an invoice while they are being written: what each is, what is missing, and their form on the wire. */
import type { Answer, Input } from '../lib/api.ts';
import type { Say } from '../lib/words.ts';
import type { formWords } from './form-words.ts';

export type LineDraft = {
  key: number;
  /** `free`, `service:ID`, `pass:ID`; nothing is chosen yet while undefined. */
  choice: string | undefined;
  name: string;
  price: number | undefined;
  quantity: number | undefined;
  vatRate?: number | undefined;
};
export type NewItem = NonNullable<Input<'invoice.create'>['items']>[number];
export type Fault = { field: string; message: string };

export const emptyLine = (key: number): LineDraft => ({ key, choice: undefined, name: '', price: undefined, quantity: 1 });

/** What is missing before the server is asked, each with the id of its field. */
export function faultsOf(lines: readonly LineDraft[], t: Say<keyof (typeof formWords)['ru']>): Fault[] {
  return lines.flatMap((line, index): Fault[] => {
    const number = index + 1;
    const at = (field: string): string => `line-${String(line.key)}-${field}`;
    if (line.choice === undefined) return [{ field: at('choice'), message: t('needService', { number }) }];
    return [
      ...(line.choice === 'free' && line.name.trim() === '' ? [{ field: at('name'), message: t('needName', { number }) }] : []),
      ...(line.choice === 'free' && line.price === undefined ? [{ field: at('price'), message: t('needPrice', { number }) }] : []),
      ...(line.quantity === undefined || line.quantity <= 0 ? [{ field: at('quantity'), message: t('needQuantity', { number }) }] : []),
    ];
  });
}

type Type = Answer<'subscription-type.list'>['subscriptionTypes'][number];
/** The lines as the server takes them; a pass goes by the price of its kind. */
export function itemsOf(lines: readonly LineDraft[], types: readonly Type[]): NewItem[] {
  return lines.flatMap((line): NewItem[] => {
    const { choice = '', name, price, quantity = 1, vatRate } = line;
    const [kind, id = ''] = choice.split(':');
    if (kind === 'service') return [{ serviceId: id, quantity }];
    const type = types.find((each) => each.id === id);
    if (kind === 'pass') {
      return type === undefined ? [] : [{
        subscriptionTypeId: id, serviceType: 'SUBSCRIPTION', serviceName: type.name, unitPrice: type.price, vatRate: type.vatRate, quantity,
      }];
    }
    return price === undefined ? [] : [{ serviceName: name.trim(), unitPrice: price, quantity, ...(vatRate ? { vatRate } : {}) }];
  });
}

/** A draft's lines as they stand, for changing them. */
export const draftLines = (items: Answer<'invoice.get'>['items']): LineDraft[] => items.map((item, key) => ({
  key, name: item.serviceName, price: item.unitPrice, quantity: item.quantity, vatRate: item.vatRate,
  choice: item.serviceId !== null ? `service:${item.serviceId}` : item.subscriptionTypeId !== null ? `pass:${item.subscriptionTypeId}` : 'free',
}));
