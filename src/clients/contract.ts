import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, Page, Pagination, PercentShape, Text, endpoint,
} from '../kernel/contract.ts';

/** A short field that may be left empty: a blank text and null both mean "not known". */
const Blank = z.string().trim().max(200).nullish();
const Email = z.string().trim().max(254).regex(/^$|^[^\s@]+@[^\s@]+$/).nullish();
const Query = z.string().max(200).optional();
/** A yes or no in the query string. */
const Flag = z.stringbool().optional();

export const ClientKind = z.enum(['PERSON', 'LEGAL']);

/** What can be written about a client; requisites belong to either kind (C-04). */
const ClientFields = {
  firstName: Blank, lastName: Blank, middleName: Blank, name: Blank, phone: Blank, email: Email, city: Blank,
  address: Blank, cardNumber: Blank,
  inn: Blank, kpp: Blank, ogrn: Blank, bankName: Blank, bik: Blank, bankAccount: Blank, correspondentAccount: Blank,
  benefitCategoryId: Id.nullish(), benefitDocumentNumber: Blank, benefitDocumentDate: DayShape.nullish(),
  benefitValidFrom: DayShape.nullish(), benefitValidUntil: DayShape.nullish(),
  notes: Text.nullish(),
};

const text = z.string().nullable();
export const Client = z.object({
  id: IdOut, kind: ClientKind, firstName: text, lastName: text, middleName: text, name: z.string(), phone: text,
  email: text, city: text, address: text, cardNumber: text,
  requisites: z.object({
    inn: text, kpp: text, ogrn: text, bankName: text, bik: text, bankAccount: text, correspondentAccount: text,
  }),
  benefitCategory: z.object({ id: IdOut, name: z.string(), discountPercent: PercentShape }).nullable(),
  benefitDocumentNumber: text, benefitDocumentDate: DayShape.nullable(),
  benefitValidFrom: DayShape.nullable(), benefitValidUntil: DayShape.nullable(),
  notes: text, balance: MoneyOut, due: MoneyOut, overdue: MoneyOut, isActive: z.boolean(), createdAt: InstantShape,
});
export type Client = z.output<typeof Client>;

export const CLIENT_SORTS = [
  'name', '-name', 'toPay', '-toPay', 'overdue', '-overdue', 'lastVisit', '-lastVisit',
] as const;
/** A row of the list: the client with his students and what the desk asks about first. */
export const ClientRow = Client.extend({
  credit: MoneyOut, toPay: MoneyOut, students: z.array(z.object({ id: IdOut, name: z.string() })), activePasses: z.int(),
  lastVisit: DayShape.nullable(),
});

const clientRefusals = [
  'NOT_FOUND', 'NAME_REQUIRED', 'PHONE_INVALID', 'REQUISITE_INVALID', 'DATES_REVERSED', 'BENEFIT_INACTIVE',
  'BENEFIT_DOCUMENT_REQUIRED', 'PERSON_ERASED',
] as const;

export const clientEndpoints = {
  list: endpoint({
    name: 'client.list', method: 'GET', path: '/api/clients', permission: 'client.read',
    summary: 'Find clients by any part of a name, phone, e-mail, city, card, INN or of a student’s name',
    input: z.object({
      q: Query, active: Flag, benefitCategoryId: Id.optional(),
      /** Overdue debt, free credit, any benefit category: yes or no. */
      debt: Flag, credit: Flag, benefit: Flag,
      city: Query, withoutVisitDays: z.coerce.number().int().min(1).max(3650).optional(),
      sort: z.enum(CLIENT_SORTS).default('name'), ...Page,
    }),
    result: z.object({ clients: z.array(ClientRow), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'client.create', method: 'POST', path: '/api/clients', permission: 'client.manage', status: 201,
    summary: 'Add a client: a person or a legal entity that pays',
    input: z.object({ kind: ClientKind.default('PERSON'), ...ClientFields }),
    result: Client,
    refusals: clientRefusals,
  }),
  get: endpoint({
    name: 'client.get', method: 'GET', path: '/api/clients/{id}', permission: 'client.read',
    summary: 'One client with balance, due and overdue',
    input: z.object({ id: Id }), result: Client, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'client.update', method: 'PATCH', path: '/api/clients/{id}', permission: 'client.manage',
    summary: 'Change a client; only the given fields change',
    input: z.object({ id: Id, kind: ClientKind.optional(), ...ClientFields, isActive: z.boolean().optional() }),
    result: Client,
    refusals: clientRefusals,
  }),
  remove: endpoint({
    name: 'client.delete', method: 'DELETE', path: '/api/clients/{id}', permission: 'client.delete',
    summary: 'Delete an empty client; a client with history is deactivated instead',
    input: z.object({ id: Id }),
    result: z.object({ deleted: z.boolean(), client: Client.nullable() }),
    refusals: ['NOT_FOUND'],
  }),
};

export const Contact = z.object({
  id: IdOut, clientId: IdOut, name: z.string(), relation: text, phone: text, email: text, createdAt: InstantShape,
});

export const contactEndpoints = {
  list: endpoint({
    name: 'contact.list', method: 'GET', path: '/api/clients/{id}/contacts', permission: 'client.read',
    summary: 'People to reach about a client',
    input: z.object({ id: Id }), result: z.object({ contacts: z.array(Contact) }), refusals: ['NOT_FOUND'],
  }),
  create: endpoint({
    name: 'contact.create', method: 'POST', path: '/api/clients/{id}/contacts', permission: 'client.manage', status: 201,
    summary: 'Add a contact of a client',
    input: z.object({ id: Id, name: Name, relation: Blank, phone: Blank, email: Email }),
    result: Contact,
    refusals: ['NOT_FOUND', 'PHONE_INVALID', 'PERSON_ERASED'],
  }),
  remove: endpoint({
    name: 'contact.delete', method: 'DELETE', path: '/api/clients/{id}/contacts/{contactId}',
    permission: 'client.manage', summary: 'Remove a contact of a client',
    input: z.object({ id: Id, contactId: Id }), result: z.object({ deleted: z.boolean() }), refusals: ['NOT_FOUND'],
  }),
};

export const Student = z.object({
  id: IdOut, clientId: IdOut, clientName: z.string(), firstName: z.string(), lastName: z.string(),
  birthDate: DayShape.nullable(), paysSelf: z.boolean(), trainerIds: z.array(IdOut), isActive: z.boolean(),
  createdAt: InstantShape,
});

const StudentFields = {
  birthDate: DayShape.nullish(), paysSelf: z.boolean().optional(), trainerIds: z.array(Id).max(50).optional(),
};

export const studentEndpoints = {
  list: endpoint({
    name: 'student.list', method: 'GET', path: '/api/students', permission: 'student.read',
    summary: 'Find students by name; a trainer sees own students, a parent own children',
    input: z.object({ clientId: Id.optional(), q: Query, active: Flag, ...Page }),
    result: z.object({ students: z.array(Student), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'student.create', method: 'POST', path: '/api/students', permission: 'student.manage', status: 201,
    summary: 'Add a student, whose payer is the client',
    input: z.object({ clientId: Id, firstName: Name, lastName: Blank, ...StudentFields }),
    result: Student,
    refusals: ['NOT_FOUND', 'CLIENT_INACTIVE', 'MINOR_NEEDS_PARENT', 'DATE_IN_FUTURE'],
  }),
  get: endpoint({
    name: 'student.get', method: 'GET', path: '/api/students/{id}', permission: 'student.read', summary: 'One student',
    input: z.object({ id: Id }), result: Student, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'student.update', method: 'PATCH', path: '/api/students/{id}', permission: 'student.manage',
    summary: 'Change a student; the payer can change only while the student has no invoices',
    input: z.object({
      id: Id, clientId: Id.optional(), firstName: Name.optional(), lastName: Blank, ...StudentFields,
      isActive: z.boolean().optional(),
    }),
    result: Student,
    refusals: ['NOT_FOUND', 'CLIENT_INACTIVE', 'MINOR_NEEDS_PARENT', 'DATE_IN_FUTURE', 'STUDENT_HAS_INVOICES'],
  }),
};

/** S2-176. */
export const BenefitCategory = z.object({
  id: IdOut, name: z.string(), discountPercent: PercentShape, description: text, requiresDocument: z.boolean(),
  isActive: z.boolean(),
});

export const benefitEndpoints = {
  list: endpoint({
    name: 'benefit.list', method: 'GET', path: '/api/benefit-categories', permission: 'benefit.read',
    summary: 'All benefit categories',
    input: z.object({ active: Flag }), result: z.object({ categories: z.array(BenefitCategory) }),
  }),
  create: endpoint({
    name: 'benefit.create', method: 'POST', path: '/api/benefit-categories', permission: 'benefit.manage', status: 201,
    summary: 'Add a benefit category',
    input: z.object({
      name: Name, discountPercent: PercentShape, description: Text.nullish(), requiresDocument: z.boolean().default(false),
    }),
    result: BenefitCategory,
    refusals: ['NAME_TAKEN'],
  }),
  update: endpoint({
    name: 'benefit.update', method: 'PATCH', path: '/api/benefit-categories/{id}', permission: 'benefit.manage',
    summary: 'Change a benefit category; issued invoices keep their discount',
    input: z.object({
      id: Id, name: Name.optional(), discountPercent: PercentShape.optional(), description: Text.nullish(),
      requiresDocument: z.boolean().optional(), isActive: z.boolean().optional(),
    }),
    result: BenefitCategory,
    refusals: ['NOT_FOUND', 'NAME_TAKEN'],
  }),
  remove: endpoint({
    name: 'benefit.deactivate', method: 'DELETE', path: '/api/benefit-categories/{id}', permission: 'benefit.manage',
    summary: 'Deactivate a benefit category; its holders keep it or lose it by the organisation’s setting',
    input: z.object({ id: Id }), result: BenefitCategory, refusals: ['NOT_FOUND'],
  }),
};
