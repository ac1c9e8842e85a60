import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { NewNotice } from '../notices/contract.ts';

/**
 * INV-9. The client is told of every invoice that is issued to him: its number, sum and due date.
 * ru: О каждом выставленном счёте клиенту сообщают номер, сумму и срок оплаты.
 * Source: S2-105.
 */
export const issuedNotice = (
  { id, clientId, invoiceNumber, totalAmount, dueDate }:
  { id: string; clientId: string; invoiceNumber: string; totalAmount: Money; dueDate: Day | null },
): NewNotice => ({
  kind: 'invoice-issued', clientId, entityType: 'invoice', entityId: id,
  params: { invoiceNumber, totalAmount, dueDate: dueDate?.toString() ?? null },
});
