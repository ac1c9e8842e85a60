/** Sends the codes that were asked for to the mailboxes of families; what nobody is to get is dropped in silence. */
import { codeLetter, nextLetter } from './family-rules.ts';
import { familiesBehind } from './family-sign-in.ts';
import { type CodeLetter, claimLetter, markLetter, sweepCodes } from './family-store.ts';
import { type Mail, MailError } from '../integrations/mail/smtp.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { openText } from '../kernel/sealed.ts';
import { uuidv7 } from '../kernel/uuid.ts';

/** Each letter is locked while it is sent, so no other server sends it too. Ends when the mail server is away. */
export async function deliverCodes(database: Database, mail: Mail | undefined): Promise<void> {
  if (mail === undefined) return;
  for (;;) {
    const outcome = await inTransaction(database, undefined, 'write', async (tx) => {
      const letter = await claimLetter(tx);
      if (letter === undefined) return 'none';
      const { sent, again, serverFailed } = await send(database, mail, letter);
      await markLetter(tx, letter.email, sent ? null : again);
      await sweepCodes(tx);
      return serverFailed ? 'none' : 'next';
    });
    if (outcome === 'none') return;
  }
}

type Sent = { sent: boolean; again: number | null; serverFailed: boolean };

async function send(database: Database, mail: Mail, letter: CodeLetter): Promise<Sent> {
  const { email, codeSealed, language, sendAttempts, isOver } = letter;
  const dropped: Sent = { sent: true, again: null, serverFailed: false };
  if (isOver || (await familiesBehind(database, email)).length === 0) return dropped;
  try {
    await mail.send({ id: uuidv7(), to: email, ...codeLetter(openText(database.secret, codeSealed), language) });
    return dropped;
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { sent: false, again: nextLetter(sendAttempts + 1, error.permanent), serverFailed: error.serverFailed };
  }
}
