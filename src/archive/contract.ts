/** What a person may ask about himself (152-FZ): everything that is kept, and that it be erased. */
import { z } from 'zod';
import { DayShape, Id, IdOut, InstantShape, endpoint } from '../kernel/contract.ts';

/** One table's rows about the person; sums are roubles. */
export const PersonalSection = z.object({
  table: z.string(), title: z.string(), rows: z.array(z.record(z.string(), z.unknown())),
});
export const PersonalData = z.object({
  clientId: IdOut, name: z.string(), madeAt: InstantShape,
  organisation: z.object({ id: IdOut, name: z.string(), legalName: z.string().nullable(), inn: z.string().nullable() }),
  sections: z.array(PersonalSection),
});

/** Why personal data are destroyed: a closed list, so that no name gets into the record of it. */
export const ERASE_REASONS = ['REQUEST', 'CONSENT_WITHDRAWN', 'GOAL_REACHED', 'UNLAWFUL'] as const;
export const EraseReason = z.enum(ERASE_REASONS);

/** The act of destruction, in numbers: how many rows of each kind were erased, changed or kept. */
export const Erasure = z.object({
  clientId: IdOut,
  /** «Клиент удалён № 3»: who documents name from now on; a company keeps its name. */
  shownAs: z.string(), number: z.int(), reason: EraseReason, erasedAt: InstantShape,
  categories: z.array(z.object({
    table: z.string(), title: z.string(), rows: z.int(), fate: z.enum(['DELETED', 'ANONYMISED', 'KEPT']),
  })),
  /** Accounting documents are kept through this day (402-FZ); null without any. */
  documentsKeptThrough: DayShape.nullable(),
});

export const personalEndpoints = {
  export: endpoint({
    name: 'person.export', method: 'GET', path: '/api/clients/{id}/personal-data', permission: 'person.manage',
    summary: 'Всё, что хранится о клиенте и его учениках / Everything kept about a client and the students',
    input: z.object({ id: Id }), result: PersonalData, refusals: ['NOT_FOUND'],
  }),
  erase: endpoint({
    name: 'person.erase', method: 'POST', path: '/api/clients/{id}/erase', permission: 'person.manage',
    summary: 'Удалить личные данные клиента и его учеников; деньги и документы остаются. Необратимо / Erase a person',
    input: z.object({ id: Id, reason: EraseReason }), result: Erasure,
    refusals: ['NOT_FOUND', 'PERSON_ERASED', 'PERSON_HAS_MONEY', 'PERSON_HAS_PASS', 'PERSON_HAS_BOOKINGS'],
  }),
};
