import {
  changeBenefitCategory, createBenefitCategory, deactivateBenefitCategory, listBenefitCategories,
} from './benefit-categories.ts';
import { addContact, listContacts, removeContact } from './contacts.ts';
import { getClient, listClients } from './read-clients.ts';
import { changeStudent, createStudent, getStudent, listStudents } from './students.ts';
import { changeClient, createClient, removeClient } from './write-clients.ts';

export const clientRoutes = [
  listClients, createClient, getClient, changeClient, removeClient,
  listContacts, addContact, removeContact,
  listStudents, createStudent, getStudent, changeStudent,
  listBenefitCategories, createBenefitCategory, changeBenefitCategory, deactivateBenefitCategory,
];
