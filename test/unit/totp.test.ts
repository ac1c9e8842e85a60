import fc from 'fast-check';
import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { newTotpSecret, totpUri, verifyTotp } from '../../src/access/totp.ts';

/** The secret of the RFC 6238 test vectors, `12345678901234567890` in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('verifyTotp', () => {
  test.each([[59, '287082'], [1_111_111_109, '081804'], [1_234_567_890, '005924'], [20_000_000_000, '353130']])(
    'accepts the vector of RFC 6238 at %i s', (seconds, code) => {
      expect(verifyTotp(RFC_SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
    });

  test('returns the step of the code in a window of one step and nothing beyond', () => {
    const step = 1_234_567_890 / 30;
    const at = 1_234_567_890_000;
    expect(verifyTotp(RFC_SECRET, '005924', at - 30_000)).toBe(step);
    expect(verifyTotp(RFC_SECRET, '005924', at + 59_999)).toBe(step);
    expect(verifyTotp(RFC_SECRET, '005924', at - 30_001)).toBeUndefined();
    expect(verifyTotp(RFC_SECRET, '005924', at + 60_000)).toBeUndefined();
  });

  test('takes spaces in the code and refuses everything else', () => {
    expect(verifyTotp(RFC_SECRET, ' 287 082', 59_000)).toBe(1);
    for (const code of ['', '287083', '87082', '0287082', '2870829', '28708a', '٢٨٧٠٨٢']) {
      expect(verifyTotp(RFC_SECRET, code, 59_000), code).toBeUndefined();
    }
  });

  test('throws on a stored secret that is not base32', () => {
    expect(() => verifyTotp('not base32!', '287082', 59_000)).toThrow(TypeError);
    expect(() => verifyTotp('not base32!', 'x', 59_000)).toThrow(TypeError);
  });

  test('accepts the code of a new secret at any time of this century, and not with another secret', () => {
    fc.assert(fc.property(fc.integer({ min: 946_684_800, max: 4_102_444_800 }), (seconds) => {
      const secret = newTotpSecret();
      const code = new TOTP({ secret }).generate({ timestamp: seconds * 1000 });
      const step = verifyTotp(secret, code, seconds * 1000);
      // Neighbouring steps share a code about twice in a million, and then the earlier one is matched.
      expect(Math.abs((step ?? -9) - Math.floor(seconds / 30))).toBeLessThanOrEqual(1);
    }));
  });
});

describe('secret and address', () => {
  test('secrets are 160 bits of base32 and differ', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
  });

  test('the address carries the secret, the issuer and the e-mail', () => {
    const url = new URL(totpUri(RFC_SECRET, 'anna+1@example.ru'));
    expect(url.protocol + url.host).toBe('otpauth:totp');
    expect(decodeURIComponent(url.pathname)).toBe('/Saldo:anna+1@example.ru');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'Saldo', secret: RFC_SECRET, algorithm: 'SHA1', digits: '6', period: '30',
    });
    expect(new URL(totpUri(RFC_SECRET, 'a@b.ru', 'Студия')).searchParams.get('issuer')).toBe('Студия');
  });
});
