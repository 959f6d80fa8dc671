import { kubectlName } from '../../domain/kubernetes/object-ref.ts';
import { countedFindings, type Finding, type Findings } from '../../domain/verify/findings.ts';
import type { ResultView } from '../../ui/output/result-view.ts';

export const FINDINGS_VIEW: ResultView<Findings, Finding> = {
  rows: ({ findings }) => findings.toSorted((a, b) => Number(b.counted) - Number(a.counted)),
  name: ({ object }) => kubectlName(object),
  columns: [
    { header: 'kind', value: ({ object }) => object.resource.kind },
    { header: 'namespace', value: ({ object }) => object.namespace },
    { header: 'name', value: ({ object }) => object.name },
    { header: 'refers to', value: ({ references }) => references.join(', ') },
    {
      header: 'note',
      value: ({ counted, note, place }) =>
        [
          ...(place === undefined ? [] : [place]),
          [counted ? 'remains' : 'not counted', ...(note === undefined ? [] : [note])].join(': '),
        ].join(', '),
    },
  ],
};

/** Only what makes `verify` fail, for scripts. */
export const COUNTED_VIEW: ResultView<Findings, Finding> = { ...FINDINGS_VIEW, rows: countedFindings };
