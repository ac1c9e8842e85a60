/** A thin client of the OData interface of 1C: it knows HTTP, OData and formats, and nothing of the business. */
export type {
  Capabilities, EntityMetadata, Filter, Form, Literal, Metadata, OneC, OneCRow, OneCSettings, Page, Query,
} from './types.ts';
export { type FailureCode, FAILURES, OneCFailure } from './failure.ts';
export { openOneC } from './open.ts';
export { boolOf, guidOf, instantOf, kopecksOf, localTimeOf, rowKey, textOf, wholeOf } from './values.ts';
