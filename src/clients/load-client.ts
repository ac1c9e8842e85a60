import type { Client } from './contract.ts';
import { type ClientFacts, NEW_CLIENT } from './rules.ts';
import { type ClientCard, loadClient } from './store.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The client as the outside sees it. */
export function presentClient(card: ClientCard): Client {
  const {
    inn, kpp, ogrn, bankName, bik, bankAccount, correspondentAccount, benefitCategoryId, categoryName, discountPercent,
    ...rest
  } = card;
  const known = benefitCategoryId !== null && categoryName !== null && discountPercent !== null;
  return {
    ...rest,
    requisites: { inn, kpp, ogrn, bankName, bik, bankAccount, correspondentAccount },
    benefitCategory: known ? { id: benefitCategoryId, name: categoryName, discountPercent } : null,
  };
}

/** The part of the card that people write. */
export const factsOf = (card: ClientCard): ClientFacts =>
  Object.fromEntries(Object.keys(NEW_CLIENT).map((key) => [key, card[key as keyof ClientFacts]])) as ClientFacts;

/** The client's card; a client that is not there, or not the actor's to see, is refused as missing. */
export async function requireClient(context: Context, id: string): Promise<ClientCard> {
  const card = await loadClient(context, id, today(context));
  refuseUnless(card, 'NOT_FOUND');
  return card;
}
