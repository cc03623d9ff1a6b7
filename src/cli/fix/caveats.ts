/**
 * What a person has to see to after the fixes of a policy, by its id. Nothing in a manifest says how its program runs, and once a
 * fix is made no finding is left to remind anybody.
 */
export const caveats: Readonly<Record<string, string>> = {
  'disallow-host-namespaces': 'try it: an agent that watches its node, or listens on ports of it, fails without them',
  'disallow-privilege-escalation':
    'try it: sudo and all else that is setuid fail, and so does a program whose file has capabilities, as for port 80',
  'disallow-privileged-containers':
    'try it: a program that uses devices of its node, mounts, or sets up the kernel fails',
  'require-cron-job-policy':
    'a run is skipped while the one before goes on, and where it would begin too late: see that none is missed',
  'require-dropped-capabilities': 'try it: a program that needs a capability fails without it',
  'require-job-limits':
    'a Job is given up after its retries, and cleared away with its logs once it has ended: keep the logs elsewhere',
  'require-non-root': 'try it: the image must start as another user than root',
  'require-read-only-root-filesystem': 'try it: where the program writes, mount an emptyDir',
  'require-resources': 'the amounts written are defaults: compare them with what the container uses',
  'require-seccomp-profile': 'try it: a program that makes rare system calls, as debuggers and sandboxes do, fails',
  'restrict-service-account-token':
    'a program that talks to the API server loses its credentials: where one does, mount a projected token',
};

/** One line for each of the policies that has a caveat, in the order of their ids. */
export function caveatsOf(policies: readonly string[]): readonly string[] {
  const known = Object.entries(caveats).filter(([id]) => policies.includes(id));
  return known.map(([id, caveat]) => `${id}: ${caveat}`);
}
