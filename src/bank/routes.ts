import { changeBankSettings } from './bank-settings.ts';
import { changeLine, matchStatement } from './change-line.ts';
import { postStatement } from './post-statement.ts';
import { getBankSettings, getStatement, listLines, listStatements } from './read-statements.ts';
import { uploadStatement } from './upload-statement.ts';

export const bankRoutes = [
  uploadStatement, listStatements, getStatement, matchStatement, postStatement, listLines, changeLine,
  getBankSettings, changeBankSettings,
];
