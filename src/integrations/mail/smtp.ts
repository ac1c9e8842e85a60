/** Sends letters over SMTP. Knows how mail servers speak and fail, and nothing of what the letters say. */
import { createTransport } from 'nodemailer';

export type Letter = {
  to: string;
  subject: string;
  text: string;
  /** The same for every copy of one letter, so that a mailbox can drop the second. */
  id: string;
};
export type Mail = {
  /** Gives the server's answer; throws a `MailError` when the letter was not taken. */
  send(letter: Letter): Promise<string>;
};
export type MailSettings = {
  /** smtp://user:password@host:587 or smtps://… */
  url: string;
  /** Who the letters are from: an address, with or without a name. */
  from: string;
  /** How long the server may be silent. */
  timeoutMs?: number;
};

/** Why a letter was not taken, and what that means for the next attempt. */
export class MailError extends Error {
  override name = 'MailError';
  /** This letter will never be taken. */
  readonly permanent: boolean;
  /** It is not about this letter: the server is away, too busy or does not know us. */
  readonly serverFailed: boolean;

  constructor(message: string, { permanent, serverFailed }: { permanent: boolean; serverFailed: boolean }) {
    super(message);
    this.permanent = permanent;
    this.serverFailed = serverFailed;
  }
}

/** A connection is made for each letter, so nothing is open between two. */
export function openMail({ url, from, timeoutMs = 30_000 }: MailSettings): Mail {
  const transport = createTransport({
    url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs,
    disableFileAccess: true, disableUrlAccess: true,
  });
  const domain = /@([^\s@<>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    send: async ({ to, subject, text, id }) => {
      try {
        const { response } = await transport.sendMail({
          from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return response;
      } catch (error) {
        throw mailErrorOf(error);
      }
    },
  };
}

/** A server that closes the session with 421 wants to be left alone, whatever it was asked. */
const LEAVE_ALONE = 421;

function mailErrorOf(error: unknown): MailError {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message?: string };
  // What is answered to an address or to a letter is about that letter; all else, a wrong password too, is not.
  const aboutLetter = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== LEAVE_ALONE;
  return new MailError(message ?? String(error), {
    permanent: aboutLetter && (responseCode === undefined || responseCode >= 500),
    serverFailed: !aboutLetter,
  });
}
