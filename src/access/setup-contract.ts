import { z } from 'zod';
import { Email, Nothing, Password, Template } from './contract.ts';
import { IdOut, InstantShape, Name, endpoint } from '../kernel/contract.ts';
import { ROLES } from '../kernel/permissions.ts';

/** The first visit: there is nobody yet who could sign in, so these doors are open until there is. */

/** What the server's greeting shows; a request from the same machine needs none. */
const Code = z.string().trim().max(40).optional();

export const setupEndpoints = {
  read: endpoint({
    name: 'setup.get', method: 'GET', path: '/api/setup', permission: 'public', limited: 240,
    summary: 'Whether anybody can sign in yet, and how far the demonstration is told',
    input: Nothing,
    result: z.object({
      /** Nobody can sign in yet and nothing is being prepared: the two doors below are open. */
      empty: z.boolean(),
      loginsExist: z.boolean(),
      /** The day of the year of life that is being told in this server, and of how many. */
      loading: z.object({ day: z.int(), days: z.int() }).nullable(),
      /** Why the last year of life was not told to its end; it may be asked for again. */
      failure: z.string().nullable(),
      /** Setting up from here needs the code that the server printed when it started. */
      codeNeeded: z.boolean(),
      /** The server can send letters, so that a code for signing in arrives. */
      mail: z.boolean(),
    }),
  }),
  create: endpoint({
    name: 'setup.create', method: 'POST', path: '/api/setup', permission: 'public', status: 201, limited: true,
    summary: 'Make the first organisation and its administrator, who is signed in at once',
    input: z.strictObject({
      name: Name, template: Template, timeZone: z.string().max(100).default('Europe/Moscow'), email: Email,
      password: Password, firstName: Name, lastName: z.string().trim().max(200).default(''), code: Code,
    }),
    result: z.object({ userId: IdOut, organisationId: IdOut, role: z.enum(ROLES), expiresAt: InstantShape }),
    refusals: [
      'SETUP_DONE', 'SETUP_RUNNING', 'SETUP_CODE', 'PASSWORD_WEAK', 'TIME_ZONE_UNKNOWN', 'NAME_REQUIRED', 'CROSS_SITE',
      'TOO_MANY_REQUESTS',
    ],
  }),
  demo: endpoint({
    name: 'setup.demo', method: 'POST', path: '/api/setup/demo', permission: 'public', status: 201, limited: true,
    summary: 'Begin to tell the year of life; GET /api/setup says how far it is, and then one signs in',
    input: z.strictObject({
      email: Email, password: Password, clients: z.int().min(8).max(2000).default(300),
      months: z.int().min(1).max(12).default(12), template: Template.default('SPORT'), code: Code,
    }),
    /** Who may be looked at afterwards, all with the same password; the first is the one of the request. */
    result: z.object({ people: z.array(z.object({ email: z.string(), role: z.enum(ROLES) })) }),
    refusals: ['SETUP_DONE', 'SETUP_RUNNING', 'SETUP_CODE', 'PASSWORD_WEAK', 'CROSS_SITE', 'TOO_MANY_REQUESTS'],
  }),
};
