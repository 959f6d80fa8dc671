import type { Program } from '../program.ts';
export const runRegsync: Program = async () => Promise.resolve(1);
