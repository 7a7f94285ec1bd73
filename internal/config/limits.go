package config

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Quota is a number of requests in a time, such as 240/1m; "off" is no limit, and
// so is the zero Quota.
type Quota struct {
	N      int
	Window time.Duration
}

var errQuota = errors.New("a limit must be a number and a time, such as 240/1m, or off")

// UnmarshalText reads a quota. Its error does not repeat the text.
func (q *Quota) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		*q = Quota{}
		return nil
	}
	number, window, _ := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 1_000_000 {
		return errQuota
	}
	d, err := time.ParseDuration(window)
	if err != nil || d < time.Second || d > 24*time.Hour {
		return errQuota
	}
	*q = Quota{N: n, Window: d}
	return nil
}

// Limits are how often clients may ask, by all replicas together.
type Limits struct {
	Inspect             Quota `name:"limit-inspect" env:"DIJKWACHT_LIMIT_INSPECT" default:"240/1m" placeholder:"N/TIME" help:"How many texts one device may have looked at, by default 240 a minute; off for no limit."`
	InspectOrganisation Quota `name:"limit-inspect-organisation" env:"DIJKWACHT_LIMIT_INSPECT_ORGANISATION" default:"60000/1m" placeholder:"N/TIME" help:"The same for all devices of an organisation, by default 60000 a minute."`
	Token               Quota `name:"limit-token" env:"DIJKWACHT_LIMIT_TOKEN" default:"20/1m" placeholder:"N/TIME" help:"How many access tokens one device may get, by default 20 a minute."`
	TokenOrganisation   Quota `name:"limit-token-organisation" env:"DIJKWACHT_LIMIT_TOKEN_ORGANISATION" default:"12000/1m" placeholder:"N/TIME" help:"The same for all devices of an organisation, and for one network address, by default 12000 a minute."`
	Enrol               Quota `name:"limit-enrol" env:"DIJKWACHT_LIMIT_ENROL" default:"600/1m" placeholder:"N/TIME" help:"How many devices one enrolment key may enrol, and one network address, by default 600 a minute."`
}
