/** Where a file is put: dropped, or chosen with the keyboard. The place keeps its height while the file is on its way. */
import './drop-file.css';
import { Button, Progress, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { type Uploaded, useUpload } from '../lib/upload.ts';
import { dictionary, useWords } from '../lib/words.ts';

const words = dictionary({
  drop: 'Перетащите файл сюда', choose: 'Выбрать файл', sending: 'Загружаем «{name}»: {percent}%',
}, {
  drop: 'Drop a file here', choose: 'Choose a file', sending: 'Uploading “{name}”: {percent}%',
});

type DropFileProps = {
  label: string;
  /** Which files are taken, in words. */
  hint: string;
  /** `.csv,.xlsx` */
  accept: string;
  onFile: (file: Uploaded) => void;
  /** What is done with the file that has come. */
  pending?: string | undefined;
};

export function DropFile({ label, hint, accept, onFile, pending }: DropFileProps): ReactNode {
  const t = useWords(words);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { send, sending, problem } = useUpload();
  const take = async (file: File | null | undefined): Promise<void> => {
    if (!file) return;
    const uploaded = await send(file);
    if (input.current) input.current.value = '';
    if (uploaded) onFile(uploaded);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files.item(0));
  };
  const doing = sending ? t('sending', { ...sending }) : pending;
  return (
    <div>
      <div className="drop" data-over={over || undefined} role="group" aria-label={label} aria-busy={doing !== undefined} onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }} onDragLeave={() => setOver(false)}>
        <IconFileUpload size={28} aria-hidden />
        <div>
          {problem && doing === undefined ? <Text fw={600} c="var(--saldo-bad)" role="alert" data-problem={problem.code}>{problem.message}</Text>
            : <Text fw={500}>{doing ?? t('drop')}</Text>}
          <Text size="sm" c="dimmed">{problem?.hint ?? hint}</Text>
        </div>
        <Button variant="default" aria-label={`${t('choose')}: ${label}`} aria-disabled={doing !== undefined}
          onClick={() => doing === undefined && input.current?.click()}>{t('choose')}</Button>
        <input ref={input} type="file" hidden accept={accept} data-file onChange={(event) => void take(event.currentTarget.files?.item(0))} />
        <Progress value={sending?.percent ?? (pending === undefined ? 0 : 100)} animated={doing !== undefined} size={4} aria-label={doing ?? label}
          style={{ gridColumn: '1 / -1', visibility: doing === undefined ? 'hidden' : 'visible' }} />
      </div>
      <div role="status" className="skip">{doing}</div>
    </div>
  );
}
