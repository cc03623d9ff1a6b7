import { ClusterError } from './error.js';

/** etcd keeps an object under 1.5 MiB, which JSON may make several times as long: a longer line is no watch event. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Splits a stream into lines. Cutting bytes, not text, keeps a character whole that arrives in two chunks. */
export async function* splitLines(stream: AsyncIterable<Buffer>, maxBytes = MAX_LINE_BYTES): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      parts.push(chunk.subarray(start, end));
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxBytes) throw new ClusterError('other', `the API server sent an event of more than ${maxBytes} bytes`);
  }
  if (size > 0) throw new ClusterError('unreachable', 'the API server closed the connection within an event');
}
