import { percent } from './store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, nullable, select, sql, text, uuid } from '../kernel/sql.ts';

const CategoryColumns = {
  id: uuid, name: text, discountPercent: percent, description: nullable(text), requiresDocument: bool, isActive: bool,
};
export type CategoryRow = Row<typeof CategoryColumns>;

export const findCategories = ({ tx, orgId }: Context, active: boolean | undefined): Promise<CategoryRow[]> =>
  tx.rows(CategoryColumns, sql`
    select ${select(CategoryColumns)} from benefit_categories
     where org_id = ${orgId} and (${active ?? null}::boolean is null or is_active = ${active ?? null})
     order by name collate "und-x-icu"`);

/** The category locked against change: `assign` lets others assign it too, `change` lets nobody. */
export async function lockCategory(
  { tx, orgId }: Context, id: string, purpose: 'assign' | 'change',
): Promise<CategoryRow | undefined> {
  const [, found] = await Promise.all([
    tx.run(purpose === 'change'
      ? sql`select id from benefit_categories where org_id = ${orgId} and id = ${id} for update`
      : sql`select id from benefit_categories where org_id = ${orgId} and id = ${id} for share`),
    tx.maybe(CategoryColumns, sql`
      select ${select(CategoryColumns)} from benefit_categories where org_id = ${orgId} and id = ${id}`),
  ]);
  return found;
}

/** Gives 0 when another category has the name. */
export const insertCategory = ({ tx, orgId, now }: Context, row: CategoryRow): Promise<number> =>
  tx.run(sql`
    insert into benefit_categories (org_id, id, name, discount_percent, description, requires_document, is_active,
                                    created_at, updated_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.discountPercent}, ${row.description}, ${row.requiresDocument},
            ${row.isActive}, ${now}, ${now})
        on conflict (org_id, name) do nothing`);

/** Two categories cannot share a name: the database says so even to two renamings at once. */
export const isNameClash = (error: unknown): boolean => (error as { code?: string }).code === '23505';

export const updateCategory = ({ tx, orgId, now }: Context, row: CategoryRow): Promise<number> =>
  tx.run(sql`
    update benefit_categories
       set name = ${row.name}, discount_percent = ${row.discountPercent}, description = ${row.description},
           requires_document = ${row.requiresDocument}, is_active = ${row.isActive}, updated_at = ${now}
     where org_id = ${orgId} and id = ${row.id}`);

/** Takes the category from all its holders, who are locked in id order first; gives their number. */
export async function clearHolders({ tx, orgId }: Context, categoryId: string): Promise<number> {
  const [, cleared] = await Promise.all([
    tx.run(sql`
      select id from clients where org_id = ${orgId} and benefit_category_id = ${categoryId} order by id for update`),
    tx.run(sql`
      update clients set benefit_category_id = null where org_id = ${orgId} and benefit_category_id = ${categoryId}`),
  ]);
  return cleared;
}
