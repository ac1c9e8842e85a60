import { explainBalance, explainInvoice, explainPayment } from './explain.ts';
import { explainCharge, explainSubscription } from './explain-visits.ts';
import { getProof, listAudit } from './proof.ts';
import { clientStatement, clientTimeline } from './statement.ts';

export const auditRoutes = [
  getProof, listAudit, explainBalance, explainInvoice, explainPayment, explainSubscription, explainCharge, clientTimeline,
  clientStatement,
];
