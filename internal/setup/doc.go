// Package setup keeps what an organisation says of itself before it guards for
// real: that the works council and the privacy officer agreed, and which steps of
// the first run it leaves for later. It does not look at the steps themselves.
package setup
