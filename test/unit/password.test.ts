import { describe, expect, test } from 'vitest';
import { hashPassword, isPasswordAcceptable, verifyPassword } from '../../src/access/password.ts';

describe('password hash', () => {
  test('is a PHC string that only its password verifies', async () => {
    const phc = await hashPassword('верный конь 42');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPassword('верный конь 42', phc)).toBe(true);
    expect(await verifyPassword('верный конь 43', phc)).toBe(false);
    expect(await verifyPassword('', phc)).toBe(false);
  });

  test('differs for the same password', async () => {
    expect(await hashPassword('one password')).not.toBe(await hashPassword('one password'));
  });

  test('does not depend on how the letters are composed', async () => {
    const phc = await hashPassword('мой ёжик 2026');
    expect(await verifyPassword('мой ёжик 2026'.normalize('NFD'), phc)).toBe(true);
  });

  test('takes its cost from the string, within bounds', async () => {
    // Made by another implementation of argon2id with m=256, t=2, p=1 (test of the reference library).
    const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await verifyPassword('password', phc)).toBe(true);
    expect(await verifyPassword('Password', phc)).toBe(false);
    const bad = [
      'm=7,t=2,p=1', 'm=999999,t=2,p=1', 'm=256,t=0,p=1', 'm=256,t=99,p=1', 'm=256,t=2,p=0', 'm=256,t=2,p=99',
    ];
    for (const cost of bad) {
      expect(await verifyPassword('password', phc.replace('m=256,t=2,p=1', cost)), cost).toBe(false);
    }
  });

  test('a malformed hash is refused without an error', async () => {
    const phc = await hashPassword('верный конь 42');
    const broken = [
      '', 'верный конь 42', phc.slice(1), `${phc}=`, `${phc}\n`, phc.slice(0, -30),
      phc.replace('argon2id', 'argon2i'), phc.replace('v=19', 'v=16'), `${phc.split('$').slice(0, 5).join('$')}$`, phc.replace('m=19456', 'm=-1'),
    ];
    for (const text of broken) expect(await verifyPassword('верный конь 42', text), text).toBe(false);
  });
});

describe('isPasswordAcceptable', () => {
  test('takes 10 to 200 characters', () => {
    expect(isPasswordAcceptable('лошадь-ска')).toBe(true);
    expect(isPasswordAcceptable('лошадь-ск')).toBe(false);
    expect(isPasswordAcceptable('ab'.repeat(100))).toBe(true);
    expect(isPasswordAcceptable(`${'ab'.repeat(100)}a`)).toBe(false);
  });

  test('counts characters, not code units', () => {
    expect(isPasswordAcceptable('🐎🐈🐕🐁🐄')).toBe(false);
    expect(isPasswordAcceptable('🐎🐈🐕🐁🐄🐎🐈🐕🐁🐄')).toBe(true);
  });

  test('refuses one repeated character and the commonest', () => {
    expect(isPasswordAcceptable('aaaaaaaaaaab')).toBe(true);
    expect(isPasswordAcceptable('aaaaaaaaaaaa')).toBe(false);
    for (const common of ['1234567890', 'Qwertyuiop', 'ЙЦУКЕНГШЩЗ', 'password123']) {
      expect(isPasswordAcceptable(common), common).toBe(false);
    }
    expect(isPasswordAcceptable('1234567890-ритм')).toBe(true);
  });
});
