import { z } from 'zod';
import { internal } from '../kernel/contract.ts';

export const tidyUp = internal({
  kind: 'operation', name: 'housekeeping.run', permission: 'job.run',
  summary: 'Забыть ответы на старые ключи повтора и старые файлы, снять резервы прошедших периодов / '
    + 'Forget the answers to old idempotency keys and old files, end the reservations of terms that are over',
  input: z.strictObject({}),
  result: z.object({ keysForgotten: z.int(), uploadsForgotten: z.int(), reservationsExpired: z.int() }),
});
