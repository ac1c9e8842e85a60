import { z } from 'zod';
import { Email, Nothing, Ok, Password, Role, Template } from './contract.ts';
import { Id, IdOut, InstantShape, endpoint } from '../kernel/contract.ts';

/** Signing in and out, and what a user does with his own access. */

const Code = z.string().max(20);

export const Me = z.object({
  user: z.object({
    id: IdOut, kind: z.enum(['LOGIN', 'KEY', 'SYSTEM', 'LINK']), email: z.string().nullable(), firstName: z.string(),
    lastName: z.string(), role: Role, clientId: IdOut.nullable(), studentId: IdOut.nullable(), totp: z.boolean(),
  }),
  organisation: z.object({
    id: IdOut, name: z.string(), template: Template, timeZone: z.string(), sandbox: z.boolean(), now: InstantShape,
  }),
  /** What the role may do here, and whether to everything or only to what is its own. */
  permissions: z.record(z.string(), z.enum(['all', 'own'])),
});

export const signInEndpoints = {
  signIn: endpoint({
    name: 'session.start', method: 'POST', path: '/api/sign-in', permission: 'public', limited: true,
    summary: 'Sign in; the answer sets the session cookie',
    input: z.strictObject({ email: Email, password: Password, totp: Code.optional(), organisationId: Id.optional() }),
    result: z.object({ userId: IdOut, organisationId: IdOut, role: Role, expiresAt: InstantShape }),
    refusals: [
      'WRONG_CREDENTIALS', 'TOTP_REQUIRED', 'TOTP_WRONG', 'LOGIN_LOCKED', 'CHOOSE_ORGANISATION', 'CROSS_SITE',
      'TOO_MANY_REQUESTS',
    ],
  }),
  signOut: endpoint({
    name: 'session.end', method: 'POST', path: '/api/sign-out', permission: 'public',
    summary: 'Sign out; without a session nothing happens', input: Nothing, result: Ok, refusals: ['CROSS_SITE'],
  }),
};

export const meEndpoints = {
  get: endpoint({
    name: 'me.get', method: 'GET', path: '/api/me', permission: 'signed-in',
    summary: 'Who I am, where, and what I may do', input: Nothing, result: Me,
  }),
  startTotp: endpoint({
    name: 'me.totp.start', method: 'POST', path: '/api/me/totp', permission: 'signed-in', status: 201,
    summary: 'Ask for a second-factor key; it counts once a code confirms it',
    input: Nothing, result: z.object({ secret: z.string().optional(), uri: z.string().optional() }),
    shownOnce: ['secret', 'uri'], refusals: ['FORBIDDEN', 'TOTP_ALREADY_ON'],
  }),
  confirmTotp: endpoint({
    name: 'me.totp.confirm', method: 'POST', path: '/api/me/totp/confirm', permission: 'signed-in', limited: true,
    summary: 'Switch the second factor on with its first code', input: z.strictObject({ code: Code }), result: Ok,
    refusals: ['FORBIDDEN', 'TOTP_NOT_STARTED', 'TOTP_WRONG', 'TOTP_ALREADY_ON', 'TOO_MANY_REQUESTS'],
  }),
  removeTotp: endpoint({
    name: 'me.totp.remove', method: 'DELETE', path: '/api/me/totp', permission: 'signed-in', limited: true,
    summary: 'Switch the second factor off', input: z.strictObject({ password: Password }), result: Ok,
    refusals: ['FORBIDDEN', 'WRONG_CREDENTIALS', 'TOO_MANY_REQUESTS'],
  }),
  changePassword: endpoint({
    name: 'me.password', method: 'POST', path: '/api/me/password', permission: 'signed-in', limited: true,
    summary: 'Change the password; every session of the user ends, this one too',
    input: z.strictObject({ password: Password, newPassword: Password }), result: Ok,
    refusals: ['FORBIDDEN', 'WRONG_CREDENTIALS', 'PASSWORD_WEAK', 'TOO_MANY_REQUESTS'],
  }),
};
