import { expect, test } from 'vitest';
import { changeType, listTypes } from '../../src/subscriptions/types.ts';
import { ask } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { newPupil, newType, sell } from './fixtures.ts';

test('kinds of passes come by name, or those sold last first and those never sold after them by name', async () => {
  const world = await newWorld();
  const kinds = new Map<string, string>();
  for (const name of ['Бокс', 'Айкидо', 'Гимнастика', 'Вокал']) kinds.set(name, (await newType(world, { name })).id);
  for (const name of ['Гимнастика', 'Бокс', 'Гимнастика']) {
    await sell(world, { ...await newPupil(world), subscriptionTypeId: kinds.get(name) });
  }
  const names = async (wire: object) => (await ask(world, listTypes, { ...wire })).subscriptionTypes.map(({ name }) => name);
  expect(await names({})).toEqual(['Айкидо', 'Бокс', 'Вокал', 'Гимнастика']);
  await world.setClock('2025-02-12T15:00:00Z');
  await sell(world, { ...await newPupil(world), subscriptionTypeId: kinds.get('Бокс') });
  expect((await names({ sort: 'recent' })).slice(0, 2)).toEqual(['Бокс', 'Гимнастика']);
  expect((await names({ sort: 'recent' })).slice(2)).toEqual(['Айкидо', 'Вокал']);
  await ask(world, changeType, { id: kinds.get('Бокс'), isActive: false });
  expect(await names({ sort: 'recent', active: 'true' })).toEqual(['Гимнастика', 'Айкидо', 'Вокал']);
});
