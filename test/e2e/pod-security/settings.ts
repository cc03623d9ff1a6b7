import type { Json, JsonObject } from '../../../src/policy/json.js';

// Every field of the Pod Security Standards with allowed and forbidden values. Null is how a value that is absent is sent.

const profiles: readonly Json[] = [
  null,
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'web' },
  { type: 'Unconfined' },
];

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t', 'x'];

const capabilities = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT', 'NET_RAW', 'NET_ADMIN', 'SYS_ADMIN', 'SYS_TIME', 'BPF', 'ALL'],
  ...['CAP_CHOWN', 'chown', 'CAP_NET_BIND_SERVICE', 'net_bind_service', ''],
];

/** The fields that stand on the pod and on the container. */
export const inheritedFields: Readonly<Record<string, readonly Json[]>> = {
  runAsNonRoot: [null, true, false],
  runAsUser: [null, 0, 1000],
  seccompProfile: profiles,
  appArmorProfile: profiles,
  seLinuxOptions: [
    null,
    {},
    ...seLinuxTypes.map((type) => ({ type })),
    { user: 'system_u' },
    { role: 'system_r' },
    { level: 's0:c1,c2' },
    { user: '', role: '', type: 'container_t' },
  ],
  windowsOptions: [
    null,
    {},
    { runAsUserName: 'ContainerUser' },
    { runAsUserName: 'ContainerAdministrator' },
    { hostProcess: false },
    { hostProcess: true },
  ],
};

/** The fields of a container's security context. */
export const containerFields: Readonly<Record<string, readonly Json[]>> = {
  ...inheritedFields,
  privileged: [null, false, true],
  allowPrivilegeEscalation: [null, false, true],
  readOnlyRootFilesystem: [null, false, true],
  procMount: [null, 'Default', 'Unmasked'],
  capabilities: [
    ...[null, {}, { drop: [] }, { drop: ['ALL'] }, { drop: ['all'] }, { drop: ['CAP_ALL'] }, { drop: ['NET_RAW'] }],
    ...[{ drop: ['NET_RAW', 'ALL'] }, { drop: ['ALL'], add: [] }, { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'KILL'] }],
    ...capabilities.map((name) => ({ drop: ['ALL'], add: [name] })),
    ...['NET_BIND_SERVICE', 'CHOWN', 'NET_RAW'].map((name) => ({ add: [name] })),
  ],
};

/** What a container says outside its security context: ports of the node, and whom probes and hooks ask. */
export const containerParts: readonly JsonObject[] = [
  { ports: [{ containerPort: 8080 }] },
  { ports: [{ containerPort: 8080, hostPort: 0 }] },
  { ports: [{ containerPort: 8080 }, { containerPort: 9090, hostPort: 80 }] },
  ...['', '10.0.0.1', 'localhost'].flatMap((host) => [
    ...handlers(host).flatMap((handler) =>
      ['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => ({ [probe]: handler })),
    ),
    ...handlers(host).flatMap((handler) =>
      ['postStart', 'preStop'].map((hook) => ({ lifecycle: { [hook]: handler } })),
    ),
  ]),
];

function handlers(host: string): readonly JsonObject[] {
  return [{ httpGet: { host, port: 8080, path: '/' } }, { tcpSocket: { host, port: 8080 } }];
}

const sysctls = [
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start'],
  ...['net.ipv4.ping_group_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ip_local_reserved_ports'],
  ...['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ...['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_notsent_lowat'],
  ...['net.ipv4.tcp_slow_start_after_idle', 'kernel.msgmax', 'net.core.somaxconn', 'net/ipv4/tcp_syncookies'],
];

/** The security context of the pod, by field. */
export const podFields: Readonly<Record<string, readonly Json[]>> = {
  ...inheritedFields,
  sysctls: [null, [], ...sysctls.map((name) => [{ name, value: '1' }])],
};

const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

/** A valid volume of each type; the last one has none. */
const volumes: readonly JsonObject[] = [
  { configMap: { name: 'web' } },
  { csi: { driver: 'csi.example.com' } },
  { downwardAPI: { items: [] } },
  { emptyDir: {} },
  { ephemeral: { volumeClaimTemplate: claim } },
  { image: { reference: 'registry.example.com/shop/data:1', pullPolicy: 'IfNotPresent' } },
  { persistentVolumeClaim: { claimName: 'web' } },
  { projected: { sources: [] } },
  { secret: { secretName: 'web' } },
  { awsElasticBlockStore: { volumeID: 'v' } },
  { azureDisk: { diskName: 'd', diskURI: 'https://blob.example.com/d.vhd' } },
  { azureFile: { secretName: 's', shareName: 'web' } },
  { cephfs: { monitors: ['10.0.0.1'] } },
  { cinder: { volumeID: 'v' } },
  { fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } },
  { flexVolume: { driver: 'example.com/driver' } },
  { flocker: { datasetName: 'd' } },
  { gcePersistentDisk: { pdName: 'd' } },
  { gitRepo: { repository: 'https://git.example.com/web.git' } },
  { glusterfs: { endpoints: 'e', path: '/web' } },
  { hostPath: { path: '/var/log' } },
  { hostPath: { path: '/', type: 'Directory' } },
  { iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:web', lun: 0 } },
  { nfs: { server: 'files.example.com', path: '/web' } },
  { photonPersistentDisk: { pdID: 'd' } },
  { portworxVolume: { volumeID: 'v' } },
  { quobyte: { registry: 'registry:7861', volume: 'v' } },
  { rbd: { monitors: ['10.0.0.1'], image: 'd' } },
  { scaleIO: { gateway: 'g', system: 's', volumeName: 'v', secretRef: { name: 's' } } },
  { storageos: { volumeName: 'v' } },
  { vsphereVolume: { volumePath: '[d] v' } },
  {},
];

/** What a pod says outside its security context. */
export const podParts: readonly JsonObject[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].flatMap((name) => [true, false, null].map((value) => ({ [name]: value }))),
  ...[true, false, null].map((hostUsers) => ({ hostUsers })),
  ...volumes.map((volume) => ({
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'data', ...volume },
    ],
  })),
];

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/web';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';

/** Annotations that stand for fields, or once did. */
export const annotations: readonly JsonObject[] = [
  ...['', 'runtime/default', 'localhost/web', 'unconfined'].map((value) => ({ [APP_ARMOR]: value })),
  ...['runtime/default', 'docker/default', 'localhost/web', 'unconfined'].map((value) => ({ [SECCOMP]: value })),
  ...['localhost/web', 'unconfined'].map((value) => ({ [`container.${SECCOMP.replace(/pod$/, 'web')}`]: value })),
];
