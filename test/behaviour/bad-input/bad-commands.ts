/** What is wrong with commands, arguments and output formats. */
import { type Describe } from './bad-input.ts';

export const COMMANDS: Readonly<Record<string, Describe>> = {
  'an unknown command': () => ({ args: ['migrat'], error: ['migrat'], next: 'migrate' }),
  'an unknown flag': () => ({ args: ['images', '--colour'], error: ['--colour'], next: 'help' }),
  'a flag without its value': () => ({ args: ['plan', '--from'], error: ['--from'] }),
  'an argument where none is known': () => ({ args: ['images', 'shop'], error: ['shop'] }),
  'flags that exclude each other': () => ({
    args: ['images', '-A', '-n', 'shop'],
    error: ['all-namespaces', 'namespace'],
  }),
  'an unknown output format': () => ({ args: ['images', '-o', 'xml'], error: ['xml'], next: 'json' }),
  'a malformed JSONPath': () => ({
    args: ['images', '-o', 'jsonpath={.items['],
    error: [/jsonpath|template|\.items/i],
  }),
};
