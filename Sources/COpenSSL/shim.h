#pragma once
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Macros of OpenSSL that Swift cannot call.

static inline long mado_ssl_ctx_set_min_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}
static inline long mado_ssl_ctx_set_max_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_max_proto_version(context, version);
}
static inline void mado_ssl_ctx_release_idle_buffers(SSL_CTX *context) {
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}
static inline void mado_ssl_ctx_forbid_renegotiation_and_compression(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}
static inline long mado_ssl_ctx_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add1_chain_cert(context, certificate);
}
static inline long mado_ssl_ctx_set_session_cache_mode(SSL_CTX *context, long mode) {
  return SSL_CTX_set_session_cache_mode(context, mode);
}
static inline long mado_ssl_ctx_set_groups(SSL_CTX *context, const char *groups) {
  return SSL_CTX_set1_groups_list(context, groups);
}
static inline long mado_ssl_set_server_name(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name);
}
static inline void mado_bio_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void mado_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
static inline EVP_PKEY *mado_generate_p256_key(void) { return EVP_EC_gen("P-256"); }

// A session's first slot of application data belongs to TLSContext.
static inline int mado_ssl_ctx_set_owner(SSL_CTX *context, void *owner) {
  return SSL_CTX_set_app_data(context, owner);
}
static inline void *mado_ssl_ctx_owner(SSL_CTX *context) { return SSL_CTX_get_app_data(context); }

// RFC 4514's form, letters beyond ASCII as they are.
static inline int mado_print_subject(BIO *bio, X509 *certificate) {
  return X509_NAME_print_ex(
      bio, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}
static inline GENERAL_NAMES *mado_alternative_names(X509 *certificate) {
  return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}
static inline int mado_alternative_name_count(const GENERAL_NAMES *names) {
  return sk_GENERAL_NAME_num(names);
}
// The kind of the name at a place, with its bytes; -1 for a kind that has no text.
static inline int mado_alternative_name(
    const GENERAL_NAMES *names, int place, const unsigned char **bytes, int *count) {
  const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, place);
  switch (name->type) {
  case GEN_DNS:
  case GEN_EMAIL:
  case GEN_URI:
  case GEN_IPADD:
    *bytes = ASN1_STRING_get0_data((const ASN1_STRING *)name->d.ptr);
    *count = ASN1_STRING_length((const ASN1_STRING *)name->d.ptr);
    return name->type;
  default:
    return -1;
  }
}
