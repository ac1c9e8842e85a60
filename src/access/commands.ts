/** The operator's commands for organisations, keys and users. */
import { type Command, Option } from 'commander';
import { createApiKey } from './api-keys.ts';
import { createOrganisation } from './create-organisation.ts';
import { listOrganisations } from './store.ts';
import { createUser } from './users.ts';
import { print, runAsSystem, say, withDatabase } from '../kernel/command.ts';
import { askPassword } from '../kernel/password-prompt.ts';
import { ROLES, type Role } from '../kernel/permissions.ts';
import { TEMPLATES, type Template } from '../kernel/policy.ts';

type Json = { json?: boolean };

/** Registers the commands. */
export function accessCommands(program: Command): void {
  organisationCommands(program.command('org').description(say('организации', 'organisations')));
  keyCommands(program.command('api-key').description(say('ключи API', 'API keys')));
  userCommands(program.command('user').description(say('пользователи', 'users')));
}

const jsonOption = (): Option => new Option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'));
const roleOption = (): Option =>
  new Option('--role <role>', say('роль', 'role')).choices(ROLES).makeOptionMandatory();
const orgOption = (): Option =>
  new Option('--org <id>', say('организация', 'the organisation')).makeOptionMandatory();

type CreateOptions = Json & { name: string; template: Template; sandbox?: boolean; timeZone: string };
function organisationCommands(org: Command): void {
  org.command('create').description(say('создать организацию', 'make an organisation'))
    .requiredOption('--name <name>', say('название', 'its name'))
    .addOption(new Option('--template <template>', say('шаблон', 'the template')).choices(TEMPLATES).makeOptionMandatory())
    .option('--sandbox', say('песочница со своими часами', 'a sandbox with a clock of its own'))
    .option('--time-zone <zone>', say('часовой пояс', 'time zone'), 'Europe/Moscow')
    .addOption(jsonOption())
    .action(async ({ name, template, sandbox = false, timeZone, json }: CreateOptions) => {
      const { orgId } = await withDatabase((database) =>
        createOrganisation(database, { name, template, sandbox, timeZone }));
      print(json, { orgId }, `${say('Организация создана', 'Organisation made')}: ${orgId}`);
    });
  org.command('list').description(say('все организации', 'all organisations')).addOption(jsonOption())
    .action(async ({ json }: Json) => {
      const found = await withDatabase(listOrganisations);
      const organisations = found.map(({ id, name, template, timeZone, sandbox }) =>
        ({ orgId: id, name, template, timeZone, sandbox }));
      const line = (o: (typeof organisations)[number]): string =>
        `${o.orgId}  ${o.template.padEnd(6)}  ${o.timeZone.padEnd(16)}  ${o.name}${o.sandbox ? ' (sandbox)' : ''}`;
      const none = say('Организаций пока нет', 'No organisations yet');
      print(json, { organisations }, organisations.map(line).join('\n') || none);
    });
}

type KeyOptions = Json & { org: string; role: Role; name: string; client?: string; student?: string };
function keyCommands(keys: Command): void {
  keys.command('create').description(say('создать ключ API; он показывается один раз', 'make an API key, shown once'))
    .addOption(orgOption()).addOption(roleOption())
    .option('--name <name>', say('название ключа', 'name of the key'), 'CLI')
    .option('--client <id>', say('клиент, для роли CLIENT', 'the client, for role CLIENT'))
    .option('--student <id>', say('ученик, для роли STUDENT', 'the student, for role STUDENT'))
    .addOption(jsonOption())
    .action(async ({ org, role, name, client, student, json }: KeyOptions) => {
      const { key } = await withDatabase((database) =>
        runAsSystem(database, org, createApiKey, { name, role, clientId: client, studentId: student }));
      print(json, { key }, String(key));
    });
}

type UserOptions = Json & {
  org: string; role: Role; email: string; password?: string; firstName: string; lastName: string; client?: string;
  student?: string;
};
function userCommands(users: Command): void {
  users.command('create').description(say('добавить пользователя', 'add a user'))
    .addOption(orgOption()).addOption(roleOption())
    .requiredOption('--email <email>', say('почта для входа', 'e-mail to sign in with'))
    .option('--password <password>', say('пароль; без него будет спрошен', 'password; asked for when missing'))
    .requiredOption('--first-name <name>', say('имя', 'first name'))
    .option('--last-name <name>', say('фамилия', 'last name'), '')
    .option('--client <id>', say('клиент, для роли CLIENT', 'the client, for role CLIENT'))
    .option('--student <id>', say('ученик, для роли STUDENT', 'the student, for role STUDENT'))
    .addOption(jsonOption())
    .action(async ({ org, client, student, json, password: given, ...fields }: UserOptions) => {
      const password = given ?? await askPassword(say('Пароль: ', 'Password: '));
      const user = await withDatabase((database) =>
        runAsSystem(database, org, createUser, { ...fields, password, clientId: client, studentId: student }));
      print(json, { userId: user.id }, `${say('Пользователь добавлен', 'User added')}: ${user.email} (${user.role})`);
    });
}
