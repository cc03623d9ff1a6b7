import { isImageFilledIn } from './istio.js';
import { arrayAt, field, stringAt } from './json.js';
import type { Pointer } from './pointer.js';
import type { Context } from './policy.js';
import type { Show } from './quote.js';
import type { Workload } from './workload.js';

/** An image that a pod uses, with whom it is for. */
export interface NamedImage {
  readonly who: (show: Show) => string;
  /** Whom it is for, whatever their place in a list: a class and a name. */
  readonly owner: string;
  readonly path: Pointer;
  /** The reference as it is written; undefined when there is none. */
  readonly image: string | undefined;
  /** Whether another image takes its place when the pod is made, which is still to come. */
  readonly isFilledIn: boolean;
}

/** The images that containers of every class run, and those that volumes of type image mount. */
export function* imagesOf(
  workload: Workload,
  { isManifest }: Partial<Pick<Context, 'isManifest'>>,
): Iterable<NamedImage> {
  // In a Pod of a cluster it stands where nobody has put another in its place.
  const isToCome = isManifest === true || !workload.isPod;
  for (const container of workload.containers) {
    const { name, image } = container;
    const owner = `${container.class} ${name}`;
    const isFilledIn = isToCome && isImageFilledIn(workload, name, image);
    yield { who: (show) => `container ${show(name)}`, owner, path: container.at('image'), image, isFilledIn };
  }
  for (const [index, volume] of arrayAt(workload.spec, 'volumes').entries()) {
    const source = field(volume, 'image');
    if (source === undefined) continue;
    const name = stringAt(volume, 'name') ?? `#${index}`;
    const path = workload.at('volumes', index, 'image', 'reference');
    const image = stringAt(source, 'reference');
    yield { who: (show) => `volume ${show(name)}`, owner: `volume ${name}`, path, image, isFilledIn: false };
  }
}

/**
 * The images that have to be judged, of those that are pulled as they are written: in an update what it changes, as an image that its
 * owner had before was judged when it came, unless it was passed over then.
 */
export function* newImagesOf(
  workload: Workload,
  { previous, isManifest }: Pick<Context<unknown, Workload>, 'previous' | 'isManifest'>,
): Iterable<NamedImage> {
  const before = previous === undefined ? undefined : identitiesOf(previous, isManifest);
  for (const named of imagesOf(workload, { isManifest })) {
    if (!named.isFilledIn && before?.has(identityOf(named)) !== true) yield named;
  }
}

function identitiesOf(workload: Workload, isManifest: boolean): ReadonlySet<string> {
  const images = [...imagesOf(workload, { isManifest })];
  return new Set(images.filter(({ isFilledIn }) => !isFilledIn).map(identityOf));
}

function identityOf({ owner, image = '' }: NamedImage): string {
  return JSON.stringify([owner, image]);
}
