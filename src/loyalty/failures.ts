/** What a failure of 1C is to the business: a refusal with a sentence and a next step. */
import type { FailureCode, OneCFailure } from '../integrations/onec/client.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { RefusalCode } from '../kernel/refusals.ts';

const REFUSAL: Readonly<Record<FailureCode, RefusalCode>> = {
  ADDRESS: 'ONEC_ADDRESS', UNREACHABLE: 'ONEC_UNREACHABLE', TIMEOUT: 'ONEC_TIMEOUT', BROKEN_OFF: 'ONEC_BROKEN_OFF',
  UNAUTHORISED: 'ONEC_UNAUTHORISED', NO_RIGHTS: 'ONEC_NO_RIGHTS', NOT_FOUND: 'ONEC_NOT_FOUND',
  NOT_PUBLISHED: 'ONEC_NOT_PUBLISHED', MOVED: 'ONEC_MOVED', BAD_REQUEST: 'ONEC_BAD_REQUEST', NO_FIELD: 'ONEC_NO_FIELD',
  SERVER: 'ONEC_SERVER', NOT_JSON: 'ONEC_NOT_JSON', NOT_METADATA: 'ONEC_NOT_JSON', TOO_LARGE: 'ONEC_TOO_LARGE',
  PAGING: 'ONEC_PAGING', CANCELLED: 'ONEC_BROKEN_OFF',
};

export const refusalCodeOf = (failure: OneCFailure): RefusalCode => REFUSAL[failure.code];

export const refusalOf = (failure: OneCFailure): Refusal =>
  new Refusal(refusalCodeOf(failure), { entity: failure.entity ?? 'none' });
