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

/** What is read from the environment about the terminal. */
export interface TerminalEnvironment {
  /** NO_COLOR (no-color.org), which counts whatever it holds, unless it is empty. */
  readonly noColor: boolean;
  /** TERM is dumb: the terminal shows nothing but text. */
  readonly dumb: boolean;
}

/** Reads what the environment says of the terminal. */
export function terminalEnvironment(variables: NodeJS.ProcessEnv = process.env): TerminalEnvironment {
  return { noColor: filled(variables['NO_COLOR']) !== undefined, dumb: variables['TERM'] === 'dumb' };
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
