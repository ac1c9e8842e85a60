import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

/** Reads the whole text as one number of the country; text beside the number makes the answer `undefined`. */
function parseValid(text: string, country: CountryCode): string | undefined {
  const phone = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  return phone?.isValid() ? phone.number : undefined;
}

/**
 * Turns a phone as people type it into E.164 (`8 (978) 845-13-64` → `+79788451364`), or `undefined` when it is
 * not one valid number. Eleven digits that begin with 7 or 8 are read as Russian before `defaultCountry` is
 * tried; a number with a plus keeps its own country. Numbering plans are checked in full, because the short
 * rules take `8` and a mobile number that lacks its last digit for a whole number. An extension (`доб. 12`) is
 * dropped, since E.164 has none.
 */
export function normalisePhone(text: string, defaultCountry: CountryCode = 'RU'): string | undefined {
  const trimmed = text.trim();
  const looksRussian = !/[+＋]/.test(trimmed) && /^[78]\d{10}$/.test(trimmed.replace(/\D/g, ''));
  return (looksRussian ? parseValid(trimmed, 'RU') : undefined) ?? parseValid(trimmed, defaultCountry);
}
