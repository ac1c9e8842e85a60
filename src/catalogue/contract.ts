import { z } from 'zod';
import {
  DayShape, Id, IdOut, MoneyOut, Name, NonNegativeMoney, Page, Pagination, PercentShape, Text, endpoint,
} from '../kernel/contract.ts';

export const SERVICE_TYPES = [
  'SUBSCRIPTION', 'RENTAL', 'SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'OTHER',
] as const;
export const WRITE_OFF_TIMINGS = ['ON_SALE', 'ON_USE'] as const;
/** How VAT applies to a service. STANDARD follows the law's rate by date; the others are fixed. */
export const VAT_KINDS = ['STANDARD', 'VAT_10', 'VAT_7', 'VAT_5', 'VAT_0', 'NONE'] as const;
export type VatKind = (typeof VAT_KINDS)[number];

const ServiceType = z.enum(SERVICE_TYPES);
const WriteOffTiming = z.enum(WRITE_OFF_TIMINGS);
const Vat = z.enum(VAT_KINDS);

/** Prices are today's; null when the service has no price yet. */
export const Service = z.object({
  id: IdOut, name: z.string(), description: z.string().nullable(), serviceType: ServiceType, vat: Vat,
  vatRate: PercentShape, basePrice: MoneyOut.nullable(), vatAmount: MoneyOut.nullable(), priceWithVat: MoneyOut.nullable(),
  writeOffTiming: WriteOffTiming, isActive: z.boolean(),
});
export type Service = z.output<typeof Service>;

/** A base price from a day on, with the VAT rate of that day. */
export const ServicePrice = z.object({
  validFrom: DayShape, basePrice: MoneyOut, vatRate: PercentShape, vatAmount: MoneyOut, priceWithVat: MoneyOut,
});
export type ServicePrice = z.output<typeof ServicePrice>;
const Prices = z.object({ prices: z.array(ServicePrice) });

export const serviceEndpoints = {
  list: endpoint({
    name: 'service.list', method: 'GET', path: '/api/services', permission: 'catalogue.read',
    summary: 'Services with today’s prices',
    input: z.object({
      q: z.string().max(200).optional(), active: z.stringbool().optional(), type: ServiceType.optional(), ...Page,
    }),
    result: z.object({ services: z.array(Service), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'service.create', method: 'POST', path: '/api/services', permission: 'catalogue.manage', status: 201,
    summary: 'Add a service with its first price',
    input: z.object({
      name: Name, description: Text.nullish(), serviceType: ServiceType, basePrice: NonNegativeMoney,
      vat: Vat.default('NONE'), writeOffTiming: WriteOffTiming, validFrom: DayShape.optional(),
    }),
    result: Service,
    refusals: ['NAME_REQUIRED'],
  }),
  get: endpoint({
    name: 'service.get', method: 'GET', path: '/api/services/{id}', permission: 'catalogue.read',
    summary: 'One service with today’s price',
    input: z.object({ id: Id }), result: Service, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'service.update', method: 'PATCH', path: '/api/services/{id}', permission: 'catalogue.manage',
    summary: 'Change a service; prices have their own list',
    input: z.object({
      id: Id, name: Name.optional(), description: Text.nullish(), vat: Vat.optional(),
      writeOffTiming: WriteOffTiming.optional(), isActive: z.boolean().optional(),
    }),
    result: Service,
    refusals: ['NOT_FOUND', 'NAME_REQUIRED'],
  }),
  prices: endpoint({
    name: 'service.prices', method: 'GET', path: '/api/services/{id}/prices', permission: 'catalogue.read',
    summary: 'Every price of a service, newest first',
    input: z.object({ id: Id }), result: Prices, refusals: ['NOT_FOUND'],
  }),
  setPrice: endpoint({
    name: 'service.price.set', method: 'POST', path: '/api/services/{id}/prices', permission: 'catalogue.manage',
    status: 201, summary: 'Set the price from a day on; the same day again replaces it',
    input: z.object({ id: Id, basePrice: NonNegativeMoney, validFrom: DayShape }),
    result: Prices,
    refusals: ['NOT_FOUND'],
  }),
  removePrice: endpoint({
    name: 'service.price.delete', method: 'DELETE', path: '/api/services/{id}/prices/{validFrom}',
    permission: 'catalogue.manage', summary: 'Remove a price; invoices already made keep theirs',
    input: z.object({ id: Id, validFrom: DayShape }), result: Prices, refusals: ['NOT_FOUND'],
  }),
};

/** A school period (C-10). */
export const Term = z.object({ id: IdOut, name: z.string(), startDate: DayShape, endDate: DayShape });

export const termEndpoints = {
  list: endpoint({
    name: 'term.list', method: 'GET', path: '/api/terms', permission: 'catalogue.read',
    summary: 'School periods, newest first',
    input: z.object({}), result: z.object({ terms: z.array(Term) }),
  }),
  create: endpoint({
    name: 'term.create', method: 'POST', path: '/api/terms', permission: 'catalogue.manage', status: 201,
    summary: 'Add a school period',
    input: z.object({ name: Name, startDate: DayShape, endDate: DayShape }), result: Term,
    refusals: ['NAME_REQUIRED', 'DATES_REVERSED'],
  }),
  update: endpoint({
    name: 'term.update', method: 'PATCH', path: '/api/terms/{id}', permission: 'catalogue.manage',
    summary: 'Change a school period',
    input: z.object({ id: Id, name: Name.optional(), startDate: DayShape.optional(), endDate: DayShape.optional() }),
    result: Term,
    refusals: ['NOT_FOUND', 'NAME_REQUIRED', 'DATES_REVERSED'],
  }),
  remove: endpoint({
    name: 'term.delete', method: 'DELETE', path: '/api/terms/{id}', permission: 'catalogue.manage',
    summary: 'Remove a school period',
    input: z.object({ id: Id }), result: z.object({ deleted: z.boolean() }), refusals: ['NOT_FOUND', 'TERM_IN_USE'],
  }),
};
