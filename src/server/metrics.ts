import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { OTHER } from '../admission/endpoint.js';
import type { Answer } from '../admission/endpoint.js';
import { createTally } from './tally.js';
import type { Traffic } from './traffic.js';
import type { EndpointName } from './exchange.js';

/** When certificates end, in milliseconds since 1970. */
export interface CertificateEnds {
  readonly servingExpiresAt: number;
  readonly authorityExpiresAt?: number | undefined;
}

/** What is counted, and for whom. No label holds a name, a uid or an image. */
export interface Metrics {
  readonly registry: Registry;
  readonly reviewed: (endpoint: EndpointName, answer: Answer, milliseconds: number) => void;
  readonly judged: (policy: string, milliseconds: number) => void;
  /** A configuration came into force, at a time in milliseconds since 1970. */
  readonly configLoaded: (at: number) => void;
  readonly configRefused: () => void;
  readonly certificateLoaded: (ends: CertificateEnds) => void;
  readonly certificateRefused: () => void;
}

/** What is known of the objects of a kind that policies look up. */
export interface InventoryFigure {
  readonly kind: string;
  readonly objects: number;
  readonly known: boolean;
}

export interface MetricsOptions {
  readonly traffic: Traffic;
  /** Asked at each reading; absent where no other objects are seen. */
  readonly inventory?: (() => readonly InventoryFigure[]) | undefined;
  /** The version of this program. */
  readonly version: string;
}

const SECOND = 1000;

export function createMetrics({ traffic, version, inventory }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'seaworthy_build_info', help: 'What runs; always 1.', labelNames: ['version', 'node'], registers })
    .labels(version, process.version)
    .set(1);
  new Gauge({
    name: 'seaworthy_admission_in_flight',
    help: 'Reviews that are being answered.',
    registers,
    collect() {
      this.set(traffic.inFlight);
    },
  });
  if (inventory !== undefined) showInventory(inventory, registers);
  return { registry, ...countReviews(registry), ...countReloads(registers) };
}

function showInventory(figures: () => readonly InventoryFigure[], registers: Registry[]): void {
  const show = (name: string, help: string, valueOf: (figure: InventoryFigure) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['kind'],
      registers,
      collect() {
        // A kind that no policy looks up any more is gone.
        this.reset();
        for (const figure of figures()) this.set({ kind: figure.kind }, valueOf(figure));
      },
    });
  };
  show('seaworthy_inventory_objects', 'Objects that are held for policies to look up.', ({ objects }) => objects);
  show(
    'seaworthy_inventory_known',
    '1 while the objects of a kind can be seen, 0 while what policies look up of them is unknown.',
    ({ known }) => Number(known),
  );
}

function countReviews(registry: Registry): Pick<Metrics, 'reviewed' | 'judged'> {
  const requests = createTally('counter', {
    name: 'seaworthy_admission_requests_total',
    help: 'Reviews answered, by endpoint, operation, kind (other: one that no policy targets) and decision.',
  });
  const durations = createTally('histogram', {
    name: 'seaworthy_admission_duration_seconds',
    help: 'Time from the headers of a request to its answer.',
  });
  const findings = createTally('counter', {
    name: 'seaworthy_policy_findings_total',
    help: 'Findings, by policy and by what they did; mode inject counts what was added to Pods.',
  });
  const policies = createTally('histogram', {
    name: 'seaworthy_policy_duration_seconds',
    help: 'Time that a policy took to judge an object; taken of one object in eight.',
  });
  for (const { metric } of [requests, durations, findings, policies]) registry.registerMetric(metric);
  return {
    reviewed: (endpoint, answer, milliseconds) => {
      const { request, countedKind: kind, decision } = answer;
      const operation = request?.operation ?? OTHER;
      const labels = () => ({ endpoint, operation, kind, decision });
      requests.add(`${endpoint} ${operation} ${kind} ${decision}`, 1, labels);
      durations.add('', milliseconds / SECOND, () => ({}));
      for (const finding of answer.findings) {
        findings.add(`${finding.policy} ${finding.mode}`, 1, () => ({ policy: finding.policy, mode: finding.mode }));
      }
    },
    judged: (policy, milliseconds) => {
      policies.add(policy, milliseconds / SECOND, () => ({ policy }));
    },
  };
}

type Reloads = Pick<Metrics, 'configLoaded' | 'configRefused' | 'certificateLoaded' | 'certificateRefused'>;

function countReloads(registers: Registry[]): Reloads {
  const loaded = new Gauge({
    name: 'seaworthy_config_last_reload_success_timestamp_seconds',
    help: 'When the configuration in force was read.',
    registers,
  });
  const refused = new Counter({
    name: 'seaworthy_config_reload_failures_total',
    help: 'New versions of the configuration that were refused as a whole.',
    registers,
  });
  const expiry = new Gauge({
    name: 'seaworthy_tls_certificate_expiry_timestamp_seconds',
    help: 'When the serving certificate and the CA that signed it end.',
    labelNames: ['role'],
    registers,
  });
  const failures = new Counter({
    name: 'seaworthy_tls_reload_failures_total',
    help: 'New certificates that could not be served with; the old one stayed in force.',
    registers,
  });
  return {
    configLoaded: (at) => {
      loaded.set(at / SECOND);
    },
    configRefused: () => {
      refused.inc();
    },
    certificateLoaded: ({ servingExpiresAt, authorityExpiresAt }) => {
      expiry.set({ role: 'serving' }, servingExpiresAt / SECOND);
      if (authorityExpiresAt !== undefined) expiry.set({ role: 'ca' }, authorityExpiresAt / SECOND);
    },
    certificateRefused: () => {
      failures.inc();
    },
  };
}
