// libgit2 without its network: what its library would call to fetch or push, refused.
//
// unsoap reads repositories that are here. Linked before libgit2.a, these take the place of its transports and of TLS, so that
// neither they nor the libraries below them (libssh2, GSSAPI, the TLS half of mbed TLS) come into the program. The names and
// types are libgit2 1.5's, as Debian 12 has it; another version that lacks one fails to link and not to run.
#include <stdbool.h>

enum { kRefused = -1 };

bool git_http__expect_continue = false;

int git_smart_subtransport_http(void** out, void* owner, void* parameter) {
  (void)out, (void)owner, (void)parameter;
  return kRefused;
}
int git_smart_subtransport_git(void** out, void* owner, void* parameter) {
  (void)out, (void)owner, (void)parameter;
  return kRefused;
}
int git_smart_subtransport_ssh(void** out, void* owner, void* parameter) {
  (void)out, (void)owner, (void)parameter;
  return kRefused;
}
int git_transport_ssh_global_init(void) { return 0; }
int git_transport_ssh_with_paths(void** out, void* owner, void* payload) {
  (void)out, (void)owner, (void)payload;
  return kRefused;
}
int git_mbedtls__set_cert_location(const char* file, const char* path) {
  (void)file, (void)path;
  return kRefused;
}
int git_mbedtls_stream_global_init(void) { return 0; }
int git_mbedtls_stream_new(void** out, const char* host, const char* port) {
  (void)out, (void)host, (void)port;
  return kRefused;
}
int git_mbedtls_stream_wrap(void** out, void* in, const char* host) {
  (void)out, (void)in, (void)host;
  return kRefused;
}
