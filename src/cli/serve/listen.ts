import type { AddressInfo, Server } from 'node:net';
import { Failure } from '../failure.js';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'may not be used by this user',
};

/** Opens a port and gives its number, which the system chooses for port 0. Fails in one line when it cannot be had. */
export async function listen(server: Server, port: number, flag: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ''] ?? `cannot be opened: ${error.code ?? error.message}`;
      reject(new Failure(`port ${port} ${reason}; choose another with ${flag}`));
    });
    server.listen(port, resolve);
  });
  return (server.address() as AddressInfo).port; // a server that listens on a port has an address of this kind
}
