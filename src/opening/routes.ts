import { applyImport } from './apply-import.ts';
import { createImport } from './create-import.ts';
import { discardImport, getImport, listImportRows, listImports } from './imports.ts';
import { createOpeningDocument, getDocument, listDocuments, reverseOpeningDocument } from './opening-documents.ts';
import {
  createReconciliation, getReconciliation, listLines, listReconciliations, lockBalances, setLines, takeFile, takeOver,
  unlockBalances,
} from './reconciliations.ts';

export const openingRoutes = [
  createImport, listImports, getImport, listImportRows, applyImport, discardImport,
  listDocuments, getDocument, createOpeningDocument, reverseOpeningDocument,
  createReconciliation, listReconciliations, getReconciliation, listLines, setLines, takeFile, takeOver, lockBalances,
  unlockBalances,
];
