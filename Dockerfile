# Node 26 is the newest long-term support line (since 28 October 2026), on Debian 13.
ARG NODE_IMAGE=node:26-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY src ./src
COPY policies ./policies
COPY certs ./certs
RUN npm run build

# What runs is installed on its own, so that no development package is ever in the same folder.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
# The pages that `seaworthy explain` shows.
COPY docs/policies ./docs/policies
COPY package.json LICENSE ./
# A number, because the kubelet refuses runAsNonRoot for a name: it cannot know whose it is.
USER 65532:65532
EXPOSE 8443 8080
# The exec form: node is process 1 and is sent the signals itself, and no shell is needed.
ENTRYPOINT ["node", "/app/dist/src/cli/main.js"]
CMD ["serve"]
