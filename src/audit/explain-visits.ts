import { type Money, hundredths, negate, sum } from '../kernel/money.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { explainCharge as chargeEndpoint, explainSubscription as passEndpoint } from './contract.ts';
import { loadCharge, loadChargedItems, loadMovements, loadPass } from './explain-visits-store.ts';
import { type SentenceKey, sentence } from './sentences.ts';

/** Whether the actor may know about this client. */
const refuseForeign = ({ scope, actor }: Context, clientId: string | undefined): void =>
  refuseUnless(clientId !== undefined && (scope === 'all' || actor.clientId === clientId), 'NOT_FOUND');

/** Why a pass has so many sessions left: every movement, which sum to it (I-09, C-34). */
export const explainSubscription = reading(passEndpoint, async (context, { id }) => {
  const pass = await loadPass(context, id);
  refuseForeign(context, pass?.clientId);
  const { name, sessionsLeft } = pass!;
  const lines = (await loadMovements(context, id)).map((move) => ({
    amount: move.delta, rule: move.kind === 'GRANT' ? 'EFF-1' : 'CHG-1', at: move.at,
    sentence: sentence(`session.${move.kind}`, context.language, { name: move.title ?? move.reason, reason: move.reason }),
    source: { type: move.trainingId === null ? 'movement' as const : 'training' as const,
      id: move.trainingId ?? id, number: move.invoiceNumber },
  }));
  const key = sessionsLeft === null ? 'subscription.unlimited' : 'subscription';
  return {
    total: sessionsLeft, lines,
    sentence: sentence(key, context.language, { name, count: sessionsLeft ?? 0 }),
  };
});

/** Why a visit cost this: the session of a pass, or the lines of its invoice; a reversed charge comes to nothing. */
export const explainCharge = reading(chargeEndpoint, async (context, { id }) => {
  const charge = await loadCharge(context, id);
  refuseForeign(context, charge?.clientId);
  const { kind, label, title, passName, invoiceId, invoiceNumber, chargedAt, reversedAt, reversalReason } = charge!;
  const { language } = context;
  const source = { type: 'charge' as const, id, number: invoiceNumber };
  const line = (key: SentenceKey, rule: string, amount: Money, at = chargedAt) =>
    ({ amount, rule, at, source, sentence: sentence(key, language, { name: title, reason: reversalReason }) });
  const made = kind === 'SESSION' || invoiceId === null
    ? [line('charge.session', 'CHG-1', hundredths(100) as number as Money)]
    : (await loadChargedItems(context, invoiceId)).flatMap((item) => [
        line('charge.price', 'CHG-2', item.lineGross),
        line('charge.discount', 'INV-1', negate(item.discountAmount)),
        line('charge.adjustment', 'INV-3', item.adjustmentAmount),
      ].filter((part) => part.amount !== 0));
  const total = sum(made.map((part) => part.amount));
  const lines = reversedAt === null ? made : [...made, line('charge.reversed', 'CHG-1', negate(total), reversedAt)];
  return {
    unit: kind === 'SESSION' ? 'SESSION' as const : 'MONEY' as const, label, lines,
    total: sum(lines.map((part) => part.amount)),
    sentence: sentence(kind === 'SESSION' ? 'charge.bySession' : 'charge.byInvoice', language,
      { name: title, pass: passName ?? '', number: invoiceNumber }),
  };
});
