import type { Run } from '../../../src/domain/run/run.ts';

const AT = '2026-11-21T09:17:33.000Z';

/** A run that goes on, with nothing done yet. */
export function aRun(shape: Partial<Run> = {}): Run {
  return {
    id: '20261121-091733-k3x9',
    command: 'migrate',
    by: 'me@laptop',
    startedAt: AT,
    updatedAt: AT,
    from: ['old.example'],
    to: 'new.example',
    flags: {},
    state: 'running',
    step: '',
    message: '',
    workloads: [],
    ...shape,
  };
}
