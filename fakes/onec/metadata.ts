/** `$metadata` of the tables, in EDMX as 1C writes it. */
import type { Table } from './tables.ts';

const property = ([name, type]: [string, string]): string => `<Property Name="${name}" Type="${type}" Nullable="true"/>`;
const type = (tag: 'EntityType' | 'ComplexType', name: string, keys: readonly string[], inside: string): string => {
  const key = keys.length === 0 ? '' : `<Key>${keys.map((field) => `<PropertyRef Name="${field}"/>`).join('')}</Key>`;
  return `<${tag} Name="${name}">${key}${inside}</${tag}>`;
};
const properties = (fields: Readonly<Record<string, string>>): string => Object.entries(fields).map(property).join('');
const collection = (field: string, row: string): string =>
  property([field, `Collection(StandardODATA.${row})`]);

export type Published = { table: Table; rows: boolean; sets: boolean };

export function metadataOf(published: readonly Published[]): string {
  const types = published.map(({ table, rows, sets }) => typesOf(table, rows, sets)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">
<edmx:DataServices m:DataServiceVersion="3.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">
${types}
</Schema>
</edmx:DataServices>
</edmx:Edmx>`;
}

function typesOf({ name, kind, fields, parts = {} }: Table, rows: boolean, sets: boolean): string {
  if (kind !== 'register') {
    const tabular = Object.entries(parts).map(([part, partFields]) =>
      type('ComplexType', `${name}_${part}_RowType`, [], properties(partFields))).join('');
    const collections = Object.keys(parts).map((part) => collection(part, `${name}_${part}_RowType`)).join('');
    return tabular + type('EntityType', name, ['Ref_Key'], properties(fields) + collections);
  }
  const key = ['Recorder', 'Recorder_Type'].filter((field) => field in fields);
  const recorder = properties({ Recorder: 'Edm.String', Recorder_Type: 'Edm.String' });
  const set = recorder + collection('RecordSet', `${name}_RowType`);
  return [
    type('ComplexType', `${name}_RowType`, [], properties(fields)),
    ...(sets ? [type('EntityType', name, key, set)] : []),
    ...(rows ? [type('EntityType', `${name}_RecordType`, [...key, 'LineNumber'], properties(fields))] : []),
  ].join('');
}
