import { refuseUnless } from '../kernel/refusal.ts';

/**
 * RES-1. A reservation holds something, is changed and released while it is active, and expires when its term is over.
 * ru: Резерв держит хотя бы одну услугу, меняется и снимается, пока действует, и истекает с концом учебного периода.
 * Source: C-10.
 */
export const checkActive = ({ status }: { status: string }): void => refuseUnless(status === 'ACTIVE', 'RESERVATION_CLOSED');
export const checkHeld = (items: readonly unknown[]): void => refuseUnless(items.length > 0, 'ITEMS_EMPTY');
