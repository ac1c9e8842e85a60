import {
  getBankSettings as settingsEndpoint, getStatement as getEndpoint, listLines as linesEndpoint,
  listStatements as listEndpoint,
} from './contract.ts';
import { loadLinePage, loadShownStatement, presentStatements } from './load-lines.ts';
import { loadOwn } from './matching-steps.ts';
import { pageOfStatements } from './reading-store.ts';
import { reading } from '../kernel/operation.ts';

export const listStatements = reading(listEndpoint, async (context, { page, limit }) => {
  const { total, statements } = await pageOfStatements(context, page, limit);
  return { statements: await presentStatements(context, statements), pagination: { total, page, limit } };
});
export const getStatement = reading(getEndpoint, (context, { id }) => loadShownStatement(context, id));
export const listLines = reading(linesEndpoint, (context, { page, limit, ...filter }) =>
  loadLinePage(context, filter, page, limit));
export const getBankSettings = reading(settingsEndpoint, async (context) => (await loadOwn(context)).settings);
