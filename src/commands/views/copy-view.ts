import type { ResultView } from '../../ui/output/result-view.ts';
import type { CopyReport } from '../../workflow/copy/copy-images.ts';

interface CopyRow {
  readonly image: string;
  readonly state: 'copied' | 'present' | 'failed';
  readonly reason?: string;
}

export const COPY_VIEW: ResultView<CopyReport, CopyRow> = {
  rows: ({ copied, present, failed }) => [
    ...copied.map((image): CopyRow => ({ image, state: 'copied' })),
    ...present.map((image): CopyRow => ({ image, state: 'present' })),
    ...failed.map(({ target, reason }): CopyRow => ({ image: target, state: 'failed', reason })),
  ],
  name: ({ image }) => `image/${image}`,
  columns: [
    { header: 'image', value: ({ image }) => image },
    { header: 'state', value: ({ state }) => state },
    { header: 'reason', value: ({ reason }) => reason },
  ],
};
