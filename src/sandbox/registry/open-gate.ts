import { basicGate } from './basic-gate.ts';
import { bearerGate } from './bearer-gate.ts';
import type { Gate } from './gate.ts';
import type { SandboxAuth } from './sandbox-auth.ts';

/** The gate of a kind of authentication. */
export function openGate(auth: SandboxAuth): Gate {
  if (auth.kind === 'basic') return basicGate(auth);
  if (auth.kind === 'bearer') return bearerGate(auth);
  return { refuse: () => undefined };
}
