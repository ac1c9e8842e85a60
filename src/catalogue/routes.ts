import { listPrices, removePrice, setPrice } from './prices.ts';
import { changeService, createService, getService, listServices } from './services.ts';
import { changeTerm, createTerm, listTerms, removeTerm } from './terms.ts';

export const catalogueRoutes = [
  listServices, createService, getService, changeService, listPrices, setPrice, removePrice,
  listTerms, createTerm, changeTerm, removeTerm,
];
