/** JSON Patch as the sandbox's API applies it. */
export { applyJsonPatch as applyPatch, PatchFailure } from '../../src/sandbox/index.ts';
