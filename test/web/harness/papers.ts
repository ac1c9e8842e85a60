/** A bank statement as banks write it: 1CClientBankExchange. */
export type Paper = { payer: string; sum: string; purpose: string; payerInn?: string; payerAccount?: string };

/** `day` is `2026-04-22`; every document came in on it. */
export function statementText(account: string, day: string, papers: readonly Paper[]): string {
  const date = day.split('-').toReversed().join('.');
  const documents = papers.flatMap(({ payer, sum, purpose, payerInn = '', payerAccount }, index) => [
    'СекцияДокумент=Платежное поручение', `Номер=${101 + index}`, `Дата=${date}`, `Сумма=${sum}`, `ДатаПоступило=${date}`,
    `Плательщик=${payer}`, `ПлательщикИНН=${payerInn}`, `ПлательщикСчет=${payerAccount ?? `408178100${String(index + 1).padStart(11, '0')}`}`,
    `ПолучательСчет=${account}`, `НазначениеПлатежа=${purpose}`, 'КонецДокумента',
  ]);
  return ['1CClientBankExchange', 'ВерсияФормата=1.03', 'Кодировка=Windows', 'Отправитель=Банк', `ДатаНачала=${date}`,
    `ДатаКонца=${date}`, `РасчСчет=${account}`, ...documents, 'КонецФайла', ''].join('\r\n');
}
