/** The opening documents that an import made: each can be taken back by a counter document, with a reason. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Pages } from '../ui/list.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { Reason } from '../ui/reason.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { reportWords } from './words.ts';

type OpeningDocument = Answer<'opening.list'>['documents'][number];

export function ImportDocuments({ importId }: { importId: string }): ReactNode {
  const t = useWords(reportWords);
  const [{ panel }, set] = useUrl();
  return (
    <Sheet title={t('documents')} opened={panel === 'documents'} onClose={() => set({ panel: undefined, page: undefined })} size={620}>
      <Documents importId={importId} />
    </Sheet>
  );
}

function Documents({ importId }: { importId: string }): ReactNode {
  const t = useWords(reportWords);
  const { can } = useSession();
  const [{ page }] = useUrl();
  const [taken, setTaken] = useState<OpeningDocument>();
  const query = useAsk('opening.list', { importId, page: page ?? 1, limit: 50 });
  return (
    <Loaded query={query} lines={10}>{({ documents, pagination }) => (
      <Stack>
        <table className="ledger">
          <caption className="skip">{t('documents')}</caption>
          <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('client')}</th><th scope="col" data-align="right">{t('amount')}</th></tr></thead>
          <tbody>
            {documents.map((document) => (
              <tr key={document.id} data-document={document.number}>
                <td><Text size="sm" className="num">{document.number}</Text><Text size="xs" c="dimmed">{t(document.kind)}</Text></td>
                <td><To to={`/clients/${document.clientId}`} size="sm">{document.clientName}</To></td>
                <td data-align="right">
                  <Sum document={document} />
                  {document.reversedAt !== null && <div><Chip kind="reversed">{t('reversed')}</Chip></div>}
                  {document.reversedAt === null && can('import.manage') && (
                    <div><Button size="compact-xs" variant="subtle" aria-label={t('reverseOf', { number: document.number })} onClick={() => setTaken(document)}>{t('reverse')}</Button></div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Pages {...pagination} />
        {taken && <Reverse document={taken} onClose={() => setTaken(undefined)} />}
      </Stack>
    )}</Loaded>
  );
}

function Sum({ document: { kind, amount } }: { document: OpeningDocument }): ReactNode {
  const format = useFormat();
  return kind === 'POINTS' ? <span className="num">{format.number(amount)}</span> : <Amount value={kind === 'DEBT' ? -amount : amount} strong />;
}

function Reverse({ document, onClose }: { document: OpeningDocument; onClose: () => void }): ReactNode {
  const t = useWords(reportWords);
  const [reason, setReason] = useState('');
  const { id, number, clientName } = document;
  return (
    <PreviewDialog name="opening.reverse" title={t('reverseTitle', { number })} opened input={reason === '' ? undefined : { id, reason }}
      previewInput={{ id, reason: t('reverse') }} missing={t('reverseWhy')} confirm={t('reverseDo', { number })} keep={t('reverseKeep')} danger lines={1} onKeep={onClose}
      onDone={onClose} fields={<Reason value={reason} onValue={setReason} />}>
      {() => <Group gap="xs"><Text size="sm">{t('reverseText', { client: clientName, kind: t(document.kind) })}</Text><Sum document={document} /></Group>}
    </PreviewDialog>
  );
}
