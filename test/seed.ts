import fc from 'fast-check';

/**
 * Properties are tried on the same values in every run, so that a change is blamed for what it did and not for what was drawn that
 * day. `PROPERTY_SEED=7 npm test` draws others; whoever finds something with them adds it as an example of its own.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_123) });
