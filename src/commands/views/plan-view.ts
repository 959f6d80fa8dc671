import { describeField } from '../../domain/change/trace-back.ts';
import { countOf } from '../../domain/count-of.ts';
import { describeManager } from '../../domain/inventory/manager.ts';
import { describeRef, kubectlName } from '../../domain/kubernetes/object-ref.ts';
import type { WrittenPlan } from '../../domain/plan/written-plan.ts';
import type { ResultView } from '../../ui/output/result-view.ts';
import { shortDigest } from './short-digest.ts';

/** One line of a plan: an image to copy, an image of a workload to change, something left alone, a mention, a drift. */
interface PlanRow {
  readonly action: 'copy' | 'present' | 'change' | 'leave' | 'mention' | 'drift';
  readonly name: string;
  readonly what: string;
  readonly from: string;
  readonly to?: string;
  readonly note: string;
}

export const PLAN_VIEW: ResultView<WrittenPlan, PlanRow> = {
  rows: (plan) => [
    ...copyRows(plan),
    ...changeRows(plan),
    ...leftAloneRows(plan),
    ...mentionRows(plan),
    ...driftRows(plan),
  ],
  name: ({ name }) => name,
  columns: [
    { header: 'action', value: ({ action }) => action },
    { header: 'what', value: ({ what }) => what },
    { header: 'from', value: ({ from }) => from },
    { header: 'to', value: ({ to }) => to },
    { header: 'note', value: ({ note }) => note },
  ],
};

function copyRows({ copies }: WrittenPlan): PlanRow[] {
  return copies.map(({ source, target, digest, present, hidden, usedBy, companionOf, lacks = [] }) => ({
    action: present ? 'present' : 'copy',
    name: `image/${target}`,
    what: companionOf === undefined ? 'image' : 'with image',
    from: source.replace(`@${digest}`, ''),
    to: target,
    note: [
      usedBy === 1 ? 'one workload' : `${usedBy} workloads`,
      shortDigest(digest),
      ...(lacks.length === 0
        ? []
        : [`already there, except for ${countOf(lacks.length, 'attached artifact')}`]),
      ...(hidden === true ? ['not visible to this login; the copy will show'] : []),
    ].join(', '),
  }));
}

function changeRows({ changes }: WrittenPlan): PlanRow[] {
  return changes.flatMap(({ workload, images, mentions = [], addPullSecrets, managedBy, interruption }) =>
    [...images, ...mentions].map(({ from, to, slot, name }) => ({
      action: 'change' as const,
      name: kubectlName(workload),
      what: describeRef(workload),
      from,
      to,
      note: [
        slot === 'field' ? `field ${name}` : describeField({ slot, name }),
        ...addPullSecrets.map((secret) => `pull Secret ${secret}`),
        ...managedBy.map(describeManager),
        ...(interruption === undefined ? [] : [`interrupts service: ${interruption}`]),
      ].join(', '),
    })),
  );
}

function leftAloneRows({ leftAlone }: WrittenPlan): PlanRow[] {
  return leftAlone.map(({ workload, images, reason }) => ({
    action: 'leave',
    name: kubectlName(workload),
    what: describeRef(workload),
    from: [...new Set(images)].join(', '),
    note: reason,
  }));
}

function mentionRows({ mentions }: WrittenPlan): PlanRow[] {
  return mentions.map(({ object, place, text, copy, reason, stays, rewriting }) => ({
    action: 'mention',
    name: kubectlName(object),
    what: describeRef(object),
    from: text,
    ...(copy === undefined ? {} : { to: copy }),
    note: [
      place,
      copy === undefined ? `nothing is copied: ${reason ?? ''}` : 'its image is copied',
      ...(stays === undefined ? [] : [`not rewritten: ${stays}`]),
      ...(rewriting === undefined ? [] : [`with --rewrite-mentions ${rewriting}`]),
    ].join(', '),
  }));
}

function driftRows({ drift }: WrittenPlan): PlanRow[] {
  return drift.map(({ image, running, tag, decided }) => ({
    action: 'drift',
    name: `image/${image}`,
    what: 'image',
    from: image,
    note: `pods run ${running.map(({ digest }) => shortDigest(digest)).join(' and ')}, the tag says ${
      tag === undefined ? 'nothing' : shortDigest(tag)
    }; ${decided === undefined ? 'nothing is copied' : `${shortDigest(decided)} is copied`}`,
  }));
}
