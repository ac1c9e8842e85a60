/** The file format of bank statements: letters, sections, sums, and everything that is refused, with its line. */
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { sniffEncoding } from '../../src/integrations/bank/encoding.ts';
import { BANK_LIMITS, BankFileProblem, readBankFile } from '../../src/integrations/bank/exchange.ts';

/** The example of the specification, §4.1. */
const SAMPLE = `1CClientBankExchange
ВерсияФормата=1.03
Кодировка=Windows
Отправитель=Банк
Получатель=
ДатаСоздания=21.11.2026
ВремяСоздания=09:30:00
ДатаНачала=20.11.2026
ДатаКонца=20.11.2026
РасчСчет=40702810200000012345
СекцияРасчСчет
ДатаНачала=20.11.2026
ДатаКонца=20.11.2026
РасчСчет=40702810200000012345
НачальныйОстаток=10000.00
ВсегоПоступило=4800.00
ВсегоСписано=0.00
КонечныйОстаток=14800.00
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=152
Дата=20.11.2026
Сумма=4800.00
ДатаПоступило=20.11.2026
Плательщик=ИНН 770400123459 Иванова Анна Петровна
ПлательщикИНН=770400123459
ПлательщикСчет=40817810000000000001
ПлательщикБИК=044525225
Получатель=АНО ДО "Центр Ритм"
ПолучательИНН=7704001236
ПолучательСчет=40702810200000012345
ВидОплаты=01
НазначениеПлатежа=Оплата по счету 2026-0117 за ноябрь, НДС не облагается
КонецДокумента
КонецФайла
`;
const lines = SAMPLE.split('\n');
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const read = (text: string) => readBankFile(utf8(text));
/** The sample with one of its lines another; undefined takes the line away. */
const withLine = (old: string, now: string | undefined, from = 0) => {
  const at = lines.indexOf(old, from);
  expect(at, old).toBeGreaterThanOrEqual(0);
  return lines.toSpliced(at, 1, ...now === undefined ? [] : [now]).join('\n');
};
function problemOf(text: string | Buffer): [string, number, string] | undefined {
  try {
    readBankFile(typeof text === 'string' ? utf8(text) : text);
    return undefined;
  } catch (error) {
    if (!(error instanceof BankFileProblem)) throw error;
    return [error.problem, error.line, error.field];
  }
}
const facts = (file: ReturnType<typeof readBankFile>) => JSON.stringify({ ...file, encoding: null });

describe('letters', () => {
  const dos = SAMPLE.replace('Кодировка=Windows', 'Кодировка=DOS');
  test.each([
    ['Windows', iconv.encode(SAMPLE, 'win1251'), 'windows-1251'],
    ['DOS', iconv.encode(dos, 'cp866'), 'ibm866'],
    ['UTF-8 with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8(SAMPLE)]), 'utf-8'],
    ['UTF-8 that calls itself Windows', utf8(SAMPLE), 'utf-8'],
    ['Windows with CRLF', iconv.encode(SAMPLE.replaceAll('\n', '\r\n'), 'win1251'), 'windows-1251'],
    ['DOS with the mark that ended files', Buffer.concat([iconv.encode(dos, 'cp866'), Buffer.from([0x1a])]), 'ibm866'],
    ['Windows that names no encoding', iconv.encode(SAMPLE.replace('Кодировка=Windows\n', ''), 'win1251'), 'windows-1251'],
  ])('%s is read as what it is', (_, bytes, encoding) => {
    const file = readBankFile(bytes);
    expect(file.encoding).toBe(encoding);
    expect(file.documents[0]).toMatchObject({
      kind: 'Платежное поручение', number: '152', amount: 480_000,
      payer: { name: 'Иванова Анна Петровна', inn: '770400123459', accounts: ['40817810000000000001'] },
      recipient: { name: 'АНО ДО "Центр Ритм"', inn: '7704001236', accounts: ['40702810200000012345'] },
      purpose: 'Оплата по счету 2026-0117 за ноябрь, НДС не облагается',
    });
  });
  test('the encoding named in the header only decides where the bytes leave it open', () => {
    expect(sniffEncoding(iconv.encode('1CClientBankExchange\nКодировка=DOS\n', 'cp866'))).toBe('ibm866');
    expect(sniffEncoding(iconv.encode('1CClientBankExchange\nКодировка=Windows\n', 'win1251'))).toBe('windows-1251');
    expect(sniffEncoding(iconv.encode('1CClientBankExchange\nКодировка=DOS\n', 'win1251'))).toBe('ibm866');
    expect(sniffEncoding(utf8('1CClientBankExchange\nКодировка=DOS\n'))).toBe('utf-8');
  });
});

describe('sections', () => {
  test('the header, the summary and the document of the sample, to the kopeck', () => {
    const file = read(SAMPLE);
    expect(file).toMatchObject({
      version: '1.03', sender: 'Банк', accounts: [{ account: '40702810200000012345', line: 10 }], warnings: [],
      summaries: [{ opening: 1_000_000, received: 480_000, spent: 0, closing: 1_480_000 }],
    });
    expect([String(file.from), String(file.documents[0]!.received), file.documents[0]!.spent]).toEqual(['2026-11-20', '2026-11-20', null]);
  });
  test.each(['Банковский ордер', 'Мемориальный ордер', 'Платежное требование', 'Инкассовое поручение', 'Ещё какой-нибудь', ''])(
    'a document may be «%s»', (kind) => {
      expect(read(withLine('СекцияДокумент=Платежное поручение', `СекцияДокумент=${kind}`)).documents[0]!.kind).toBe(kind);
    });
  test('unknown fields are passed over, a value may hold «=», blanks around names and values do not count', () => {
    const text = withLine('ВидОплаты=01', ' НовоеПоле = а=б \nНазначениеПлатежа = за а=б ');
    expect(read(text).documents[0]!.purpose).toBe('за а=б');
  });
  test('several accounts are named in the header, and their summaries may come by days', () => {
    const more = withLine('РасчСчет=40702810200000012345', 'РасчСчет=40702810200000012345\nРасчСчет=40702810500000012346');
    expect(read(more).accounts.map(({ account }) => account)).toEqual(['40702810200000012345', '40702810500000012346']);
  });
  test('the name may stand in its first part, the account in the second field, the purpose in parts or on lines', () => {
    const text = withLine('Плательщик=ИНН 770400123459 Иванова Анна Петровна', 'Плательщик1=Иванова Анна')
      .replace('ПлательщикИНН=770400123459', 'ПлательщикИНН=0').replace('ПлательщикСчет=', 'ПлательщикРасчСчет=');
    expect(read(text).documents[0]!.payer).toMatchObject({ name: 'Иванова Анна', inn: null, accounts: ['40817810000000000001'] });
    const purpose = 'НазначениеПлатежа=Оплата по счету 2026-0117 за ноябрь, НДС не облагается';
    expect(read(withLine(purpose, 'НазначениеПлатежа1=за\nНазначениеПлатежа2=ноябрь')).documents[0]!.purpose).toBe('за ноябрь');
    expect(read(withLine(purpose, 'НазначениеПлатежа=за\nноябрь')).documents[0]!.purpose).toBe('за ноябрь');
  });
  test('it may end with КонецВыписки, and with nothing when every section is whole: that is told', () => {
    expect(read(withLine('КонецФайла', 'КонецВыписки')).warnings).toEqual([]);
    const { warnings, documents } = read(withLine('КонецФайла', undefined));
    expect([documents.length, warnings]).toEqual([1, [{ line: 35, code: 'NO_END' }]]);
  });
  test.each([
    ['4800', 480_000], ['4800,5', 480_050], ['4 800.07', 480_007], ['0.01', 1], ['99999999.99', 9_999_999_999],
  ])('the sum %s is %i kopecks', (sum, amount) => {
    expect(read(withLine('Сумма=4800.00', `Сумма=${sum}`)).documents[0]!.amount).toBe(amount);
  });
});

describe('what is refused, with its line', () => {
  test('the sample itself is not', () => expect(problemOf(SAMPLE)).toBeUndefined());
  test.each<[string, string | Buffer, [string, number, string]]>([
    ['nothing at all', '', ['EMPTY', 1, '']],
    ['blanks', ' \r\n \n', ['EMPTY', 1, '']],
    ['another format', 'Имя;Телефон\nАнна;1\n', ['FORMAT', 1, '']],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006'), ['FORMAT', 1, '']],
    ['bytes inside', withLine('ВидОплаты=01', 'ВидОплаты=\u0000\u0001'), ['BINARY', 32, '']],
    ['cut inside a document', lines.slice(0, 27).join('\n'), ['CUT', 27, '']],
    ['cut, and closed by somebody', [...lines.slice(0, 27), 'КонецФайла'].join('\n'), ['CUT', 28, '']],
    ['cut inside the summary', lines.slice(0, 15).join('\n'), ['CUT', 15, '']],
    ['cut inside a letter', utf8(SAMPLE).subarray(0, utf8(lines.slice(0, 24).join('\n')).length + 14), ['CUT', 25, '']],
    ['two joined in the middle', [...lines.slice(0, 27), ...lines.slice(19)].join('\n'), ['NESTED', 28, '']],
    ['only a header', lines.slice(0, 9).join('\n'), ['CUT', 9, '']],
    ['text after the end', `${SAMPLE}Номер=153\n`, ['TAIL', 36, '']],
    ['an end without a beginning', withLine('СекцияРасчСчет', undefined), ['UNEXPECTED', 18, '']],
    ['a line without «=»', withLine('Отправитель=Банк', 'Отправитель'), ['MALFORMED', 4, '']],
    ['no sum', withLine('Сумма=4800.00', undefined), ['MISSING', 20, 'Сумма']],
    ['no date', withLine('Дата=20.11.2026', 'Дата='), ['MISSING', 20, 'Дата']],
    ['no account', SAMPLE.replaceAll(/^РасчСчет=.*\n/gmu, '').replace(/СекцияРасч[^]*КонецРасчСчет\n/u, ''), ['ACCOUNT', 1, '']],
    ['a summary without its account', withLine(lines[13]!, undefined, 11), ['MISSING', 11, 'РасчСчет']],
    ['a sum in words', withLine('Сумма=4800.00', 'Сумма=сто'), ['SUM', 23, 'Сумма']],
    ['a sum with three decimals', withLine('Сумма=4800.00', 'Сумма=4800.001'), ['SUM', 23, 'Сумма']],
    ['a sum as a float', withLine('Сумма=4800.00', 'Сумма=4.8e3'), ['SUM', 23, 'Сумма']],
    ['a negative sum', withLine('Сумма=4800.00', 'Сумма=-1'), ['SUM', 23, 'Сумма']],
    ['a sum beyond all money', withLine('Сумма=4800.00', `Сумма=${'9'.repeat(13)}`), ['SUM', 23, 'Сумма']],
    ['sums that are too much together', withLine('КонечныйОстаток=14800.00', 'КонечныйОстаток=99999990000.00'), ['SUM', 11, 'Сумма']],
    ['a day that is not', withLine('Дата=20.11.2026', 'Дата=31.02.2026'), ['DAY', 22, 'Дата']],
    ['a day the other way round', withLine('Дата=20.11.2026', 'Дата=2026-11-20'), ['DAY', 22, 'Дата']],
    ['a line that never ends', withLine('ВидОплаты=01', `X=${'я'.repeat(BANK_LIMITS.lineLength)}`), ['LONG', 32, '']],
    ['a number that is no number', withLine('Номер=152', `Номер=${'9'.repeat(101)}`), ['LONG', 21, '']],
    ['an account that is none', withLine('ПлательщикСчет=40817810000000000001', `ПлательщикСчет=${'я'.repeat(101)}`), ['LONG', 27, '']],
    ['a purpose that never ends', withLine('ВидОплаты=01', `НазначениеПлатежа=${'я\n'.repeat(BANK_LIMITS.lineLength)}`), ['LONG', 2033, '']],
    ['more lines than anybody has', `1CClientBankExchange${'\n'.repeat(BANK_LIMITS.lines + 2)}`, ['LINES', BANK_LIMITS.lines + 1, '']],
    ['more bytes than anybody has', Buffer.alloc(BANK_LIMITS.bytes + 1, 32), ['SIZE', 1, '']],
  ])('%s', (_, text, problem) => {
    expect(problemOf(text)).toEqual(problem);
  });
  test('more documents than a statement has', () => {
    const document = 'СекцияДокумент=А\nДата=20.11.2026\nСумма=1\nКонецДокумента\n';
    const text = (count: number) => `1CClientBankExchange\nРасчСчет=1\n${document.repeat(count)}`;
    expect(read(text(20)).documents).toHaveLength(20);
    expect(problemOf(text(BANK_LIMITS.documents + 1))![0]).toBe('DOCUMENTS');
  });
  test('whatever is done to a file, it is read or refused with a line, and nothing else happens', () => {
    const part = fc.constantFrom(...lines, '=', 'Сумма=', 'Дата=99.99.9999', 'КонецФайла', 'СекцияДокумент', '\uFFFF=\u0085', '\u2028');
    const text = fc.array(part, { maxLength: 60 }).map((parts) => [lines[0], ...parts].join('\n'));
    const broken = fc.tuple(fc.nat(SAMPLE.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, length, inside]) => SAMPLE.slice(0, at) + inside + SAMPLE.slice(at + length));
    const bytes = fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.concat([Buffer.from(`${lines[0]}\n`), some]));
    fc.assert(fc.property(fc.oneof(text.map(utf8), broken.map(utf8), broken.map((one) => iconv.encode(one, 'cp866')), bytes), (file) =>
      (problemOf(file)?.[1] ?? 1) > 0), { numRuns: 200 });
  });
  test('a file cut after any line is either whole to that line or refused, never half a document', () => {
    const whole = facts(read(SAMPLE));
    for (let length = 1; length < lines.length; length += 1) {
      const text = lines.slice(0, length).join('\n');
      if (problemOf(text) !== undefined) continue;
      const { documents } = read(text);
      expect(documents.length === 0 || JSON.parse(whole).documents[0].number === documents[0]!.number).toBe(true);
    }
  });
});
