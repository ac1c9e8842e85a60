import { uploadFile as endpoint, LARGEST_UPLOAD } from './contract.ts';
import { insertUpload } from './store.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { sha256 } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';

/** Keeps a file as it came. What is in it is looked at by whoever uses it. */
export const uploadFile = operation(endpoint, async (context, { name, bytes }) => {
  refuseUnless(bytes.length > 0, 'UPLOAD_EMPTY');
  refuseUnless(bytes.length <= LARGEST_UPLOAD, 'UPLOAD_TOO_LARGE');
  const upload = { id: uuidv7(), name, sha256: sha256(bytes), bytes };
  await insertUpload(context, upload);
  const facts = { name, size: bytes.length, sha256: upload.sha256 };
  return { result: { uploadId: upload.id, ...facts }, audit: { entityType: 'upload', entityId: upload.id, after: facts } };
});
