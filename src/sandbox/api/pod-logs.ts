/** The logs that the API serves: what the containers of the sandbox's nodes have said. */

/** A pod; of two with one name, one after the other, the uid tells which. */
export interface LoggedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Query parameters of `GET .../pods/<name>/log` that choose lines. */
export interface PodLogOptions {
  /** Goes on until the container has ended. */
  readonly follow?: boolean;
  /** Only so many of the last lines. */
  readonly tailLines?: number;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
  /** Only lines of this time or later. */
  readonly since?: Date;
}

export interface PodLogLine {
  readonly time: Date;
  /** Without the line break. */
  readonly line: string;
}

export interface PodLogs {
  /** The kept lines, oldest first; `undefined` when the container never ran (with `previous`: never before). */
  lines(
    pod: LoggedPod,
    container: string,
    options: PodLogOptions,
    signal: AbortSignal,
  ): AsyncIterable<PodLogLine> | undefined;
}
