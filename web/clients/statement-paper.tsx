/** The paper itself: the same on the screen and from the printer. */
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { EVER } from './periods.ts';
import { phoneText } from './people.ts';
import type { Statement } from './statement-screen.tsx';
import { statementWords } from './statement-words.ts';

export function StatementPaper({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const { from, to, organisation, client } = statement;
  const seller = organisation.requisites.legalName ?? organisation.name;
  return (
    <article className="card statement-paper">
      <div className="statement-head">
        <Title order={2}>{t('document')}</Title>
        <Text className="num" style={{ whiteSpace: 'normal' }}>{from === EVER ? t('whole', { to: format.day(to) })
          : t('period', { from: format.day(from), to: format.day(to) })}</Text>
        <Text>{t('between', { organisation: seller, client: client.name })}</Text>
      </div>
      <Movements statement={statement} />
      <Conclusion statement={statement} seller={seller} />
      <div className="statement-parties">
        <Party side="organisation" name={seller} {...organisation.requisites} />
        <Party side="client" {...client} />
      </div>
      <Text size="xs" c="dimmed" mt="sm">{t('plus')}</Text>
    </article>
  );
}

function Movements({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const { from, to, opening, closing, charged, paid, movements } = statement;
  const first = from === EVER ? t('openingAll') : t('opening', { day: format.day(from) });
  return (
    <div style={{ overflowX: 'auto' }} role="region" aria-label={t('document')} tabIndex={0}>
      <table className="statement-table">
        <caption className="skip">{t('document')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('date')}</th><th scope="col">{t('what')}</th><th scope="col"
              data-align="right">{t('charged')}</th>
            <th scope="col" data-align="right">{t('paid')}</th><th scope="col" data-align="right">{t('balance')}</th>
          </tr>
        </thead>
        <tbody>
          <tr data-totals><td colSpan={4}>{first}</td><td data-align="right" data-opening><Amount value={opening}
            /></td></tr>
          {movements.length === 0 && <tr><td colSpan={5}>{t('noMovements')}</td></tr>}
          {movements.map((move, index) => (
            <tr key={`${move.at}:${index}`} data-movement={move.type}>
              <td><DayText value={move.onDate} /></td><td>{move.sentence}</td>
              <td data-align="right">{move.charged === 0 ? null : <Amount value={move.charged} />}</td>
              <td data-align="right">{move.paid === 0 ? null : <Amount value={move.paid} />}</td>
              <td data-align="right"><Amount value={move.balance} /></td>
            </tr>
          ))}
          <tr data-totals>
            <td colSpan={2}>{t('turnover')}</td><td data-align="right" data-charged><Amount value={charged} /></td>
            <td data-align="right" data-paid><Amount value={paid} /></td><td />
          </tr>
          <tr data-totals><td colSpan={4}>{t('closing', { day: format.day(to) })}</td><td
            data-align="right" data-closing><Amount value={closing} /></td></tr>
        </tbody>
      </table>
    </div>
  );
}

function Conclusion({ statement, seller }: { statement: Statement; seller: string }): ReactNode {
  const t = useWords(statementWords);
  const format = useFormat();
  const { to, closing, closingInWords, client } = statement;
  const key = closing < 0 ? 'ours' : closing > 0 ? 'theirs' : 'even';
  return (
    <Text mt="md" fw={600} data-conclusion>
      {t(key, { day: format.day(to), client: client.name, organisation: seller, sum: format.money(Math.abs(closing)),
        words: closingInWords })}
    </Text>
  );
}

type PartyProps = { side: 'organisation' | 'client'; name: string } & Readonly<Partial<Record<
  'inn' | 'kpp' | 'ogrn' | 'bankName' | 'bik' | 'bankAccount' | 'correspondentAccount' | 'address' | 'phone',
  string | null>>>;

function Party({ side, name, inn, kpp, ogrn, bankName, bik, bankAccount, correspondentAccount, address,
  phone }: PartyProps): ReactNode {
  const t = useWords(statementWords);
  const lines = ([
    ['inn', inn], ['kpp', kpp], ['ogrn', ogrn], ['account', bankAccount], ['bank', bankName], ['bik', bik],
    ['correspondent', correspondentAccount], ['phone', phone ? phoneText(phone) : phone],
  ] as const).filter(([, value]) => value);
  return (
    <section aria-label={t(`side_${side}`)}>
      <Text fw={600}>{t(`side_${side}`)}</Text>
      <Text>{name}</Text>
      {address && <Text size="sm">{address}</Text>}
      <Text size="sm" className="num" style={{ whiteSpace: 'normal' }}>{lines.map(([key, value]) =>
        t(key, { value: value ?? '' })).join(', ')}</Text>
      <div className="statement-sign"><span>{t('signature')}</span><span>{t('fullName')}</span></div>
      {side === 'organisation' && <Text size="xs" mt={4}>{t('stamp')}</Text>}
    </section>
  );
}
