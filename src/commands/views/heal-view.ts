import type { ResultView } from '../../ui/output/result-view.ts';
import type { HealedPod, HealReport } from '../../workflow/heal/heal-pods.ts';

export const HEAL_VIEW: ResultView<HealReport, HealedPod> = {
  rows: ({ healed }) => healed,
  name: ({ pod }) => `pod/${pod}`,
  columns: [
    { header: 'namespace', value: ({ namespace }) => namespace },
    { header: 'pod', value: ({ pod }) => pod },
    { header: 'owner', value: ({ owner }) => owner },
    { header: 'was', value: ({ waiting }) => waiting },
    { header: 'image', value: ({ images }) => images.join(', ') },
  ],
};
