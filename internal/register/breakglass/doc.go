// Package breakglass lets a sender past a held prompt in an emergency, for a short
// time, to one destination, and makes an incident of it. It does not decide where
// the policy offers that.
package breakglass
