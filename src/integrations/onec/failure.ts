/** Why a base did not give what it was asked for. */
export const FAILURES = [
  /** The address cannot be used at all. */
  'ADDRESS',
  /** Nobody answers at the address: no such host, the connection was refused, the certificate is bad. */
  'UNREACHABLE',
  'TIMEOUT',
  /** The connection broke in the middle, or the body ended too early. */
  'BROKEN_OFF',
  /** The name or the password is wrong. */
  'UNAUTHORISED',
  /** The user is known but may not read this (code 20, or 403). */
  'NO_RIGHTS',
  /** There is no OData at the address: 404 from the web server itself. */
  'NOT_FOUND',
  /** The base does not publish this entity (404, code 8). */
  'NOT_PUBLISHED',
  /** The address has moved: the answer is a redirect. */
  'MOVED',
  /** The base does not understand the request. */
  'BAD_REQUEST',
  /** The fields that a filter needs are in no row. */
  'NO_FIELD',
  /** The base, or the web server before it, failed (5xx). */
  'SERVER',
  /** The answer is not JSON: an HTML page of a web server, of a proxy, of a licence that ran out. */
  'NOT_JSON',
  'NOT_METADATA',
  /** One row alone is larger than what is read. */
  'TOO_LARGE',
  /** The base gives the same page again and again. */
  'PAGING',
  /** The caller ended it. */
  'CANCELLED',
] as const;
export type FailureCode = (typeof FAILURES)[number];

export type FailureDetail = {
  status?: number | undefined;
  /** The code of 1C itself: "8", "20". */
  onecCode?: string | undefined;
  entity?: string | undefined;
  /** What the base said, shortened; never anything of ours. */
  said?: string | undefined;
};

/** The message is for the log: it holds neither the name nor the password nor anything of a row. */
export class OneCFailure extends Error {
  override name = 'OneCFailure';
  readonly code: FailureCode;
  readonly status: number | undefined;
  readonly onecCode: string | undefined;
  readonly entity: string | undefined;
  readonly said: string | undefined;

  constructor(code: FailureCode, { status, onecCode, entity, said }: FailureDetail = {}) {
    const parts = [code, status, onecCode === undefined ? undefined : `code ${onecCode}`, entity, said];
    super(`1C: ${parts.filter((part) => part !== undefined && part !== '').join(', ')}`);
    this.code = code;
    this.status = status;
    this.onecCode = onecCode;
    this.entity = entity;
    this.said = said;
  }
}
