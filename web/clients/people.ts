/** How people are written in a narrow place. */

/** `+7 900 300-05-69`; a number of another country stays as it is. */
export const phoneText = (phone: string): string =>
  phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7\u00a0$1\u00a0$2-$3-$4');

/** Of «Пётр Иванов» the first word: beside the payer the family's name says nothing new. */
export const firstNameOf = (name: string): string => name.split(' ')[0] ?? name;
