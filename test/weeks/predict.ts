/** What each step does to the model, or why it is refused. */
import { type Model, Refused, type Step } from './model.ts';
import { pay, reverse, settleFromBalance, voidByHand } from './money.ts';
import { cancelPass, freeze, markOverdue, renewByHand, runExpulsions, runRenewals, sell, unfreeze } from './passes.ts';
import { book, cancelTraining, chargeByHand, leave, mark, markAll, plan, runNight, unmark } from './visits.ts';

/** Numbers that the operation must report, where it reports any. */
type Report = Record<string, number>;

function perform(model: Model, step: Step): Report | void {
  switch (step.do) {
    case 'clock':
      model.now = step.to;
      return;
    case 'training': return plan(model, step);
    case 'book': return book(model, step);
    case 'leave': return leave(model, step);
    case 'mark': return mark(model, step);
    case 'markAll': return markAll(model, step);
    case 'unmark': return unmark(model, step);
    case 'charge': return void chargeByHand(model, step.training);
    case 'cancelTraining': return cancelTraining(model, step);
    case 'night': return runNight(model);
    case 'overdue': return { marked: markOverdue(model) };
    case 'renewals': return { issued: runRenewals(model) };
    case 'expulsion': return runExpulsions(model);
    case 'sell': return sell(model, step);
    case 'freeze': return freeze(model, step);
    case 'unfreeze': return unfreeze(model, step);
    case 'renew': return renewByHand(model, step.pass);
    case 'cancelPass': return cancelPass(model, step.pass);
    case 'pay': return pay(model, step.amount, { client: step.client });
    case 'payInvoice': return pay(model, step.amount, { invoice: step.invoice });
    case 'settle': return settleFromBalance(model, step.invoice);
    case 'void': return voidByHand(model, step.invoice);
    case 'reverse': return reverse(model, step.payment);
  }
}

export type Prediction = { next: Model; refusal?: string; report?: Report };
/** What must come of a step: the next model, or the code of the refusal with nothing changed. */
export function predict(model: Model, step: Step): Prediction {
  const next = structuredClone(model);
  try {
    const report = perform(next, step);
    return report === undefined ? { next } : { next, report };
  } catch (error) {
    if (error instanceof Refused) return { next: model, refusal: error.message };
    throw error;
  }
}
