// Package sso lets people sign in by the identity provider of their organisation
// (OpenID Connect Core 1.0, authorization code with PKCE): what an organisation says
// about its provider, the way there and back, which groups give which roles, the
// question whether a session goes on, and the way out. It does not know routes or
// cookies, and keeps of a person no more than a hash and what the provider gave,
// sealed, for as long as the session lasts.
package sso
