import type { ImageList, ImageUsage } from '../../domain/inventory/image-usage.ts';
import { describeManager } from '../../domain/inventory/manager.ts';
import { shortList } from '../../domain/short-list.ts';
import type { ResultView } from '../../ui/output/result-view.ts';

export const IMAGE_VIEW: ResultView<ImageList, ImageUsage> = {
  rows: ({ items }) => items,
  name: ({ image }) => image,
  columns: [
    { header: 'registry', value: ({ registry }) => registry ?? '<invalid>' },
    { header: 'image', value: ({ image }) => image },
    { header: 'pods', value: ({ pods }) => pods },
    { header: 'used by', value: ({ users }) => short(users.map(({ workload }) => workload)) },
    {
      header: 'set in',
      wide: true,
      value: ({ users }) =>
        short(users.map(({ slot, name, injected }) => `${slot} ${name}${injected ? ' (injected)' : ''}`)),
    },
    {
      header: 'managed by',
      wide: true,
      value: ({ users }) => short(users.flatMap(({ managedBy }) => managedBy.map(describeManager))),
    },
    { header: 'digest', wide: true, value: ({ digests }) => short(digests) },
  ],
};

function short(texts: Iterable<string>): string {
  return shortList(texts, 2);
}
