import type {
  PlatformCopyReport,
  PlatformSwitchReport,
  SwitchedPlatformObject,
} from '../../domain/plan/profile.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import { shortImage } from './short-digest.ts';

export const PLATFORM_COPY_VIEW: ResultView<PlatformCopyReport, PlatformCopyReport> = {
  rows: (report) => [report],
  name: ({ target }) => `image/${target}`,
  columns: [
    { header: 'source', value: ({ source }) => source },
    { header: 'target', value: ({ target }) => target },
    { header: 'state', value: ({ state }) => state },
    { header: 'reason', value: ({ reason }) => reason },
  ],
};

type SwitchRow = SwitchedPlatformObject & Pick<PlatformSwitchReport, 'state'>;

export const PLATFORM_SWITCH_VIEW: ResultView<PlatformSwitchReport, SwitchRow> = {
  rows: ({ objects, state }) => objects.map((object) => ({ ...object, state })),
  name: ({ object }) => object,
  columns: [
    { header: 'object', value: ({ object }) => object },
    { header: 'from', value: ({ from }) => shortImage(from) },
    { header: 'to', value: ({ to }) => shortImage(to) },
    { header: 'state', value: ({ state }) => state },
  ],
};
