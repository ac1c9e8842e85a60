import { z } from 'zod';
import { Bytes, IdOut, Name, endpoint } from '../kernel/contract.ts';

/** The largest file taken: 64 MB. */
export const LARGEST_UPLOAD = 64 * 1024 * 1024;

/** A file that came in; it is kept for a week, long enough to look at what it would do. */
export const uploadFile = endpoint({
  name: 'upload.create', method: 'POST', path: '/api/uploads', permission: 'upload.create', status: 201,
  summary: 'Take in a file: its bytes are the body, application/octet-stream, its name is in the query',
  binary: LARGEST_UPLOAD,
  input: z.object({ name: Name, bytes: Bytes }),
  result: z.object({ uploadId: IdOut, name: z.string(), size: z.int(), sha256: z.string() }),
  refusals: ['UPLOAD_TOO_LARGE', 'UPLOAD_EMPTY'],
});
