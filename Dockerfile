# The program of a release in an image that holds nothing else: docker run --rm -v "$PWD:/src:ro" unsoap
#   ./dev package && docker build -t unsoap .
FROM debian:12-slim AS unpack
COPY build/dist/SHA256SUMS build/dist/unsoap-*-linux-*.tar.gz /dist/
RUN cd /dist \
 && sha256sum --check --ignore-missing --strict SHA256SUMS \
 && mkdir -p /image/usr /image/src \
 && tar -xzf unsoap-*-linux-"$(uname -m)".tar.gz -C /image/usr --strip-components=1

FROM scratch
COPY --from=unpack /image/ /
# Nobody: it reads what is mounted and writes to standard output.
USER 65534:65534
WORKDIR /src
ENTRYPOINT ["/usr/bin/unsoap"]
CMD ["scan", "."]
