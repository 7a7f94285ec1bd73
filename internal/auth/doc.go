// Package auth makes and checks the tokens of devices: assertions signed by the
// device's own key (RFC 7523) and short-lived access tokens signed by the
// service. It does not know routes or HTTP, and it decides nothing about data.
package auth
