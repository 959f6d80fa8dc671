import { describeRef, kubectlName } from '../../domain/kubernetes/object-ref.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import type { FinishReport } from '../../workflow/finish/finish-move.ts';
import type { FinishedObject } from '../../workflow/finish/finished-object.ts';

export const FINISH_VIEW: ResultView<FinishReport, FinishedObject> = {
  rows: ({ objects }) => objects,
  name: ({ object }) => kubectlName(object),
  columns: [
    { header: 'object', value: ({ object }) => describeRef(object) },
    { header: 'result', value: ({ outcome }) => outcome },
    { header: 'message', value: ({ message }) => message },
  ],
};
