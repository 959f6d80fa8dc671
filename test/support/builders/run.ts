import { type Run, signOffOf } from '../../../src/domain/run/run.ts';
import type { RunMove } from '../../../src/domain/run/run-move.ts';

const AT = '2026-11-21T09:17:33.000Z';

/** A move of everything from old.example to new.example, with the defaults of `migrate`. */
export function aMove(shape: Partial<RunMove> = {}): RunMove {
  return {
    from: ['old.example'],
    to: 'new.example',
    'push-to': undefined,
    strategy: 'keep',
    'max-depth': undefined,
    rules: [],
    drift: 'running',
    pin: 'auto',
    overwrite: false,
    'include-managed': false,
    'rewrite-mentions': false,
    namespace: undefined,
    'exclude-namespace': undefined,
    selector: undefined,
    'image-path': undefined,
    'max-in-flight': 4,
    timeout: '10m',
    canary: true,
    'wave-size': 20,
    'wave-order': undefined,
    settle: '5s',
    'on-failure': 'halt',
    'copy-timeout': '10m',
    parallelism: 4,
    ...shape,
  };
}

/** A run that goes on, with nothing done yet; signed off as it is unless the shape says otherwise. */
export function aRun(shape: Partial<Run> = {}): Run {
  const run = {
    id: '20261121-091733-k3x9',
    command: 'migrate' as const,
    by: 'me@laptop',
    startedAt: AT,
    updatedAt: AT,
    server: 'https://kube.example',
    move: aMove(),
    begunWith: {},
    plan: `sha256:${'0'.repeat(64)}`,
    state: 'running' as const,
    step: '',
    message: '',
    workloads: [],
    ...shape,
  };
  return { signedOff: signOffOf(run), ...run };
}
