import type { ImageList, ImageUsage } from '../../domain/inventory/image-usage.ts';
import { describeManager } from '../../domain/inventory/manager.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import { shortList } from './short-list.ts';

export const IMAGE_VIEW: ResultView<ImageList, ImageUsage> = {
  rows: ({ items }) => items,
  name: ({ image }) => image,
  columns: [
    { header: 'registry', value: ({ registry }) => registry ?? '<invalid>' },
    { header: 'image', value: ({ image }) => image },
    { header: 'pods', value: ({ pods }) => pods },
    { header: 'used by', value: ({ users }) => shortList(users.map(({ workload }) => workload)) },
    {
      header: 'set in',
      wide: true,
      value: ({ users }) =>
        shortList(users.map(({ slot, name, injected }) => `${slot} ${name}${injected ? ' (injected)' : ''}`)),
    },
    {
      header: 'managed by',
      wide: true,
      value: ({ users }) => shortList(users.flatMap(({ managedBy }) => managedBy.map(describeManager))),
    },
    { header: 'digest', wide: true, value: ({ digests }) => shortList(digests) },
  ],
};
