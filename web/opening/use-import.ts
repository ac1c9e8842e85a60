/** One import as it goes: while its rows are read or written, it is asked how far it is. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, type Problem, call } from '../lib/api.ts';
import { useChoice } from '../lib/choices.ts';

export type Import = Answer<'import.get'>;
export type Reason = Answer<'import.rows'>['rows'][number]['reasons'][number];
const EVERY_MS = 700;

export const isMoving = ({ status }: Import): boolean => status === 'CHECKING' || status === 'APPLYING';

/** `busy`: it is being applied by this very screen, and its answer comes only at the end. */
export const useImport = (id: string, busy: boolean): UseQueryResult<Import, Problem> =>
  useQuery<Import, Problem>({
    queryKey: ['import.get', { id }], queryFn: ({ signal }) => call('import.get', { id }, { signal }),
    refetchInterval: ({ state: { data } }) => (busy || (data && isMoving(data)) ? EVERY_MS : false),
  });

/** The sentence of a reason in the language chosen; the server says both. */
export function useSentence(): (reason: { ru: string; en: string }) => string {
  const language = useChoice('language');
  return (reason) => reason[language];
}
