/**
 * The house rules as tests. Each check is first shown a planted fault that it must report, so none can be green by
 * checking nothing; then it looks at the sources.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refusals } from '../src/kernel/refusals.ts';
import { freshDatabase } from './database.ts';
import { borderProblems, EDGES } from './tidy/borders.ts';
import { endpointProblems, loadEndpoints, refusalProblems, ruleProblems } from './tidy/catalogues.ts';
import { longFiles, longFunctions, wideLines } from './tidy/sizes.ts';
import { codeOf, planted, root, sources, type SourceFile } from './tidy/sources.ts';
import { tableProblems } from './tidy/tables.ts';
import { bannedWords, machinePaths, sqlProblems, textsOnScreens, unfinished } from './tidy/words.ts';

const src = sources('src');
const web = sources('web');
const everything = [...src, ...web, ...sources('scripts'), ...sources('test')];
const OPERATION = 'export const pay = operation(payInvoice, async () => done);\n';

/** Shows the check each faulty file, and expects one problem that says where it is. */
function reports(check: (files: SourceFile[]) => string[], faults: [file: string, text: string][]): void {
  for (const [file, text] of faults) {
    const problems = check([planted(file, text)]);
    expect(problems.join('\n'), `planted in ${file}: ${text}`).toContain(file);
  }
}

test('the sources are read', () => {
  expect(src.length).toBeGreaterThan(20);
  expect(src.map(({ file }) => file)).toContain('src/kernel/money.ts');
  const text = "const a = `x ${f('y', /`/, `${b}`)} z`; // c\nconst d = \"e\" /* g */ / 2 / h;";
  expect(codeOf(text).replace(/ +/g, ' ').trim()).toBe('const a = ` ${f( , , `${b}`)} `; \nconst d = / 2 / h;');
});

describe('borders', () => {
  const others: SourceFile[] = [
    planted('src/payments/pay.ts', OPERATION),
    planted('src/payments/helper.ts', "import { now } from '../kernel/db.ts';\n"),
  ];
  test.each([
    ['src/kernel/money.ts', "import { rate } from '../catalogue/rules.ts';"],
    ['src/payments/contract.ts', "import { plan } from './rules.ts';"],
    ['src/payments/rules.ts', "import type { Tx } from '../kernel/db.ts';"],
    ['src/payments/rules.ts', "import { pure } from './helper.ts';"],
    ['src/payments/rules.ts', "import { rows } from '../ledger/store.ts';"],
    ['src/payments/store.ts', "import { decide } from './rules.ts';"],
    ['src/payments/store.ts', "import { balance } from '../ledger/store.ts';"],
    ['src/payments/reverse.ts', `import { pay } from './pay.ts';\n${OPERATION}`],
    ['src/payments/reverse.ts', `const pay = await import('./pay.ts');\n${OPERATION}`],
    ['src/payments/help.ts', "export { pay } from './pay.ts';"],
    ['src/maintenance/reset.ts', `import {\n  pay,\n} from '../payments/pay.ts';\n${OPERATION}`],
    ['src/ledger/rules.ts', "import { total } from '../invoices/rules.ts';"],
    ['src/clients/rules.ts', "import { something } from '../catalogue/helper.ts';"],
    ['src/payments/reverse.ts', "import { start } from '../server.ts';"],
    ['src/payments/commands.ts', "import { prove } from '../audit/prove.ts';"],
    ['src/weather/rules.ts', ''],
  ])('%s with %j is reported', (file, text) => {
    expect(borderProblems([...others, planted(file, text)]).join('\n')).toContain(`${file}`);
  });
  test.each([
    ['src/payments/routes.ts', "import { pay } from './pay.ts';"],
    ['src/demo/load.ts', "import { pay } from '../payments/pay.ts';"],
    ['src/maintenance/commands.ts', "import { pay } from '../payments/pay.ts';"],
    ['src/payments/store.ts', "import { type Plan } from './rules.ts';\nimport { sql } from '../kernel/sql.ts';"],
    ['src/payments/rules.ts', "import { plan } from '../ledger/rules.ts';\nimport { z } from 'zod';"],
    ['src/app.ts', "import { pay } from './payments/pay.ts';"],
  ])('%s with %j is allowed', (file, text) => {
    expect(borderProblems([planted('src/payments/pay.ts', OPERATION), planted(file, text)])).toEqual([]);
  });
  test('no domain reaches itself through the table of edges', () => {
    const domains = Object.keys(EDGES);
    for (const [index, domain] of domains.entries()) {
      expect(domains.slice(0, index), domain).toEqual(expect.arrayContaining([...EDGES[domain]!]));
    }
  });
  test('the sources keep them', () => expect(borderProblems(src)).toEqual([]));
});

describe('words', () => {
  test('SQL lives in stores', () => {
    reports(sqlProblems, [
      ['src/payments/pay.ts', 'await tx.run(sql`delete from payments`);'],
      ['src/payments/restore.ts', 'await tx.run(sql`select 1`);'],
      ['src/payments/pay.ts', "await pool.query('select 1');"],
    ]);
    expect(sqlProblems([planted('src/payments/shifts-store.ts', 'sql`select 1`')])).toEqual([]);
    expect(sqlProblems(src)).toEqual([]);
  });
  test('no floats for money, no clock but the context, no settings but the configuration', () => {
    reports(bannedWords, [
      ['src/payments/rules.ts', 'parseFloat(text)'], ['src/payments/rules.ts', 'amount.toFixed(2)'],
      ['src/payments/rules.ts', 'Math.round(amount)'], ['src/payments/pay.ts', 'new Date()'],
      ['src/payments/pay.ts', 'const now = Date.now();'], ['src/payments/pay.ts', 'Temporal.Now.instant()'],
      ['src/payments/pay.ts', 'process.env.HOME'], ['src/kernel/day.ts', 'x.toFixed(2)'],
    ]);
    expect(bannedWords([planted('src/payments/pay.ts', "// never Math.round\nsay('toFixed');")])).toEqual([]);
    expect(bannedWords(src)).toEqual([]);
  });
  test('nothing is put off, given up or switched off', () => {
    reports(unfinished, [
      ['src/a.ts', '// TO\x44O: later'], ['src/a.ts', '// FIX\x4dE'], ['src/a.ts', 'let x: any;'],
      ['src/a.ts', 'f(x as any)'], ['src/a.ts', 'let x: Array<any>;'], ['test/a.test.ts', "test.skip('x', f);"],
      ['test/a.test.ts', "describe.only('x', f);"], ['src/a.ts', '// @ts-\x69gnore'],
    ]);
    expect(unfinished(everything)).toEqual([]);
  });
  test('screens take their texts from the dictionaries', () => {
    reports(textsOnScreens, [['web/desk/a.tsx', '<p>Счёт</p>'], ['web/desk/a.tsx', "title='Счёт'"]]);
    const known = [planted('web/desk/words.ts', "'Счёт'"), planted('web/a.tsx', "// Счёт\nconst w = dictionary({ a: 'Счёт' }, { a: 'Bill' });")];
    expect(textsOnScreens(known)).toEqual([]);
    expect(web.length).toBeGreaterThan(100);
    expect(textsOnScreens(web)).toEqual([]);
  });
  test('no path of one machine', () => {
    const tracked = trackedFiles();
    expect(tracked.length).toBeGreaterThan(40);
    reports(machinePaths, [
      ['src/a.ts', "open('/wor\x6b/x');"], ['docs/a.md', 'look into /tm\x70/x'], ['a.sh', 'cd "/roo\x74"'],
    ]);
    expect(machinePaths(tracked)).toEqual([]);
  });
});

/** What git keeps, or would keep: text files only. */
function trackedFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && file !== 'package-lock.json').flatMap((file) => {
    const text = readIfThere(file);
    return text === undefined || text.includes('\0') ? [] : [{ file, text }];
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined; // listed by git, but removed from the disk
  }
}

describe('sizes', () => {
  test('files', () => {
    reports(longFiles, [['src/a/b.ts', 'x\n'.repeat(301)]]);
    expect(longFiles([planted('web/a.ts', `// Written by \`npm run generate\` from b.\n${'x\n'.repeat(301)}`)])).toEqual([]);
    expect(longFiles(everything)).toEqual([]);
  });
  test('functions', () => {
    const body = '  step();\n'.repeat(69);
    reports(longFunctions, [
      ['src/a/b.ts', `function f(): void {\n${body}}\n`], ['src/a/b.ts', `const f = async (x) => {\n${body}};\n`],
      ['src/a/b.ts', `  async f(x): Promise<X> {\n${body}  }\n`],
    ]);
    expect(longFunctions([planted('src/a/b.ts', `if (x) {\n${body}}\n`)])).toEqual([]);
    expect(longFunctions(everything.filter(({ file }) => !file.endsWith('.test.ts')))).toEqual([]);
  });
  test('lines', () => {
    reports(wideLines, [['src/a/b.ts', 'x'.repeat(126)]]);
    expect(wideLines(src)).toEqual([]);
  });
});

describe('catalogues', () => {
  test('refusals: every code is used, every used code exists', () => {
    expect(refusalProblems(['LOST'], [planted('src/a.ts', "// 'LOST'")])).toEqual(['refusal LOST is never used']);
    expect(refusalProblems([], [planted('src/a.ts', "throw new Refusal('TYPO')")]).join()).toContain('TYPO');
    expect(refusalProblems([], [planted('src/a.ts', "refuseUnless(\n  a > f(b, c), 'TYPO')")]).join()).toContain('TYPO');
    expect(refusalProblems(Object.keys(refusals), src)).toEqual([]);
  });
  test('endpoints: unique, and every change is an audited operation', async () => {
    const made = { name: 'a.make', method: 'POST', path: '/a/{id}' } as const;
    const twin = { name: 'a.make', method: 'POST', path: '/a/{key}' } as const;
    expect(endpointProblems([made], [{ kind: 'operation', endpoint: made }])).toEqual([]);
    expect(endpointProblems([made], [{ kind: 'reading', endpoint: made }])).toHaveLength(1);
    expect(endpointProblems([made], [])).toHaveLength(1);
    expect(endpointProblems([made, twin], [made, twin].map((endpoint) => ({ kind: 'operation', endpoint }))))
      .toHaveLength(3);
    const { endpoints, handlers } = await loadEndpoints(src);
    expect(endpoints.length).toBeGreaterThan(20);
    expect(endpointProblems(endpoints, handlers)).toEqual([]);
  });
  test('rules: one id each, and a test that names it', () => {
    const rule = '/**\n * AB-1. Yes.\n * ru: Да.\n * Source: S1-001.\n */\nexport const a = 1;\n';
    const rules = planted('src/payments/rules.ts', rule);
    expect(ruleProblems([rules], [planted('test/a.test.ts', "test('AB-1')")])).toEqual([]);
    expect(ruleProblems([rules], [planted('test/a.test.ts', "test('AB-12')")])).toHaveLength(1);
    expect(ruleProblems([rules, rules], [planted('test/a.test.ts', 'AB-1')])).toHaveLength(1);
    expect(() => ruleProblems([planted('src/payments/rules.ts', rule.replace('export ', ''))], [])).toThrow('AB-1');
    expect(ruleProblems(src, sources('test'))).toEqual([]);
  });
});

describe('tables', () => {
  const plant = async (statement: string): Promise<string[]> => {
    const { database, close } = await freshDatabase();
    onTestFinished(close);
    await database.owner.query(statement);
    return tableProblems(database.owner);
  };
  const policy = (using: string): string => `alter table planted enable row level security;
    create policy tenant on planted using (${using});`;
  const good = policy(`org_id = nullif(current_setting('saldo.org', true), '')::uuid`);
  const key = 'create table planted (org_id uuid not null references organisations, id uuid, primary key (org_id, id)';
  test.each([
    ['no row-level security', `${key})`, 'row-level security is off'],
    ['no policy', `${key}); alter table planted enable row level security`, 'no policy'],
    ['an open policy', `${key}); ${policy('true')}`, 'no policy'],
    ['a key without tenant', `create table planted (org_id uuid, id uuid primary key); ${good}`, 'the primary key'],
    ['a unique index without tenant', `${key}, unique (id)); ${good}`, 'a unique index'],
    ['a foreign key without tenant',
      `create unique index on branches (id, org_id);
       ${key}, foreign key (id, org_id) references branches (id, org_id)); ${good}`, 'a foreign key'],
    ['a change of history', 'grant update (reason) on audit_log to saldo_app', 'append-only'],
    ['a removal of history', 'grant delete on ledger_transfers to saldo_app', 'append-only'],
    ['an owner', 'grant create on schema public to saldo_app; alter table branches owner to saldo_app', 'owned by its role'],
  ])('%s is reported', async (_, statement, problem) => {
    expect((await plant(statement)).join('\n')).toContain(problem);
  });
  test('the migrations keep them', async () => expect(await plant(`${key}); ${good}`)).toEqual([]));
});
