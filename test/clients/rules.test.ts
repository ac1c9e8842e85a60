import { describe, expect, test } from 'vitest';
import {
  type ClientInput, NEW_CLIENT, benefitPercentOn, checkBenefit, checkPayerChange, checkStudent, clientAfter, phoneOf, tidyLine,
} from '../../src/clients/rules.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { percentHundredths } from '../../src/kernel/money.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const made = (input: ClientInput) => clientAfter(NEW_CLIENT, input);
const day = parseDay('2025-02-12');
const thirty = percentHundredths(3000);

describe('BEN-1, BEN-2: the percent of a day', () => {
  const always = { benefitValidFrom: null, benefitValidUntil: null };
  const february = { benefitValidFrom: parseDay('2025-02-01'), benefitValidUntil: parseDay('2025-02-28') };
  const active = { discountPercent: thirty, isActive: true };
  const inactive = { ...active, isActive: false };

  test('a category discounts, no category does not', () => {
    expect(benefitPercentOn(always, active, day, 'CLEAR')).toBe(3000);
    expect(benefitPercentOn(always, null, day, 'KEEP')).toBe(0);
  });

  test.each([['2025-01-31', 0], ['2025-02-01', 3000], ['2025-02-28', 3000], ['2025-03-01', 0]])(
    'validity includes both ends: %s gives %i', (on, percent) => {
      expect(benefitPercentOn(february, active, parseDay(on), 'KEEP')).toBe(percent);
    });

  test('a deactivated category still discounts its holders only under KEEP', () => {
    expect(benefitPercentOn(always, inactive, day, 'KEEP')).toBe(3000);
    expect(benefitPercentOn(always, inactive, day, 'CLEAR')).toBe(0);
  });
});

describe('BEN-3, BEN-4: giving a category', () => {
  const holder = { ...NEW_CLIENT, benefitCategoryId: 'a' };
  const proved = { ...holder, benefitDocumentNumber: '12-Б', benefitDocumentDate: day };
  const free = { requiresDocument: false, isActive: true };
  const documented = { requiresDocument: true, isActive: true };

  test('an inactive category is refused to a new holder and left with an old one', () => {
    expect(() => checkBenefit(NEW_CLIENT, holder, free)).not.toThrow();
    expect(() => checkBenefit(NEW_CLIENT, holder, { ...free, isActive: false })).toThrow(refusal('BENEFIT_INACTIVE'));
    expect(() => checkBenefit(holder, { ...holder, notes: 'x' } as never, { ...free, isActive: false })).not.toThrow();
  });

  test('a required document has a number and a date', () => {
    expect(() => checkBenefit(NEW_CLIENT, proved, documented)).not.toThrow();
    for (const lacking of [holder, { ...proved, benefitDocumentDate: null }, { ...proved, benefitDocumentNumber: null }]) {
      expect(() => checkBenefit(NEW_CLIENT, lacking, documented)).toThrow(refusal('BENEFIT_DOCUMENT_REQUIRED'));
    }
    expect(() => checkBenefit(proved, holder, documented)).toThrow(refusal('BENEFIT_DOCUMENT_REQUIRED'));
    expect(() => checkBenefit(holder, holder, documented)).not.toThrow();
  });

  test('validity does not run backwards', () => {
    const from = { ...NEW_CLIENT, benefitValidFrom: day };
    expect(() => checkBenefit(NEW_CLIENT, { ...from, benefitValidUntil: day }, null)).not.toThrow();
    expect(() => checkBenefit(NEW_CLIENT, { ...from, benefitValidUntil: day.subtract({ days: 1 }) }, null))
      .toThrow(refusal('DATES_REVERSED'));
  });
});

describe('CLI-1: the name', () => {
  test('a person is called by last, first and middle name', () => {
    expect(made({ lastName: ' Семёнова ', firstName: 'Алёна', middleName: 'Игоревна' }).name).toBe('Семёнова Алёна Игоревна');
    expect(made({ firstName: 'Алёна', lastName: '' }).name).toBe('Алёна');
  });

  test('a given name stays when the parts change, a composed one follows them', () => {
    const composed = made({ lastName: 'Семёнова', firstName: 'Алёна' });
    expect(clientAfter(composed, { lastName: 'Иванова' }).name).toBe('Иванова Алёна');
    const named = clientAfter(composed, { name: 'Мама Пети' });
    expect(clientAfter(named, { lastName: 'Иванова' }).name).toBe('Мама Пети');
    expect(clientAfter(named, { name: '' }).name).toBe('Семёнова Алёна');
  });

  test('nobody is nameless, and a legal entity needs its own name', () => {
    expect(() => made({})).toThrow(refusal('NAME_REQUIRED'));
    expect(() => made({ firstName: ' \u0000' })).toThrow(refusal('NAME_REQUIRED'));
    expect(() => made({ kind: 'LEGAL', firstName: 'Пётр' })).toThrow(refusal('NAME_REQUIRED'));
    expect(made({ kind: 'LEGAL', name: 'ООО «Ромашка»' }).name).toBe('ООО «Ромашка»');
  });

  test('lines are composed Unicode without control characters', () => {
    expect(tidyLine(' Е\u0308лка \n\u0000 2 ')).toBe('Ёлка 2');
    expect(tidyLine(' \t')).toBeNull();
  });
});

describe('CLI-2: the phone', () => {
  test('is kept as E.164 or refused', () => {
    expect(phoneOf('8 (978) 845-13-64')).toBe('+79788451364');
    expect(phoneOf('  ')).toBeNull();
    expect(() => phoneOf('12345')).toThrow(refusal('PHONE_INVALID'));
  });
});

describe('CLI-3: requisites', () => {
  const person = { firstName: 'Пётр' };
  const refused = (input: ClientInput, field: string) =>
    expect(() => made({ ...person, ...input })).toThrow(expect.objectContaining({ code: 'REQUISITE_INVALID', detail: { field } }));

  test('either kind may have them', () => {
    expect(made({ ...person, inn: '500100732259' }).inn).toBe('500100732259');
    const bank = { bik: '044525225', bankAccount: '4070 2810 0380 0000 0132' };
    expect(made({ kind: 'LEGAL', name: 'ПАО', inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' }))
      .toMatchObject({ inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' });
    expect(made({ ...person, correspondentAccount: '30101810400000000225', bik: bank.bik }).bik).toBe('044525225');
  });

  test('each is checked and named in the refusal', () => {
    refused({ inn: '500100732258' }, 'inn');
    refused({ inn: '7707083893' }, 'inn');
    refused({ kpp: '1' }, 'kpp');
    refused({ ogrn: '1027700132196' }, 'ogrn');
    refused({ bik: '04452522' }, 'bik');
    refused({ correspondentAccount: '30101810400000000225' }, 'bik');
    refused({ correspondentAccount: '30101810400000000226', bik: '044525225' }, 'correspondentAccount');
    refused({ bankAccount: '40702810038000000000', bik: '044525225' }, 'bankAccount');
  });

  test('what was imported wrong does not block another change, but a change of it is checked', () => {
    const imported = { ...NEW_CLIENT, name: 'Пётр', inn: '1' };
    expect(clientAfter(imported, { city: 'Москва' }).city).toBe('Москва');
    expect(() => clientAfter(imported, { kind: 'LEGAL' })).toThrow(refusal('REQUISITE_INVALID'));
    expect(clientAfter(imported, { inn: null }).inn).toBeNull();
  });
});

describe('STU-1, STU-2: students', () => {
  test('from the eighteenth birthday a student may pay for himself', () => {
    expect(() => checkStudent({ birthDate: parseDay('2007-02-12'), paysSelf: true }, day)).not.toThrow();
    expect(() => checkStudent({ birthDate: parseDay('2007-02-13'), paysSelf: true }, day)).toThrow(refusal('MINOR_NEEDS_PARENT'));
    expect(() => checkStudent({ birthDate: parseDay('2007-02-13'), paysSelf: false }, day)).not.toThrow();
    expect(() => checkStudent({ birthDate: null, paysSelf: true }, day)).not.toThrow();
  });

  test('nobody is born tomorrow', () => {
    expect(() => checkStudent({ birthDate: day, paysSelf: false }, day)).not.toThrow();
    expect(() => checkStudent({ birthDate: day.add({ days: 1 }), paysSelf: false }, day)).toThrow(refusal('DATE_IN_FUTURE'));
  });

  test('the payer changes only without invoices', () => {
    expect(() => checkPayerChange(false)).not.toThrow();
    expect(() => checkPayerChange(true)).toThrow(refusal('STUDENT_HAS_INVOICES'));
  });
});
