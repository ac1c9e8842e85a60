/** A process of its own that applies an import, to be killed: its arguments are the database, the organisation, the id. */
import { openDatabase } from '../../src/kernel/db.ts';
import { systemCall } from '../../src/kernel/command.ts';
import { applyImport } from '../../src/opening/apply-import.ts';

const [url = '', orgId = '', id = ''] = process.argv.slice(2);
const database = openDatabase(url);
await applyImport.run(database, systemCall(orgId), { id, skipRefused: false });
await database.close();
