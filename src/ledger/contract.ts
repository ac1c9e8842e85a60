/** The purposes whose invoices set something in motion when paid: a pass begins or goes on, a rental is sure (C-30). */
export const EFFECTFUL: readonly string[] = ['INITIAL', 'RENEWAL', 'RENTAL'];
