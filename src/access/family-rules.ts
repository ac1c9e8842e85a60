import type { Role } from '../kernel/permissions.ts';

/** How long a link waits to be used, and how long whoever came by a link or a code stays signed in. */
export const LINK_DAYS = 7;
export const FAMILY_SESSION_HOURS = 90 * 24;

/** A code lives ten minutes and allows five attempts; a new one is made once a minute, five times an hour at most. */
export const CODE_LIMITS = { minutes: 10, pauseSeconds: 60, perHour: 5 } as const;
export const CODE_ATTEMPTS = 5;

/**
 * ACC-1. Without a password come families only: clients and students who are not switched off. Staff keep the password
 * and the second factor.
 * ru: Без пароля входят только семьи: клиенты и ученики, чей доступ открыт. Сотрудники входят по паролю и второму фактору.
 * Source: ux B2.10, 3.3.8, issue 4.
 */
export const familiesOf = <M extends { role: Role; isActive: boolean }>(memberships: readonly M[]): M[] =>
  memberships.filter(({ role, isActive }) => isActive && (role === 'CLIENT' || role === 'STUDENT'));

const WAITS_IN_SECONDS = [5, 15, 60, 180];

/**
 * ACC-2. A letter with a code is tried again after 5 and 15 seconds, 1 and 3 minutes; later nobody would wait for it.
 * ru: Письмо с кодом отправляют снова через 5 и 15 секунд, 1 и 3 минуты; позже его уже никто не ждёт.
 * Source: issue 4.
 * Examples: after the first failure 5 seconds; after the fifth, or for an address that is refused for good, never.
 */
export function nextLetter(attempts: number, permanent: boolean): number | null {
  return permanent ? null : WAITS_IN_SECONDS[attempts - 1] ?? null;
}

/** The letter with a code, in the language of the page that asked for it. */
export function codeLetter(code: string, language: 'ru' | 'en'): { subject: string; text: string } {
  const { minutes } = CODE_LIMITS;
  return language === 'ru'
    ? {
      subject: `Код для входа: ${code}`,
      text: `Код для входа: ${code}\n\nОн действует ${minutes} минут. Никому его не сообщайте.\n`
        + 'Если вы не входили, ничего делать не нужно.\n',
    }
    : {
      subject: `Your sign-in code: ${code}`,
      text: `Your sign-in code: ${code}\n\nIt works for ${minutes} minutes. Tell it to nobody.\n`
        + 'If it was not you who asked, there is nothing to do.\n',
    };
}
