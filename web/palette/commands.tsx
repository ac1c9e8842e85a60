/** What can be done from anywhere: go to a screen of the role, take money, sell, open the shift, change the look. */
import { useMantineColorScheme } from '@mantine/core';
import { officeScreens } from '../app/screens.ts';
import type { Answer } from '../lib/api.ts';
import { choose, useChoice } from '../lib/choices.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { shellWords } from '../office/words.ts';
import type { Find, FindGroup } from './finder.tsx';
import { twoLines } from './intents.tsx';
import { paletteWords } from './words.ts';

type Close = (run: () => void) => () => void;
type Command = { key: string; text: string; run: () => void };

/** The name of a screen in the words of the shell, where it has one. */
const NAMES: Readonly<Record<string, string>> = { 'money-in': 'moneyIn', 'pass-kinds': 'passKinds', 'api-keys': 'apiKeys',
  'onec-customers': 'onecCustomers', 'onec-settings': 'onecConnection' };

const plain = (text: string): string => text.toLocaleLowerCase().replaceAll('ё', 'е');
/** Every word typed begins a word of the command. */
function fits(command: string, typed: string): boolean {
  const parts = plain(command).split(/[^\p{L}\p{N}]+/u);
  return plain(typed).split(/\s+/).filter(Boolean).every((word) => parts.some((part) => part.startsWith(word)));
}

export function useCommands(text: string, query: string, found: Answer<'search.all'> | undefined,
  close: Close): FindGroup[] {
  const t = useWords(paletteWords);
  const finds = (commands: readonly Command[]): Find[] =>
    commands.map(({ key, text: name, run }) => ({ key, run: close(run), content: twoLines(name, '') }));
  const person = found?.clients[0];
  const acts = useActs();
  const screens = useScreens();
  const of = usePersonal(person);
  const fresh = useCreation(query, found !== undefined && found.clients.length === 0);
  if (text.trim() === '') return [{ label: t('commands'), finds: finds(acts) },
    { label: t('screens'), finds: finds(screens) }];
  return [
    { label: t('commands'), finds: finds([...of, ...acts.filter((act) => fits(act.text, text)), ...fresh]) },
    { label: t('screens'), finds: finds(screens.filter((screen) => fits(screen.text, text))) },
  ];
}

function useScreens(): Command[] {
  const s = useWords(shellWords);
  const go = useGo();
  const { me } = useSession();
  return officeScreens.filter(({ path, roles }) => !path.includes('$')
    && roles.includes(me.user.role)).flatMap(({ name, path }) => {
    const word = NAMES[name] ?? name;
    return word in shellWords.ru ? [{ key: path, text: s(word as 'desk'), run: () => go(path) }] : [];
  });
}

function useActs(): Command[] {
  const t = useWords(paletteWords);
  const go = useGo();
  const { can } = useSession();
  const language = useChoice('language');
  const privacy = useChoice('privacy');
  const [{ client }, set] = useUrl();
  // The same question as the sign of the shift in the top bar asks, so the answer is at hand.
  const shifts = useAsk('shift.list', can('shift.read') ? { open: 'true', limit: 1 } as never : undefined);
  const isOpen = (shifts.data?.shifts.length ?? 0) > 0;
  const { setColorScheme } = useMantineColorScheme();
  const looks: Command[] = (['light', 'dark',
    'auto'] as const).map((value) => ({ key: `theme-${value}`, text: t(value), run: () => setColorScheme(value) }));
  const allowed = (is: unknown, ...commands: Command[]): Command[] => (is === undefined ? [] : commands);
  return [
    ...allowed(can('payment.register'), { key: 'pay', text: t('takePayment'), run: () => go('/desk?pay=1') }),
    ...allowed(can('subscription.sell'),
      { key: 'sell', text: t('sell'), run: () => (client === undefined ? go('/desk') : set({ sell: client })) }),
    ...allowed(can('client.manage'), { key: 'create-client', text: t('createClient'), run: () => go('/desk?panel=new') }),
    ...allowed(can('shift.manage'), { key: 'shift', text: t(isOpen ? 'shiftClose' : 'shiftOpen'), run: () => go('/shift') }),
    ...looks,
    { key: 'language', text: t(language === 'ru' ? 'english' : 'russian'),
      run: () => choose('language', language === 'ru' ? 'en' : 'ru') },
    { key: 'privacy', text: t('privacy'), run: () => choose('privacy', privacy === 'on' ? 'off' : 'on') },
  ];
}

/** For the client found first: money and passes without opening the card. */
function usePersonal(person: { id: string; name: string } | undefined): Command[] {
  const t = useWords(paletteWords);
  const go = useGo();
  const { can } = useSession();
  const [, set] = useUrl();
  if (person === undefined) return [];
  const { id, name } = person;
  return [
    ...(can('payment.register')
      ? [{ key: `pay-${id}`, text: t('payFrom', { name }), run: () => go(`/desk?client=${id}&pay=1`) }] : []),
    ...(can('subscription.sell') ? [{ key: `sell-${id}`, text: t('sellTo', { name }), run: () => set({ sell: id }) }] : []),
  ];
}

/** A name that nobody has may be a new client; the desk has the form. */
function useCreation(query: string, isMissing: boolean): Command[] {
  const t = useWords(paletteWords);
  const go = useGo();
  const { can } = useSession();
  if (!isMissing || query === '' || !can('client.manage')) return [];
  return [{ key: 'create', text: t('createNamed', { name: query }),
    run: () => go(`/desk?${new URLSearchParams({ q: query, panel: 'new' }).toString()}`) }];
}
