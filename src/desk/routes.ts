import { getCard } from './card.ts';
import { getDesk } from './desk.ts';
import { searchAll } from './search.ts';

export const deskRoutes = [searchAll, getDesk, getCard];
