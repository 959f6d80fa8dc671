import type { ImageList, ImageUsage, ImageUser } from '../../domain/inventory/image-usage.ts';
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
    { header: 'used by', value: (usage) => short(usage.users.map((user) => userOf(user, usage))) },
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

/** Image names only, for scripts. */
export const IMAGE_NAMES_VIEW: ResultView<ImageList, ImageUsage> = {
  ...IMAGE_VIEW,
  rows: ({ items }) => items.filter(({ isPlace }) => isPlace !== true),
};

/** Marks users that mention an image or a registry but do not pull it. */
function userOf({ workload, slot }: ImageUser, { isPlace }: ImageUsage): string {
  if (isPlace === true) return `${workload} (mention, no image)`;
  return slot === 'mention' ? `${workload} (mention)` : workload;
}

function short(texts: Iterable<string>): string {
  return shortList(texts, 2);
}
