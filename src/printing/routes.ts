import { printInvoice, printReceipt } from './print.ts';

export const printingRoutes = [printReceipt, printInvoice];
