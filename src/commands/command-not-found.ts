import type { Hook } from '@oclif/core/hooks';
import { findCommand } from './command-table.ts';

/** Throws UsageError with the nearest name. */
const commandNotFound: Hook.CommandNotFound = async ({ id }) => Promise.resolve(findCommand(id));

export default commandNotFound;
