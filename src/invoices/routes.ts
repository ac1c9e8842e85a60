import { adjustPrice } from './adjust-price.ts';
import { cancelInvoice } from './cancel-invoice.ts';
import { addItem, deleteInvoice, removeItem, updateInvoice } from './edit-invoice.ts';
import { getPayLink, showBill } from './pay-link.ts';
import { markViewed } from './mark-viewed.ts';
import {
  clientInvoices, clientUnpaidInvoices, getInvoice, invoiceAuditLog, invoiceHistory, listInvoices,
} from './read-invoices.ts';
import { remindByHand } from './remind-by-hand.ts';
import { sendInvoice } from './send-invoice.ts';
import { clientTransfer } from './transfer.ts';
import { settleFromBalance } from './settle-from-balance.ts';

export const invoiceRoutes = [
  listInvoices, getInvoice, updateInvoice, deleteInvoice, sendInvoice, cancelInvoice, markViewed,
  adjustPrice, addItem, removeItem, settleFromBalance, invoiceAuditLog, invoiceHistory, clientInvoices,
  clientUnpaidInvoices, remindByHand, getPayLink, showBill, clientTransfer,
];
