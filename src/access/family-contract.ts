import { z } from 'zod';
import { Email, Ok } from './contract.ts';
import { signInEndpoints } from './sign-in-contract.ts';
import { Id, IdOut, InstantShape, endpoint } from '../kernel/contract.ts';

/** How families come in without a password: by a link from the office, or by a code that arrives by mail. */

const SignedIn = signInEndpoints.signIn.result;
const byId = z.strictObject({ id: Id });

export const familyEndpoints = {
  get: endpoint({
    name: 'client-access.get', method: 'GET', path: '/api/clients/{id}/access', permission: 'client.manage',
    summary: 'Whether the client can enter: his user, the last link, his sessions', input: byId,
    result: z.object({
      /** `email`: where a code for signing in goes; without one only links lead in. */
      user: z.object({ id: IdOut, email: z.string().nullable(), isActive: z.boolean() }).nullable(),
      link: z.object({
        createdAt: InstantShape, expiresAt: InstantShape, usedAt: InstantShape.nullable(),
      }).nullable(),
      sessions: z.int(),
    }),
    refusals: ['NOT_FOUND'],
  }),
  giveLink: endpoint({
    name: 'client-access.link', method: 'POST', path: '/api/clients/{id}/access-link', permission: 'client.manage',
    status: 201,
    summary: 'Make a link by which the client enters once, within seven days; the token is shown once',
    input: byId,
    result: z.object({ token: z.string().optional(), expiresAt: InstantShape, email: z.string().nullable() }),
    shownOnce: ['token'], refusals: ['NOT_FOUND', 'CLIENT_INACTIVE'],
  }),
  revoke: endpoint({
    name: 'client-access.revoke', method: 'DELETE', path: '/api/clients/{id}/access', permission: 'client.manage',
    summary: 'Close the door: links no longer work, sessions end, the client cannot sign in until a new link',
    input: byId, result: z.object({ links: z.int(), sessions: z.int() }), refusals: ['NOT_FOUND'],
  }),
};

export const familySignInEndpoints = {
  byLink: endpoint({
    name: 'session.start-by-link', method: 'POST', path: '/api/sign-in/link', permission: 'public', limited: true,
    summary: 'Sign in by a link from the office; the answer sets the session cookie, and the link is used up',
    input: z.strictObject({ token: z.string().max(200) }), result: SignedIn,
    refusals: ['LINK_INVALID', 'CROSS_SITE', 'TOO_MANY_REQUESTS'],
  }),
  sendCode: endpoint({
    name: 'session.send-code', method: 'POST', path: '/api/sign-in/code', permission: 'public', limited: true,
    summary: 'Send a code to a family’s mailbox; the answer never tells whether the e-mail is known',
    input: z.strictObject({ email: Email }), result: Ok,
    refusals: ['MAIL_OFF', 'CROSS_SITE', 'TOO_MANY_REQUESTS'],
  }),
  byCode: endpoint({
    name: 'session.start-by-code', method: 'POST', path: '/api/sign-in/code/confirm', permission: 'public', limited: true,
    summary: 'Sign in with the code from the letter; the answer sets the session cookie',
    input: z.strictObject({ email: Email, code: z.string().trim().max(20), organisationId: Id.optional() }),
    result: SignedIn,
    refusals: ['CODE_WRONG', 'CHOOSE_ORGANISATION', 'CROSS_SITE', 'TOO_MANY_REQUESTS'],
  }),
};

