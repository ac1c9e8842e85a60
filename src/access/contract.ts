import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, Name, Page, Pagination, Text, endpoint,
} from '../kernel/contract.ts';
import { ROLES } from '../kernel/permissions.ts';
import { Policy, TEMPLATES } from '../kernel/policy.ts';

/** The house: the organisation and its settings, branches, users and API keys. Signing in is in its own contract. */

export const Role = z.enum(ROLES);
export const Template = z.enum(TEMPLATES);
export const Email = z
  .string().trim().toLowerCase().max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Неверный адрес почты / not an e-mail address');
/** A password is taken as it is typed: blanks at its ends belong to it. */
export const Password = z.string().min(1).max(1000);
export const Nothing = z.strictObject({});
export const Ok = z.object({ ok: z.literal(true) });
const LastName = z.string().trim().max(200);
const requisite = z.string().nullable();

/** What an organisation prints on its papers: the seller and where the money goes. */
export const Requisites = z.object({
  legalName: requisite, inn: requisite, kpp: requisite, ogrn: requisite, bankName: requisite, bik: requisite,
  bankAccount: requisite, correspondentAccount: requisite, address: requisite, phone: requisite,
});
/** A blank text and null both empty the field. */
const Blank = z.string().trim().max(500).nullish();

export const Organisation = z.object({
  id: IdOut, name: z.string(), template: Template, timeZone: z.string(), currency: z.string(), sandbox: z.boolean(),
  now: InstantShape, closedThrough: DayShape.nullable(), createdAt: InstantShape, requisites: Requisites,
});
export const Branch = z.object({
  id: IdOut, name: z.string(), address: z.string().nullable(), isMain: z.boolean(), isActive: z.boolean(),
  createdAt: InstantShape,
});
export const User = z.object({
  id: IdOut, email: z.string(), firstName: z.string(), lastName: z.string(), role: Role,
  clientId: IdOut.nullable(), studentId: IdOut.nullable(), isActive: z.boolean(), createdAt: InstantShape,
});
export const ApiKey = z.object({
  id: IdOut, name: z.string(), role: Role, clientId: IdOut.nullable(), studentId: IdOut.nullable(),
  createdAt: InstantShape, revokedAt: InstantShape.nullable(),
});

export const organisationEndpoints = {
  get: endpoint({
    name: 'organisation.get', method: 'GET', path: '/api/organisation', permission: 'settings.read',
    summary: 'The organisation: name, time zone, its clock and the closed period',
    input: Nothing, result: Organisation,
  }),
  update: endpoint({
    name: 'organisation.update', method: 'PATCH', path: '/api/organisation', permission: 'settings.manage',
    summary: 'Change the name, the time zone or the requisites; only the given fields change',
    input: z.strictObject({
      name: Name.optional(), timeZone: z.string().max(100).optional(),
      legalName: Blank, inn: Blank, kpp: Blank, ogrn: Blank, bankName: Blank, bik: Blank, bankAccount: Blank,
      correspondentAccount: Blank, address: Blank, phone: Blank,
    }),
    result: Organisation, refusals: ['TIME_ZONE_UNKNOWN', 'REQUISITE_INVALID'],
  }),
};

/** «Отменить платёж может бухгалтер. Попросить Ирину». */
export const whoCan = endpoint({
  name: 'access.who-can', method: 'GET', path: '/api/people-who-can', permission: 'signed-in',
  summary: 'Кто может: имена тех, у кого есть право / First names of those who may',
  input: z.strictObject({ permission: z.string().max(100) }),
  result: z.object({ people: z.array(z.object({ firstName: z.string(), role: Role })) }),
  refusals: ['NOT_FOUND'],
});

/** What a changed setting does to what is there, in words: a dry run shows it before. */
export const Consequence = z.object({ setting: z.string(), sentence: z.string() });
export const settingsEndpoints = {
  get: endpoint({
    name: 'settings.get', method: 'GET', path: '/api/settings', permission: 'settings.read',
    summary: 'What the organisation has decided for itself', input: Nothing, result: Policy,
  }),
  update: endpoint({
    name: 'settings.update', method: 'PATCH', path: '/api/settings', permission: 'settings.manage',
    summary: 'Change some of the settings; waits for every operation under way and changes none of the past',
    input: Policy.partial(), result: z.object({ ...Policy.shape, consequences: z.array(Consequence) }),
    refusals: ['SETTINGS_INVALID', 'PARTIALLY_PAID_OPEN'],
  }),
};

export const branchEndpoints = {
  list: endpoint({
    name: 'branch.list', method: 'GET', path: '/api/branches', permission: 'settings.read',
    summary: 'Branches, the main one first', input: z.strictObject(Page),
    result: z.object({ branches: z.array(Branch), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'branch.create', method: 'POST', path: '/api/branches', permission: 'settings.manage', status: 201,
    summary: 'Add a branch', input: z.strictObject({ name: Name, address: Text.nullish() }), result: Branch,
  }),
  update: endpoint({
    name: 'branch.update', method: 'PATCH', path: '/api/branches/{id}', permission: 'settings.manage',
    summary: 'Change a branch; isMain moves the main branch here, and the main branch cannot be switched off',
    input: z.strictObject({
      id: Id, name: Name.optional(), address: Text.nullish(), isMain: z.literal(true).optional(),
      isActive: z.boolean().optional(),
    }),
    result: Branch, refusals: ['NOT_FOUND', 'MAIN_BRANCH'],
  }),
};

const personFields = { clientId: Id.optional(), studentId: Id.optional() };
export const userEndpoints = {
  list: endpoint({
    name: 'user.list', method: 'GET', path: '/api/users', permission: 'user.manage',
    summary: 'People who may sign in: staff, or clients and students',
    input: z.strictObject({ ...Page, kind: z.enum(['STAFF', 'FAMILY']).optional() }),
    result: z.object({ users: z.array(User.extend({ city: z.string().nullable() })), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'user.create', method: 'POST', path: '/api/users', permission: 'user.manage', status: 201,
    summary: 'Add a user; somebody known in another organisation keeps the password he has',
    input: z.strictObject({
      email: Email, password: Password, firstName: Name, lastName: LastName.default(''), role: Role, ...personFields,
    }),
    result: User, refusals: ['EMAIL_TAKEN', 'PASSWORD_WEAK', 'PERSON_REQUIRED', 'NOT_FOUND'],
  }),
  update: endpoint({
    name: 'user.update', method: 'PATCH', path: '/api/users/{id}', permission: 'user.manage',
    summary: 'Change names or the role, switch a user off or on',
    input: z.strictObject({
      id: Id, firstName: Name.optional(), lastName: LastName.optional(), role: Role.optional(),
      isActive: z.boolean().optional(), ...personFields,
    }),
    result: User, refusals: ['NOT_FOUND', 'LAST_ADMIN', 'PERSON_REQUIRED'],
  }),
};

export const apiKeyEndpoints = {
  list: endpoint({
    name: 'api-key.list', method: 'GET', path: '/api/api-keys', permission: 'user.manage',
    summary: 'API keys, the newest first, without the keys themselves', input: z.strictObject(Page),
    result: z.object({ apiKeys: z.array(ApiKey), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'api-key.create', method: 'POST', path: '/api/api-keys', permission: 'user.manage', status: 201,
    summary: 'Make an API key with a role; the key is shown once',
    input: z.strictObject({ name: Name, role: Role, ...personFields }),
    result: z.object({ apiKey: ApiKey, key: z.string().optional() }),
    shownOnce: ['key'], refusals: ['PERSON_REQUIRED', 'NOT_FOUND'],
  }),
  revoke: endpoint({
    name: 'api-key.revoke', method: 'DELETE', path: '/api/api-keys/{id}', permission: 'user.manage',
    summary: 'Revoke an API key for good', input: z.strictObject({ id: Id }), result: ApiKey,
    refusals: ['NOT_FOUND'],
  }),
};
