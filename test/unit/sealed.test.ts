import { expect, test } from 'vitest';
import { openText, sealText } from '../../src/kernel/sealed.ts';

const secret = 'a secret of thirty-two characters';

test('a sealed text is read back, differs each time and does not show the text', () => {
  const sealed = sealText(secret, 'JBSWY3DPEHPK3PXP');
  expect(openText(secret, sealed)).toBe('JBSWY3DPEHPK3PXP');
  expect(sealText(secret, 'JBSWY3DPEHPK3PXP')).not.toBe(sealed);
  expect(sealed).not.toContain('JBSWY');
});

test('another secret, a changed or a foreign text is refused', () => {
  const sealed = sealText(secret, 'JBSWY3DPEHPK3PXP');
  expect(() => openText(`${secret}!`, sealed)).toThrow();
  const parts = sealed.split('.');
  const changed = [...parts.slice(0, 3), `${parts[3]!.slice(0, -2)}AA`].join('.');
  expect(() => openText(secret, changed)).toThrow();
  expect(() => openText(secret, 'JBSWY3DPEHPK3PXP')).toThrow(TypeError);
});
