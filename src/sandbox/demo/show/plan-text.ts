import { wrap } from './layout.ts';

/** What the demo reads of a plan as the program prints it. */
export interface PrintedPlan {
  readonly copies: readonly unknown[];
  readonly changes: readonly unknown[];
  readonly leftAlone: readonly {
    readonly workload: { readonly resource: { readonly kind: string }; namespace?: string; name: string };
    readonly reason: string;
  }[];
  readonly drift: readonly {
    readonly image: string;
    readonly running: readonly { readonly digest: string }[];
    readonly tag?: string;
    readonly decided?: string;
  }[];
}

/** What a plan would do in a line, then what it leaves alone with the reasons, then drift. */
export function planText({ copies, changes, leftAlone, drift }: PrintedPlan, width: number): string[] {
  return [
    `${copies.length} images to copy, ${changes.length} workloads to switch, ${leftAlone.length} left alone:`,
    ...leftAlone.flatMap(({ workload, reason }) => item(`${named(workload)}: ${reason}`, width)),
    ...(drift.length === 0 ? [] : ['And where a tag does not say what runs, what runs is copied:']),
    ...drift.flatMap(({ image, running, tag, decided }) =>
      item(
        `${image}: pods run ${running.map(({ digest }) => short(digest)).join(' and ')}, the tag says ${short(tag)}; ${short(decided)} is copied`,
        width,
      ),
    ),
  ];
}

/** What the flags of the move that is shown take for granted. */
export function waysOutText(width: number): string[] {
  return wrap(
    'The image of search changes in its Git repository too: Argo CD would put the old one back. The Job is done and needs nothing.',
    width,
  );
}

function named({ resource, namespace, name }: PrintedPlan['leftAlone'][number]['workload']): string {
  return `${resource.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function item(text: string, width: number): string[] {
  return wrap(`- ${text}`, width, 2);
}

function short(digest = 'nothing'): string {
  return digest.slice(0, 'sha256:'.length + 8);
}
