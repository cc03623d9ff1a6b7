// Loaded ahead of a program: writes the most memory that the process ever held, in KiB, when it ends.
import { writeFileSync } from 'node:fs';
import process from 'node:process';

process.on('exit', () => {
  writeFileSync(process.env['SEAWORTHY_E2E_PEAK_FILE'], String(process.resourceUsage().maxRSS));
});
