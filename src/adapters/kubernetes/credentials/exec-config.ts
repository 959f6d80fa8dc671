import path from 'node:path';
import { UsageError } from '../../../domain/errors.ts';
import { fieldsList, fieldsOf, textOf } from '../../http/json-fields.ts';
import type { KubeconfigEntry } from '../kubeconfig/kubeconfig.ts';

/** The `exec` section of a user: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig */
export interface ExecConfig {
  readonly apiVersion: string;
  /** Absolute when it was written as a relative path; a bare name is looked up on PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string | undefined;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: 'Never' | 'IfAvailable' | 'Always';
}

const API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** The user's `exec` section, checked; `undefined` when there is none. */
export function execConfigOf(user: KubeconfigEntry): ExecConfig | undefined {
  const exec = user.fields.exec;
  if (exec === undefined || exec === null) return undefined;
  const fields = fieldsOf(exec);
  return {
    apiVersion: apiVersionOf(user, fields.apiVersion),
    command: commandOf(user, fields.command),
    args: Array.isArray(fields.args) ? fields.args.map(String) : [],
    env: Object.fromEntries(fieldsList(fields.env).map(({ name, value }) => [textOf(name), textOf(value)])),
    installHint: withoutControlCharacters(textOf(fields.installHint)) || undefined,
    provideClusterInfo: fields.provideClusterInfo === true,
    interactiveMode: interactiveModeOf(fields.interactiveMode),
  };
}

function apiVersionOf(user: KubeconfigEntry, apiVersion: unknown): string {
  if (typeof apiVersion === 'string' && API_VERSIONS.includes(apiVersion)) return apiVersion;
  throw new UsageError(
    `the exec section of user "${user.name}" in ${user.file} has an unsupported apiVersion`,
    {
      nextStep: `Supported versions are ${API_VERSIONS.join(' and ')}: update the configuration of the credential plugin.`,
    },
  );
}

function commandOf(user: KubeconfigEntry, command: unknown): string {
  if (typeof command !== 'string' || command === '') {
    throw new UsageError(`the exec section of user "${user.name}" in ${user.file} has no command`);
  }
  return /[\\/]/.test(command) ? path.resolve(path.dirname(user.file), command) : command;
}

function interactiveModeOf(mode: unknown): ExecConfig['interactiveMode'] {
  return mode === 'Never' || mode === 'Always' ? mode : 'IfAvailable';
}

/** Text from a foreign kubeconfig must not control the terminal. */
function withoutControlCharacters(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '');
}
