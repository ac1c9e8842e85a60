/** Opens a base. No connection is made yet. */
import { filterText } from './address.ts';
import { baseName, rowsOf } from './ask.ts';
import { OneCFailure } from './failure.ts';
import { readMetadata } from './metadata.ts';
import { readPages } from './paging.ts';
import { countEntity, probeEntity } from './probing.ts';
import { MAX_BYTES, openTransport } from './transport.ts';
import { guidOf } from './values.ts';
import type { Capabilities, OneC, OneCSettings } from './types.ts';

const METADATA_SHARE = 4;
const NO_OBJECT = '9';

export function openOneC(settings: OneCSettings): OneC {
  const transport = openTransport(settings);
  const known = new Map<string, Capabilities>();
  const probe: OneC['probe'] = async (entity, question = {}) => {
    const key = JSON.stringify([baseName(entity), question]);
    const found = known.get(key) ?? await probeEntity(transport, entity, question);
    known.set(key, found);
    return found;
  };
  return {
    probe,
    pages: (entity, query, capabilities) => readPages(transport, entity, query, capabilities),
    count: async (entity, filter) => {
      const can = await probe(entity);
      return countEntity(transport, entity, filter === undefined ? undefined : filterText(filter), can);
    },
    get: async (entity, key) => {
      const guid = guidOf(key);
      if (guid === undefined) return undefined;
      try {
        const path = `${entity}(guid'${guid}')`;
        const answer = await transport.repeatedly(() => transport.json({ path, entity, options: { $format: 'json' } }));
        return rowsOf(answer)[0];
      } catch (failure) {
        const isThere = !(failure instanceof OneCFailure && failure.code === 'NOT_FOUND' && failure.onecCode === NO_OBJECT);
        if (isThere) throw failure;
        return undefined;
      }
    },
    metadata: async () => {
      const maxBytes = (settings.maxBytes ?? MAX_BYTES) * METADATA_SHARE;
      return readMetadata(await transport.repeatedly(() => transport.text({ path: '$metadata', maxBytes })));
    },
  };
}
