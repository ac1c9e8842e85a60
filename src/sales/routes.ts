import { createInvoice } from './create-invoice.ts';

export const saleRoutes = [createInvoice];
