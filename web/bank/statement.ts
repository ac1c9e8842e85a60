/** What the parts of a statement's screen share. */
import type { Answer } from '../lib/api.ts';
import type { ChipKind } from '../ui/status.tsx';

export type Statement = Answer<'bank.statement.get'>;
export type State = Statement['states'][number]['state'];
export type Line = Answer<'bank.line.list'>['lines'][number];

export const LINE_LOOKS: Readonly<Record<State, ChipKind>> = {
  NEW: 'draft', DOUBTFUL: 'partial', MATCHED: 'due', POSTED: 'paid', EXCLUDED: 'voided', IGNORED: 'voided',
};

/** How many lines of the statement are in any of these states. */
export const countOf = ({ states }: Pick<Statement, 'states'>, ...of: State[]): number =>
  states.reduce((total, { state, count }) => total + (of.includes(state) ? count : 0), 0);
