import { objectAt, type Json, type JsonObject } from '../../../src/policy/json.js';
import { pod, soundContainer, soundPodSpec } from '../harness/workloads.js';
import { annotations, containerFields, containerParts, inheritedFields, podFields, podParts } from './settings.js';

/** A Pod and what is particular about it. */
export interface PodCase {
  readonly name: string;
  readonly object: JsonObject;
}

type Change = readonly [name: string, change: (object: JsonObject) => JsonObject];

/** A container that the Restricted level has nothing against, in the form that init and ephemeral containers may have too. */
const plain = (name: string): JsonObject => {
  const { image, securityContext } = soundContainer(name);
  return { name, image, securityContext };
};

const create = (spec: JsonObject): JsonObject => pod({ name: 'web', namespace: '' }, spec);

function securityChanges(fields: Readonly<Record<string, readonly Json[]>>): readonly Change[] {
  return Object.entries(fields).flatMap(([field, values]) =>
    values.map((value): Change => {
      const change: Change[1] = (object) => ({
        ...object,
        securityContext: { ...objectAt(object, 'securityContext'), [field]: value },
      });
      return [`${field} ${JSON.stringify(value)}`, change];
    }),
  );
}

function partChanges(parts: readonly JsonObject[]): readonly Change[] {
  return parts.map((part) => [JSON.stringify(part), (object) => ({ ...object, ...part })]);
}

const containerChanges = [...securityChanges(containerFields), ...partChanges(containerParts)];
const podChanges = [...securityChanges(podFields), ...partChanges(podParts)];

/** How a container of each class that a Pod can be created with comes into it; the other containers have nothing against them. */
const places: Readonly<Record<string, (change: Change[1]) => JsonObject>> = {
  app: (change) => soundPodSpec(change(soundContainer())),
  init: (change) => ({ ...soundPodSpec(), initContainers: [change(plain('init'))] }),
  sidecar: (change) => ({
    ...soundPodSpec(),
    initContainers: [{ ...change(plain('proxy')), restartPolicy: 'Always' }],
  }),
};

/** One thing changed in a Pod that is fit for Restricted. */
export function singleCases(): readonly PodCase[] {
  const ofContainers = Object.entries(places).flatMap(([place, put]) =>
    containerChanges.map(([name, change]) => ({ name: `${place}: ${name}`, object: create(put(change)) })),
  );
  const ofPods = podChanges.map(([name, change]) => ({ name: `pod: ${name}`, object: create(change(soundPodSpec())) }));
  const annotated = annotations.map((one) => ({
    name: `pod: ${JSON.stringify(one)}`,
    object: withAnnotations(create(soundPodSpec()), one),
  }));
  return [...ofContainers, ...ofPods, ...annotated];
}

function withAnnotations(object: JsonObject, some: JsonObject): JsonObject {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), annotations: some } };
}

/** The fields that a container inherits, on the pod and on containers of two classes, in every combination. */
export function inheritedCases(): readonly PodCase[] {
  const fields = Object.entries(inheritedFields).filter(([field]) => field !== 'windowsOptions');
  return fields.flatMap(([field, values]) => {
    const changes = securityChanges({ [field]: values.slice(0, 9) });
    return changes.flatMap(([podName, ofPod]) =>
      changes.flatMap(([name, ofContainer]) =>
        ['app', 'init'].map((place) => ({
          name: `pod ${podName}, ${place}: ${name}`,
          object: create(ofPod(places[place]?.(ofContainer) ?? {})),
        })),
      ),
    );
  });
}

/** What is said beside a user namespace, or the lack of one. */
export function userNamespaceCases(): readonly PodCase[] {
  const { runAsUser = [], runAsNonRoot = [], procMount = [], privileged = [] } = containerFields;
  const changes = securityChanges({ runAsUser, runAsNonRoot, procMount, privileged });
  return [true, false].flatMap((hostUsers) => [
    ...securityChanges({ runAsUser, runAsNonRoot }).map(([name, change]) => ({
      name: `hostUsers ${hostUsers}, pod: ${name}`,
      object: create({ ...change(soundPodSpec()), hostUsers }),
    })),
    ...Object.entries(places).flatMap(([place, put]) =>
      changes.map(([name, change]) => ({
        name: `hostUsers ${hostUsers}, ${place}: ${name}`,
        object: create({ ...put(change), hostUsers }),
      })),
    ),
  ]);
}

/** Pods for Windows nodes, whose containers may not have most of the fields. */
export function windowsCases(): readonly PodCase[] {
  const image = 'registry.example.com/shop/web:1.4.2';
  const base = {
    os: { name: 'windows' },
    securityContext: { runAsNonRoot: true },
    containers: [{ name: 'web', image }],
  };
  const init = { initContainers: [{ name: 'init', image }] };
  const host = { windowsOptions: { hostProcess: true } };
  return [
    ...podChanges.map(([name, change]) => ({ name: `windows pod: ${name}`, object: create(change(base)) })),
    ...containerChanges.map(([name, change]) => ({
      name: `windows app: ${name}`,
      object: create({ ...base, containers: base.containers.map(change) }),
    })),
    { name: 'windows: an init container', object: create({ ...base, ...init }) },
    { name: 'windows: a silent pod', object: create({ ...base, securityContext: {} }) },
    {
      name: 'windows: a pod of host processes',
      object: create({ ...base, hostNetwork: true, securityContext: { runAsNonRoot: true, ...host } }),
    },
    {
      name: 'windows: containers that are host processes',
      object: create({ ...base, hostNetwork: true, containers: [{ name: 'web', image, securityContext: host }] }),
    },
    ...annotations.map((one) => ({
      name: `windows pod: ${JSON.stringify(one)}`,
      object: withAnnotations(create(base), one),
    })),
  ];
}

/** A linear congruential generator (the constants of Numerical Recipes), so that every run makes the same Pods. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

/** Pods that differ from a good one in several places at once. */
export function mixedCases(count: number): readonly PodCase[] {
  const random = numbers(20_260_115);
  const pick = (changes: readonly Change[]): Change =>
    changes[Math.floor((random.next().value / 2 ** 32) * changes.length)] ?? ['', (object) => object];
  return Array.from({ length: count }, () => {
    const [ofPod, ofApp, ofInit, ofSidecar] = [pick(podChanges), ...[1, 2, 3].map(() => pick(containerChanges))];
    const spec = {
      ...soundPodSpec(ofApp?.[1](soundContainer()) ?? {}),
      initContainers: [
        ofInit?.[1](plain('init')) ?? {},
        { ...ofSidecar?.[1](plain('proxy')), restartPolicy: 'Always' },
      ],
    };
    const name = `pod: ${ofPod[0]}; app: ${ofApp?.[0]}; init: ${ofInit?.[0]}; sidecar: ${ofSidecar?.[0]}`;
    return { name, object: create(ofPod[1](spec)) };
  });
}

/** Ephemeral containers, which can only be added to a Pod that is there. */
export function ephemeralCases(): readonly PodCase[] {
  return securityChanges(containerFields).map(([name, change]) => ({
    name: `ephemeral: ${name}`,
    object: change(plain('debug')),
  }));
}
