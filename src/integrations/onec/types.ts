/** What is said to and heard from the OData interface of a 1C base, in types. */

/** One object as the base gives it. Which members are there depends on the configuration: read them by `values.ts`. */
export type OneCRow = Readonly<Record<string, unknown>>;

/** What a field is compared with. A moment is written in the base's own local time. */
export type Literal = string | number | boolean | { guid: string } | { at: Temporal.PlainDateTime };

/**
 * A condition that can be said to the base and, when the base cannot filter, be tried on the rows that came.
 * A reference of a composite type is never compared with a plain guid, since 1C answers that with nothing: `ref` names
 * the type, and `of-type` asks for the type alone.
 */
export type Filter =
  | { field: string; is: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'; value: Literal }
  | { field: string; is: 'of-type'; type: string }
  | { field: string; is: 'ref'; type: string; guid: string }
  | { field: string; is: 'contains'; text: string }
  | { all: readonly Filter[] }
  | { any: readonly Filter[] }
  | { not: Filter };

export type Query = {
  /** Fields to be sent; all of them unless given. The key fields are worth asking for: rows are told apart by them. */
  select?: readonly string[];
  filter?: Filter;
  /** «Period», «Period desc». The base sorts if it can; else each page is sorted as it came. */
  orderBy?: readonly string[];
  /** How many rows (or record sets) to ask for at once: 500 unless given. */
  pageSize?: number;
  /** Where to go on: the `nextSkip` of a page that came with the same capabilities. */
  skip?: number;
};

/**
 * PLAIN: a catalog or a document. RECORD_TYPE: a register whose rows can be asked for. RECORD_SET: a register that
 * gives its rows only in sets, one for each document; `skip` and `total` count the sets then.
 */
export type Form = 'PLAIN' | 'RECORD_TYPE' | 'RECORD_SET';

/** What the base can do with one entity. `pages` takes away what the base stops doing, in this very object. */
export type Capabilities = {
  form: Form; filter: boolean; orderBy: boolean; select: boolean; count: boolean; inlineCount: boolean;
};

export type Page = Readonly<{
  /** Rows that pass the filter, sets taken apart; on the last page there may be none. */
  rows: readonly OneCRow[];
  /** What the base was asked to pass over, and what it is to pass over next. */
  skip: number;
  nextSkip: number;
  /** How many there are, as the base counts them (sets for RECORD_SET); absent when it does not count. */
  total?: number;
  /** 1, and one more each time the table had to be read again because rows were lost or its count changed. */
  pass: number;
  isLast: boolean;
  /**
   * On the last page: as many different rows came as the base counts (true), fewer even after further passes (false), or
   * it cannot be said, since the base does not count or the reading began in the middle (absent).
   */
  complete?: boolean;
}>;

export type EntityMetadata = Readonly<{
  fields: ReadonlySet<string>;
  keys: readonly string[];
  /** The tabular parts, by name: their fields. The rows of a record set are its part `RecordSet`. */
  parts: ReadonlyMap<string, ReadonlySet<string>>;
}>;
/** What the base publishes. */
export type Metadata = Readonly<{
  names: readonly string[];
  get(entity: string): EntityMetadata | undefined;
}>;

export type OneCSettings = {
  /** The address of the base: https://host/base, with or without /odata/standard.odata. */
  baseUrl: string;
  username: string;
  password: string;
  /** How long one request may take; 60 seconds unless given. */
  timeoutMs?: number;
  /** The pause before the first repetition, doubled for the next two; a second unless given. */
  pauseMs?: number;
  /** The largest answer that is read, in bytes; 16 MiB unless given. `$metadata` may have four times as much. */
  maxBytes?: number;
  /** Ends what is under way. */
  signal?: AbortSignal;
};

/**
 * An open base. Entities go by the name of the mapping, «AccumulationRegister_Продажи»: whether the rows of a register
 * are asked for as `_RecordType` or in sets is the client's business. Every failure is a `OneCFailure`.
 */
export type OneC = Readonly<{
  /** Tries what the base can do with the entity, in this order: form, select, filter, order, count, inline count. */
  probe(entity: string, query?: Pick<Query, 'select' | 'filter' | 'orderBy'>): Promise<Capabilities>;
  /**
   * Reads the entity page by page, one request at a time. Rows may come twice: the reader tells them apart by
   * `rowKey`. When the base stops filtering or sorting in the middle, the reading begins again from 0 without it.
   */
  pages(entity: string, query: Query, capabilities: Capabilities): AsyncGenerator<Page>;
  /** How many there are; undefined when the base does not count. */
  count(entity: string, filter?: Filter): Promise<number | undefined>;
  /** One object by its guid; undefined when there is none. */
  get(entity: string, key: string): Promise<OneCRow | undefined>;
  metadata(): Promise<Metadata>;
}>;
