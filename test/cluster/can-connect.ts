import net from 'node:net';

/** `true` when something accepts TCP connections there, else `undefined`. */
export async function canConnect(host: string, port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1000 });
    const done = (answer: true | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => {
      done(true);
    });
    socket.on('error', () => {
      done(undefined);
    });
    socket.on('timeout', () => {
      done(undefined);
    });
  });
}
