/** A file goes to the server as it is, byte for byte; what is in it is read there. */
import { useRef, useState } from 'react';
import { Problem } from './api.ts';
import { languageNow } from './choices.ts';
import { newKey } from './keys-of-intent.ts';

export type Uploaded = { uploadId: string; name: string; size: number };
type Sending = { name: string; percent: number };
export type Uploading = {
  send: (file: File) => Promise<Uploaded | undefined>;
  /** How far the file that is on its way has come. */
  sending: Sending | undefined;
  problem: Problem | undefined;
};

const UNSENT = {
  ru: 'Файл не дошёл до сервера. Ничего не загружено: повторите',
  en: 'The file did not reach the server. Nothing is loaded: try again',
};

/** Sends one file at a time and tells how far it is: `fetch` cannot say that, so it is the older way of asking. */
export function useUpload(): Uploading {
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const send = async (file: File): Promise<Uploaded | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setProblem(undefined);
    setSending({ name: file.name, percent: 0 });
    try {
      return await post(file, (percent) => setSending({ name: file.name, percent }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return undefined;
    } finally {
      running.current = false;
      setSending(undefined);
    }
  };
  return { send, sending, problem };
}

function post(file: File, onPercent: (percent: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept-language', languageNow());
    request.setRequestHeader('idempotency-key', newKey());
    request.upload.addEventListener('progress', ({ loaded, total }) => onPercent(total === 0 ? 0 : Math.floor((loaded / total) * 100)));
    request.addEventListener('error', () => reject(new Problem(0, { detail: UNSENT[languageNow()] })));
    request.addEventListener('load', () => {
      const answer = read(request.responseText);
      if (request.status < 400) resolve(answer as Uploaded);
      else {
        if (answer['code'] === 'UNAUTHENTICATED') window.dispatchEvent(new Event('saldo:signed-out'));
        reject(new Problem(request.status, answer));
      }
    });
    request.send(file);
  });
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
