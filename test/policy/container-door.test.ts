import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import type { Role } from '../../src/policy/access-rule.js';
import { containerDoorsIn, opensDoor } from '../../src/policy/container-door.js';
import type { ContainerDoor } from '../../src/policy/container-door.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { clusterRole, role } from '../builders.js';

const rule = (resources: readonly string[], verbs: readonly string[]): JsonObject => ({
  apiGroups: [''],
  resources,
  verbs,
});

function viewed(object: JsonObject): Role {
  const view = roles.view(object, stringAt(object, 'kind') ?? '');
  if (view === undefined) throw new Error('a role is a role');
  return view;
}

function doorsOf(object: JsonObject): readonly ContainerDoor[] {
  const view = viewed(object);
  return view.rules.flatMap((one) => [...containerDoorsIn(one, view)]);
}

describe('the doors of running containers', () => {
  it('are opened by the verbs that a rule has for them, the plainest named first', () => {
    const doors = doorsOf(role(rule(['pods', 'pods/exec', 'pods/ephemeralcontainers'], ['patch', 'get', 'create'])));
    expect(doors).to.deep.equal([
      { resource: 'pods/exec', index: 1, verb: 'create', openedBy: ['create', 'get'] },
      { resource: 'pods/ephemeralcontainers', index: 2, verb: 'patch', openedBy: ['patch'] },
    ]);
  });

  it('are opened by * in every way that there is', () => {
    const [door] = doorsOf(role(rule(['pods/attach'], ['*'])));
    expect(door).to.deep.equal({ resource: 'pods/attach', index: 0, verb: '*', openedBy: ['*', 'create', 'get'] });
  });

  it('lead through nodes by a ClusterRole alone', () => {
    const nodes = rule(['nodes/proxy'], ['get']);
    expect(doorsOf(role(nodes))).to.deep.equal([]);
    expect(doorsOf(clusterRole(nodes)).map(({ resource }) => resource)).to.deep.equal(['nodes/proxy']);
  });

  it('are open to a role that has all of these verbs by any of its rules', () => {
    const [door] = doorsOf(role(rule(['pods/exec'], ['create', 'get'])));
    if (door === undefined) throw new Error('the door is open');
    const split = role(rule(['pods/exec'], ['create']), rule(['pods/exec'], ['get']));
    expect(opensDoor(viewed(split), door)).to.equal(true);
    expect(opensDoor(viewed(role(rule(['*'], ['*']))), door)).to.equal(true);
    expect(opensDoor(viewed(role(rule(['pods/exec'], ['get']))), door)).to.equal(false);
    expect(opensDoor(viewed(role(rule(['pods/attach'], ['*']))), door)).to.equal(false);
  });
});
