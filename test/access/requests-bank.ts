/** Requests about statements of the bank that succeed when they are allowed. */
import { OURS, linesOf, paper, take } from '../bank/statement.ts';
import type { Family, Make, Request } from './requests.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { fileOf } from '../bank/statement.ts';

const fresh = () => paper({ payer: 'Петров Пётр' });
const uploaded = async ({ world }: Family) =>
  world.run(uploadFile, { name: 'kl_to_1c.txt', bytes: fileOf([fresh()]) });
const atStatement = async ({ world }: Family): Promise<Request> =>
  ({ at: { id: (await take(world, [fresh()])).statement.id } });

export const bankRequests: Record<string, Make> = {
  'POST /api/bank/statements': async (family) => ({ body: { uploadId: (await uploaded(family)).uploadId, account: OURS } }),
  'GET /api/bank/statements': () => ({}),
  'GET /api/bank/statements/{id}': atStatement,
  'POST /api/bank/statements/{id}/match': atStatement,
  'POST /api/bank/statements/{id}/post': atStatement,
  'GET /api/bank/lines': () => ({}),
  'PATCH /api/bank/lines/{id}': async ({ world, clientId }) => {
    const { statement } = await take(world, [fresh()]);
    const [line] = await linesOf(world, { statementId: statement.id });
    return { at: { id: line!.id }, body: { clientId } };
  },
  'GET /api/bank/settings': () => ({}),
  'PUT /api/bank/settings': () => ({ body: { accounts: [OURS], words: ['эквайринг'], inns: ['7750005725'] } }),
};
