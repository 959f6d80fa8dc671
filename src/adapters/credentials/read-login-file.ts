import { readFile } from 'node:fs/promises';
import { parseDockerConfig, type DockerConfig } from '../../domain/credentials/docker-config.ts';
import { ExpectedError, UsageError } from '../../domain/errors.ts';

/**
 * Reads one file of logins; `undefined` when there is none. Throws UsageError, which names the file and quotes
 * nothing.
 */
export async function readLoginFile(file: string): Promise<DockerConfig | undefined> {
  const text = await readIfThere(file);
  // Podman creates empty files.
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return parseDockerConfig(text, file);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    throw new UsageError(error.message, { nextStep: `Repair ${file}, or log in again with docker login.` });
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${file} cannot be read`, {
      nextStep: 'Check the file and its permissions, or set DOCKER_CONFIG to another folder.',
      cause,
    });
  }
}
