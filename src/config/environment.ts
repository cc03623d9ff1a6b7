/** What is read from the environment to find a cluster. */
export interface ClusterEnvironment {
  /** KUBECONFIG: one or more files. */
  readonly kubeconfigVariable: string | undefined;
  /** KUBERNETES_SERVICE_HOST, which is set in every pod. */
  readonly serviceHost: string | undefined;
  /** The user's own folder, where kubectl keeps its configuration; a container may have none. */
  readonly home: string | undefined;
}

/** Reads what the environment says of a cluster; what is empty is absent. */
export function clusterEnvironment(variables: NodeJS.ProcessEnv = process.env): ClusterEnvironment {
  return {
    kubeconfigVariable: filled(variables['KUBECONFIG']),
    serviceHost: filled(variables['KUBERNETES_SERVICE_HOST']),
    home: filled(variables['HOME']),
  };
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
