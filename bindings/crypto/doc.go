// Package crypto serves the binding crypto over Go's standard cryptography: digests, random bytes, key derivation, ciphers, keys,
// signatures and key agreement, with OpenSSL's names and error codes where programs see them.
package crypto
