/** What the search found, as things to open; with «почему» as explanations. */
import { FoundClientLine } from '../desk/search-box.tsx';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useSession } from '../lib/session.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import type { Find, FindGroup } from './finder.tsx';
import { twoLines } from './intents.tsx';
import type { IntentKind } from './read-intent.ts';
import { paletteWords } from './words.ts';

type Found = Answer<'search.all'>;
type Close = (run: () => void) => () => void;

export function useObjects(found: Found | undefined, kind: IntentKind, close: Close): FindGroup[] {
  const t = useWords(paletteWords);
  const format = useFormat();
  const go = useGo();
  const why = useWhy();
  const { can } = useSession();
  if (!found) return [];
  const home = can('payment.register') ? '/desk?client=' : '/clients/';
  const opens = (key: string, to: string, first: string, second: string): Find =>
    ({ key, run: close(() => go(to)), content: twoLines(first, second) });
  if (kind === 'why') {
    return [{ label: t('why'), finds: [
      ...found.clients.map((client): Find => ({
        key: client.id, run: close(() => why('balance', client.id)), content: twoLines(t('whyPays',
          { name: client.name }), format.money(client.toPay)),
      })),
      ...found.invoices.map((invoice): Find => ({
        key: invoice.id, run: close(() => why('invoice', invoice.id)),
        content: twoLines(`№ ${invoice.invoiceNumber} ${format.money(invoice.totalAmount)}`, invoice.clientName),
      })),
    ] }];
  }
  return [
    { label: t('clients'), finds: found.clients.map((client): Find => ({
      key: client.id, run: close(() => go(`${home}${client.id}`)), content: <FoundClientLine client={client} />,
    })) },
    { label: t('invoices'), finds: found.invoices.map((invoice) =>
      opens(invoice.id, `/invoices/${invoice.id}`, `№ ${invoice.invoiceNumber} ${format.money(invoice.totalAmount)}`,
        invoice.clientName)) },
    { label: t('payments'), finds: found.payments.map((payment) =>
      opens(payment.id, `/payments/${payment.id}`,
        `${format.money(payment.amount)} · ${format.moment(payment.createdAt)}`, payment.clientName)) },
    { label: t('trainings'), finds: found.trainings.map((training) =>
      opens(training.id, `/trainings/${training.id}`, `${training.title} · ${format.moment(training.startsAt)}`,
        [training.roomName, training.trainerName].filter(Boolean).join(' · '))) },
    { label: t('groups'), finds: found.groups.map((group) => opens(group.id, `/groups/${group.id}`, group.name, '')) },
    { label: t('similar'), finds: found.similar.map(({ id, name, student }) =>
      opens(`similar-${id}-${student ?? ''}`, `${home}${id}`, name, student ?? '')) },
  ];
}
