/** `$metadata`: what a base publishes, in EDMX. */
import { XMLParser } from 'fast-xml-parser';
import { OneCFailure } from './failure.ts';
import type { EntityMetadata, Metadata } from './types.ts';

type Node = Readonly<Record<string, unknown>>;
const LISTS = new Set(['Property', 'PropertyRef']);
/** Where a type begins and ends; types do not stand inside each other. */
const BEGIN = /<(?:\w{1,20}:)?(EntityType|ComplexType)\s/g;
const END = /<\/(?:\w{1,20}:)?(?:EntityType|ComplexType)>/g;

/** Bases describe thousands of entities in tens of megabytes: only those that are asked for are parsed. */
export function readMetadata(text: string): Metadata {
  // A declaration of entities has no place in EDMX: with it a small text can grow without end.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new OneCFailure('NOT_METADATA', { said: 'DOCTYPE' });
  const texts = { EntityType: new Map<string, string>(), ComplexType: new Map<string, string>() };
  for (const { kind, name, type } of typesIn(text)) texts[kind].set(name, type);
  if (texts.EntityType.size === 0) throw new OneCFailure('NOT_METADATA');
  return {
    names: [...texts.EntityType.keys()],
    get: (entity) => {
      const type = texts.EntityType.get(entity);
      return type === undefined ? undefined : entityOf(parsed(type), texts.ComplexType);
    },
  };
}

type Found = { kind: 'EntityType' | 'ComplexType'; name: string; type: string };
/** Goes through the text once, whatever it holds: what looks for an end from each beginning would never come back. */
function* typesIn(text: string): Generator<Found> {
  const [begin, end] = [new RegExp(BEGIN), new RegExp(END)];
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const head = text.indexOf('>', begin.lastIndex);
    if (head < 0) return;
    const name = /\bName="([^"]*)"/.exec(text.slice(begin.lastIndex, head))?.[1];
    end.lastIndex = head;
    if (end.exec(text) === null) return;
    begin.lastIndex = end.lastIndex;
    const kind = found[1] === 'EntityType' ? 'EntityType' : 'ComplexType';
    if (name !== undefined) yield { kind, name, type: text.slice(found.index, end.lastIndex) };
  }
}

function parsed(type: string): Node {
  const parser = new XMLParser({
    ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true, processEntities: false,
    parseAttributeValue: false, parseTagValue: false, isArray: (name) => LISTS.has(name),
  });
  try {
    return Object.values(parser.parse(type) as Node).find(isNode) ?? {};
  } catch {
    throw new OneCFailure('NOT_METADATA');
  }
}

function entityOf(type: Node, complex: ReadonlyMap<string, string>): EntityMetadata {
  const parts = listOf(type, 'Property').flatMap((property) => {
    const of = /^Collection\((?:[^)]*\.)?([^).]+)\)$/.exec(textIn(property, 'Type'))?.[1];
    const row = of === undefined ? undefined : complex.get(of);
    return row === undefined ? [] : [[nameOf(property), fieldsOf(parsed(row))] as const];
  });
  return { fields: fieldsOf(type), keys: listOf(type['Key'], 'PropertyRef').map(nameOf), parts: new Map(parts) };
}

const fieldsOf = (type: Node): ReadonlySet<string> => new Set(listOf(type, 'Property').map(nameOf));
const nameOf = (node: Node): string => textIn(node, 'Name');
function textIn(node: Node, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
function listOf(value: unknown, name: string): Node[] {
  const list = isNode(value) ? value[name] : undefined;
  return Array.isArray(list) ? list.filter(isNode) : [];
}
