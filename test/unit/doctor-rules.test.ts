import { expect, test } from 'vitest';
import type { Facts } from '../../src/maintenance/doctor-facts-rules.ts';
import { findingsOf } from '../../src/maintenance/doctor-rules.ts';

const GB = 1024 ** 3;
const WELL: Facts = {
  node: '26.10.0', saldo: '0.1.0', server: 180_004, appRises: false, appOwns: false, external: false, secretGiven: false,
  secretOpens: null, mailSet: false, wantMail: [], unknownZones: [], skewSeconds: 0, aheadSeconds: -5,
  disks: [{ what: 'data', folder: '/data', free: 50 * GB, total: 100 * GB }],
  queue: { waiting: 0, oldestSeconds: 0, failed: 0, stuck: 0 }, deliveries: { waiting: 0, oldestSeconds: 0 },
  hasOrganisations: true, backup: { hours: 5, verdict: 'VERIFIED', reason: null },
  nights: [{ name: 'Студия', status: 'DONE', date: '2025-02-11', daysAgo: 1 }],
  bundles: { folder: '/data/undo', old: 0, partial: 0 }, stuckSyncs: [],
};
const disk = (free: number, total: number) => ({ disks: [{ what: 'data' as const, folder: '/data', free, total }] });
const night = (given: Partial<Facts['nights'][number]>) => ({ nights: [{ ...WELL.nights[0]!, ...given }] });
const queue = (given: Partial<NonNullable<Facts['queue']>>) => ({ queue: { ...WELL.queue!, ...given } });

test('DOC-1: where all is well there is nothing to do', () => {
  const found = findingsOf(WELL, 'ru');
  expect(found.filter(({ severity }) => severity !== 'OK')).toEqual([]);
  expect(found.map(({ id }) => id)).toEqual(
    ['versions', 'role', 'secret', 'mail', 'disk', 'clock', 'queue', 'notices', 'backup', 'night']);
  expect(found.every(({ advice }) => advice === undefined)).toBe(true);
});

test.each<[id: string, severity: 'WARN' | 'FAIL', changed: Partial<Facts>, ru: string]>([
  ['versions', 'FAIL', { server: 140_000 }, 'PostgreSQL слишком старый'],
  ['versions', 'WARN', { node: '22.1.0' }, 'Node старше'],
  ['role', 'FAIL', { appRises: true }, 'не отделены'],
  ['role', 'FAIL', { appOwns: true }, 'не отделены'],
  ['secret', 'FAIL', { secretOpens: false }, 'Секрет установки не подходит'],
  ['secret', 'WARN', { external: true }, 'SALDO_SECRET не задан'],
  ['mail', 'WARN', { wantMail: ['Студия'] }, 'письма хотят: Студия'],
  ['zones', 'FAIL', { unknownZones: [{ name: 'Студия', timeZone: 'Mars/Base' }] }, 'Mars/Base'],
  ['disk', 'FAIL', disk(GB / 10, 100 * GB), 'свободно 102 МБ'],
  ['disk', 'WARN', disk(GB, 100 * GB), 'Мало места'],
  ['clock', 'WARN', { skewSeconds: -7 }, 'расходятся на 7 с'],
  ['clock', 'FAIL', { skewSeconds: 90 }, 'расходятся на 90 с'],
  ['clock', 'FAIL', { aheadSeconds: 120 }, 'Часы базы отстают'],
  ['queue', 'WARN', queue({ waiting: 2, oldestSeconds: 1200 }), 'Задания ждут 20 мин (2)'],
  ['queue', 'FAIL', queue({ waiting: 2, oldestSeconds: 8000 }), 'Задания ждут 133 мин'],
  ['queue', 'FAIL', queue({ failed: 3 }), 'после всех попыток: 3'],
  ['queue', 'WARN', queue({ stuck: 1 }), 'дольше 12 часов'],
  ['notices', 'WARN', { deliveries: { waiting: 4, oldestSeconds: 7200 } }, 'Письма ждут отправки 120 мин (4)'],
  ['backup', 'WARN', { backup: undefined }, 'Резервных копий нет'],
  ['backup', 'FAIL', { backup: { hours: 1, verdict: 'FAILED', reason: 'диск' } }, 'не годится: диск'],
  ['backup', 'WARN', { backup: { hours: 1, verdict: 'UNVERIFIED', reason: null } }, 'не проверена'],
  ['backup', 'WARN', { backup: { hours: 49, verdict: 'VERIFIED', reason: null } }, 'Последней копии 49 ч'],
  ['backup', 'FAIL', { backup: { hours: 169, verdict: 'VERIFIED', reason: null } }, 'Последней копии 169 ч'],
  ['night', 'FAIL', night({ status: 'FAILED' }), 'ночное списание 2025-02-11 не удалось'],
  ['night', 'WARN', night({ status: 'MISSED' }), 'пропущена'],
  ['night', 'WARN', night({ daysAgo: 3 }), 'последняя ночь была 2025-02-11'],
  ['night', 'WARN', night({ status: null, date: null, daysAgo: 9 }), 'последняя ночь была —'],
  ['undo', 'WARN', { bundles: { folder: '/data/undo', old: 2, partial: 0 } }, 'старше 30 дней: 2'],
  ['undo', 'WARN', { bundles: { folder: '/data/undo', old: 0, partial: 1 } }, 'прерван'],
  ['onec', 'WARN', { stuckSyncs: [{ name: 'Студия', minutes: 40 }] }, 'обмен с 1С молчит 40 мин'],
])('DOC-1, DOC-2: %s is %s when it is %j', (id, severity, changed, ru) => {
  const wrong = findingsOf({ ...WELL, ...changed }, 'ru').filter((finding) => finding.severity !== 'OK');
  expect(wrong).toEqual([{ id, severity, text: expect.stringContaining(ru), advice: expect.stringMatching(/[а-яё]{4}/i) }]);
  const [english] = findingsOf({ ...WELL, ...changed }, 'en').filter((finding) => finding.severity !== 'OK');
  expect(english!.text + english!.advice!).toMatch(/[a-z]{4}/);
});

test('an installation without an organisation needs no backup, and there may be no queue yet', () => {
  const empty: Facts = { ...WELL, hasOrganisations: false, backup: undefined, queue: undefined, nights: [] };
  expect(findingsOf(empty, 'en').every(({ severity }) => severity === 'OK')).toBe(true);
});
