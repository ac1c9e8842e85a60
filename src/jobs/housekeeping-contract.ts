import { z } from 'zod';
import { internal } from '../kernel/contract.ts';

export const tidyUp = internal({
  kind: 'operation', name: 'housekeeping.run', permission: 'job.run',
  summary: 'Забыть ответы на старые ключи повтора, снять резервы прошедших периодов / '
    + 'Forget the answers to old idempotency keys, end the reservations of terms that are over',
  input: z.strictObject({}), result: z.object({ keysForgotten: z.int(), reservationsExpired: z.int() }),
});
