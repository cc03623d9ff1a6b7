{{/*
Everything is called seaworthy, whatever the release: the namespace labels and the webhook configurations are the cluster's,
so that there is one Seaworthy in a cluster, and its parts have the names that the documentation uses.
*/}}
{{- define "seaworthy.labels" -}}
{{ include "seaworthy.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}

{{- define "seaworthy.selector" -}}
app.kubernetes.io/name: seaworthy
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "seaworthy.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "seaworthy.scheduling" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* 65532 is the user of the image. As the group of the mounted files it may read the key, which nobody else
may: their mode is 288, in octal 0440, which YAML 1.1 and 1.2 would not read alike. */}}
{{- define "seaworthy.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "seaworthy.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/*
The token is mounted by hand at its usual place, into the one container that uses it: what is added to the pod later, such as
a sidecar, gets none. 3607 seconds is what Kubernetes itself asks for.
*/}}
{{- define "seaworthy.tokenVolume" -}}
- name: token
  projected:
    defaultMode: 288
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3607
      - configMap:
          name: kube-root-ca.crt
          items: [{ key: ca.crt, path: ca.crt }]
      - downwardAPI:
          # The version is the default, written out: without it `kubectl apply` would see a change each time.
          items: [{ path: namespace, fieldRef: { apiVersion: v1, fieldPath: metadata.namespace } }]
{{- end }}

{{- define "seaworthy.tokenMount" -}}
- name: token
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}

{{/* The whole folder is mounted, never a file of it: only then does the kubelet bring a changed ConfigMap into a running pod. */}}
{{- define "seaworthy.configVolumes" -}}
- name: config
  configMap:
    name: seaworthy
{{- with .Values.receipts.configMap }}
- name: receipts
  configMap:
    name: {{ . }}
    optional: true
{{- end }}
{{- end }}

{{- define "seaworthy.configMounts" -}}
- name: config
  mountPath: /etc/seaworthy/config
  readOnly: true
{{- if .Values.receipts.configMap }}
- name: receipts
  mountPath: /etc/seaworthy/receipts
  readOnly: true
{{- end }}
{{- end }}
