/**
 * How a container says what the stand-in wants it to say, where containers are processes and where they are not: it
 * follows a file that is an annotation of its pod. A new value is a new file, which `tail -F` prints as a whole.
 */
export const LOG_ANNOTATION = 'log.deckhouse.example/lines';

const FOLDER = '/var/log/deckhouse';

export const LOG_COMMAND: readonly string[] = [
  'sh',
  '-c',
  `trap 'exit 0' TERM; tail -n +1 -F ${FOLDER}/lines 2>/dev/null & wait`,
];

export const LOG_MOUNT = { name: 'lines', mountPath: FOLDER };

export const LOG_VOLUME = {
  name: 'lines',
  downwardAPI: {
    items: [{ path: 'lines', fieldRef: { fieldPath: `metadata.annotations['${LOG_ANNOTATION}']` } }],
  },
};
