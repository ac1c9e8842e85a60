import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';

export const archiveRoutes = [exportPerson, erasePerson];
