// Package scim is the part of SCIM 2.0 (RFC 7643, RFC 7644) by which an identity
// provider keeps people and groups up to date: users and groups with create, read,
// filter by equality, PUT, PATCH and DELETE, and discovery. The rest is answered with
// 501. It decides nothing about permissions and roles: internal/provision does, beside
// the store call. It keeps of a user what an account needs, and nothing else.
package scim
