import type { AuthorizedCopy, CopyJobRequest } from '../../../../src/domain/ports/copy-engine.ts';
import type { SandboxRegistryOptions } from '../../../../src/sandbox/registry/sandbox-registry.ts';
import { copyRequest } from '../../../adapters/copier/regsync/copy-request.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { namedRegistries } from '../../support/named-registries.ts';

export const LOGIN = { kind: 'basic', username: 'mover', password: 'p"$\\w ' } as const;
export const AUTH = { kind: 'basic', users: { mover: LOGIN.password } } as const;

export const SOURCE = 'old.example:5000';
export const TARGET = 'new.example';

export interface TwoRegistries {
  readonly source?: SandboxRegistryOptions;
  readonly target?: SandboxRegistryOptions;
}

/** A source and a target, and a network in which they have their names. */
export async function registries(options: TwoRegistries = {}) {
  const source = await sandbox(options.source);
  const target = await sandbox(options.target);
  return { source, target, network: namedRegistries({ [SOURCE]: source, [TARGET]: target }) };
}

/** One image after the other, without TLS. */
export function plainRequest(copies: readonly AuthorizedCopy[]): CopyJobRequest {
  const plain = { tls: 'disabled' } as const;
  return copyRequest(copies, { parallelism: 1 }, { [SOURCE]: plain, [TARGET]: plain });
}
