import { readFile } from 'node:fs/promises';

/** Clock ticks a second, as Linux reports CPU time in /proc: USER_HZ is 100 on every architecture that Node runs on. */
const TICKS = 100;

/** The CPU seconds that a process has used so far, its own and the kernel's for it. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses and may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** A figure of /proc/PID/status in MiB: VmRSS is what is resident now, VmHWM the most that ever was. */
export async function memoryMiB(pid: number, figure: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const match = new RegExp(`^${figure}:\\s+(\\d+) kB$`, 'm').exec(status);
  return Number(match?.[1]) / 1024;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
