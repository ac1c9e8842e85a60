/** Finds out what a base can do by trying, and what it has stopped doing. */
import { baseName, filterFor, isRegister, optionsOf, pathOf } from './ask.ts';
import { OneCFailure } from './failure.ts';
import { type Transport, isPassing } from './transport.ts';
import type { Capabilities, Form, Query } from './types.ts';

type Question = Pick<Query, 'select' | 'filter' | 'orderBy'>;
const NOTHING: Omit<Capabilities, 'form'> = {
  filter: false, orderBy: false, select: false, count: false, inlineCount: false,
};

export async function probeEntity(transport: Transport, entity: string, question: Question): Promise<Capabilities> {
  const can: Capabilities = { form: await formOf(transport, entity), ...NOTHING };
  const path = pathOf(entity, can.form);
  const top = (options: Record<string, string>) => transport.json({ path, entity, options: { ...options, $top: '1' } });
  const plain = () => transport.repeatedly(() => top(optionsOf({}, can)));
  const works = async (name: 'select' | 'filter' | 'orderBy'): Promise<boolean> => {
    const options = optionsOf(question, { ...can, [name]: true });
    return triesTwice(() => top(options), plain);
  };
  if (question.select !== undefined) can.select = await works('select');
  // Where the form does not let the base filter, there is nothing to try.
  const filter = filterFor(question.filter, { ...can, filter: true });
  if (filter !== undefined) can.filter = await works('filter');
  can.orderBy = await works('orderBy');
  can.count = await triesTwice(async () => numberIn(await countText(transport, path, entity, {})), plain);
  if (!can.count) can.inlineCount = await triesTwice(() => inlineCount(transport, path, entity, {}), plain);
  return can;
}

/**
 * Whether the base does it. A failure may be of the moment: then what is simple fails too, or the second attempt does
 * not.
 */
async function triesTwice(attempt: () => Promise<unknown>, plain: () => Promise<unknown>): Promise<boolean> {
  for (const last of [false, true]) {
    try {
      await attempt();
      return true;
    } catch (failure) {
      const mayPass = isPassing(failure);
      if (!isRefusal(failure) && (last || !mayPass)) throw failure;
      if (!mayPass) return false;
      if (!last) await plain();
    }
  }
  return false;
}

/** A failure that may be about how it was asked; one about the name, the address or the whole answer is not. */
export const isRefusal = (failure: unknown): failure is OneCFailure =>
  failure instanceof OneCFailure
  && (['BAD_REQUEST', 'SERVER', 'TIMEOUT'].includes(failure.code)
    || (failure.code === 'NO_RIGHTS' && failure.status === 403)
    || (failure.code === 'NOT_FOUND' && failure.onecCode !== undefined));

/** Rows of a register if they are published and readable, its sets else. */
async function formOf(transport: Transport, entity: string): Promise<Form> {
  const look = (form: Form) => transport.repeatedly(() =>
    transport.json({ path: pathOf(entity, form), entity: baseName(entity), options: { $format: 'json', $top: '1' } }));
  if (!isRegister(entity)) {
    await look('PLAIN');
    return 'PLAIN';
  }
  try {
    await look('RECORD_TYPE');
    return 'RECORD_TYPE';
  } catch (failure) {
    const other = failure instanceof OneCFailure && (failure.code === 'NOT_PUBLISHED' || isRefusal(failure));
    if (!other) throw failure;
  }
  await look('RECORD_SET');
  return 'RECORD_SET';
}

const COUNT = '$count';
const HEAD = 65_536;

const countText = (
  transport: Transport, path: string, entity: string, options: Readonly<Record<string, string>>,
): Promise<string> => transport.text({ path: `${path}/${COUNT}`, entity, options });

function numberIn(text: string): number {
  const digits = text.trim(); // which takes a mark of the byte order too, wherever there was a second one
  if (/^\d{1,15}$/.test(digits)) return Number(digits);
  throw new OneCFailure('BAD_REQUEST', { said: 'not a count' });
}

/** 1C sends the whole table with the inline count, whatever the page: the number at its head is read, and no more. */
async function inlineCount(
  transport: Transport, path: string, entity: string, options: Readonly<Record<string, string>>,
): Promise<number> {
  const head = await transport.text({
    path, entity, headBytes: HEAD, options: { ...options, $format: 'json', $top: '1', $inlinecount: 'allpages' },
  });
  const count = /"odata\.count"\s*:\s*"?(\d{1,15})/.exec(head)?.[1];
  if (count === undefined) throw new OneCFailure('BAD_REQUEST', { entity, said: 'no odata.count' });
  return Number(count);
}

/** How many the base counts; undefined when it does not, and then it is not asked again. */
export async function countEntity(
  transport: Transport, entity: string, filter: string | undefined, can: Capabilities,
): Promise<number | undefined> {
  const path = pathOf(entity, can.form);
  const options = filter === undefined ? {} : { $filter: filter };
  try {
    if (can.count) return numberIn(await transport.repeatedly(() => countText(transport, path, entity, options)));
    if (can.inlineCount) return await transport.repeatedly(() => inlineCount(transport, path, entity, options));
  } catch (failure) {
    if (!isRefusal(failure)) throw failure;
    Object.assign(can, { count: false, inlineCount: false });
  }
  return undefined;
}
