# The server as one static binary, without a shell and without root.
# It listens on every address of the container, so give it a certificate
# (DIJKWACHT_TLS_CERT, DIJKWACHT_TLS_KEY), or set DIJKWACHT_ALLOW_CLEAR_TEXT=true behind a proxy
# that ends TLS: see docs/deploy/tls.md.
# Build: docker build --build-arg VERSION=$(git describe --tags --always) -t dijkwacht .

FROM node:22-bookworm-slim AS console
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY extension/package.json extension/
COPY server/console/package.json server/console/
RUN npm ci --workspace server/console --no-progress
COPY internal/api/wire/openapi internal/api/wire/openapi
COPY server/console server/console
RUN npm run --silent --workspace server/console build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY internal internal
COPY rules rules
COPY server server
COPY --from=console /src/server/console/dist server/console/dist
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -tags nomsgpack -ldflags "-s -w -X main.version=${VERSION}" -o /out/dijkwacht ./server
RUN mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/dijkwacht /usr/local/bin/dijkwacht
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV DIJKWACHT_DATA=/data \
    DIJKWACHT_LISTEN=0.0.0.0:8787
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["/usr/local/bin/dijkwacht", "health"]
ENTRYPOINT ["/usr/local/bin/dijkwacht"]
CMD ["serve"]
