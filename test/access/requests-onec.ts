/** Requests about the connection to 1C. The address is one that nothing is ever sent to: a forbidden port. */
import { connectOneC } from '../../src/loyalty/connection.ts';
import { ask } from '../money-fixtures.ts';
import type { Make } from './requests.ts';

const connection = { baseUrl: 'http://127.0.0.1:1/base', username: 'Обмен', password: 'Пароль-1С' };

export const onecRequests: Record<string, Make> = {
  'GET /api/onec/connection': () => ({}),
  'PUT /api/onec/connection': () => ({ body: connection }),
  'POST /api/onec/connection/check': async ({ world }) => {
    await ask(world, connectOneC, connection);
    return { body: {} };
  },
};
