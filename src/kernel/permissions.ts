export const ROLES = ['ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER', 'CLIENT', 'STUDENT'] as const;
export type Role = (typeof ROLES)[number];

/** `all`: every row of the organisation; `own`: the rows that concern the actor; `setting`: if the policy allows. */
export type Scope = 'all' | 'own';
type Grant = Scope | 'setting';

const everyone = { ADMIN: 'all', MANAGER: 'all', ACCOUNTANT: 'all', TRAINER: 'own', CLIENT: 'own', STUDENT: 'own' } as const;
const office = { ADMIN: 'all', MANAGER: 'all' } as const;
const money = { ADMIN: 'all', MANAGER: 'all', ACCOUNTANT: 'all' } as const;
const admin = { ADMIN: 'all' } as const;

/** The permission table (requirements 3.9, with ACCOUNTANT). What is not here is refused. */
export const permissions = {
  'invoice.create': { ...office, TRAINER: 'own' },
  'invoice.read': everyone,
  'invoice.update': { ...office, TRAINER: 'own' },
  'invoice.cancel': { ...office, TRAINER: 'own' },
  'invoice.delete': { ...office, TRAINER: 'own' },
  'invoice.mark-viewed': { ADMIN: 'all', CLIENT: 'own' },
  'invoice.adjust': office,
  'invoice.settle': office,
  'invoice.share': office,
  'invoice.remind': money,
  'invoice.audit': { ...money, TRAINER: 'own' },
  'payment.register': office,
  'payment.read': { ...money, CLIENT: 'own' },
  'payment.reverse': { ...admin, ACCOUNTANT: 'setting' },
  'refund.create': { ...admin, ACCOUNTANT: 'setting' },
  'shift.manage': office,
  'shift.read': money,
  'period.close': { ADMIN: 'all', ACCOUNTANT: 'all' },
  'period.reopen': admin,
  'period.read': money,
  'desk.read': money,
  'report.read': money,
  'client.read': { ...money, CLIENT: 'own' },
  'client.manage': office,
  'client.delete': admin,
  'student.read': everyone,
  'student.manage': office,
  'catalogue.read': { ...money, TRAINER: 'all' },
  'catalogue.manage': office,
  'benefit.read': money,
  'benefit.manage': admin,
  'settings.read': money,
  'settings.manage': admin,
  'user.manage': admin,
  'audit.read': money,
  'explain.read': { ...money, CLIENT: 'own' },
  'proof.read': money,
  'subscription.read': everyone,
  'subscription.sell': { ...office, TRAINER: 'all' },
  'subscription.manage': office,
  'subscription.migrate': admin,
  'schedule.read': everyone,
  'schedule.manage': office,
  'training.manage': { ...office, TRAINER: 'own' },
  'training.cancel': { ...office, TRAINER: 'own' },
  'training.charge': admin,
  'participation.cancel': { ...office, TRAINER: 'own', CLIENT: 'own', STUDENT: 'own' },
  'attendance.mark': { ...office, TRAINER: 'own' },
  'rental.read': { ...money, CLIENT: 'own' },
  'rental.manage': office,
  'write-off.manage': office,
  'reservation.read': money,
  'reservation.manage': office,
  'job.run': admin,
  'job.read': money,
  'notice.read': everyone,
  'notice.mark': { ...money, CLIENT: 'own' },
  'notice.templates': admin,
  'notice.preferences': { ...office, CLIENT: 'own' },
  'bank.manage': money,
  'bank.read': money,
  'sandbox.clock': admin,
  'person.manage': admin,
  'upload.create': money,
  'import.manage': admin,
  'import.read': money,
  'reconciliation.manage': { ADMIN: 'all', ACCOUNTANT: 'all' },
  'onec.manage': admin,
  'onec.read': money,
} satisfies Record<string, Partial<Record<Role, Grant>>>;
export type Permission = keyof typeof permissions;

/** What a role may reach under a permission; undefined means refused. */
export function scopeOf(permission: Permission, role: Role, allowedBySetting: boolean): Scope | undefined {
  const grant = (permissions[permission] as Partial<Record<Role, Grant>>)[role];
  if (grant === 'setting') return allowedBySetting ? 'all' : undefined;
  return grant;
}
