package config

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"dijkwacht/internal/obs"
)

// Redis says where the hot state is shared.
type Redis struct {
	URL obs.Secret `name:"redis-url" env:"DIJKWACHT_REDIS_URL" placeholder:"URL" help:"Redis that replicas share: redis://[USER:PASSWORD@]HOST:PORT, more hosts with commas for a cluster, ?master=NAME when the hosts are sentinels, rediss:// for TLS. Better set in the environment: it may hold a password."`
	CA  string     `name:"redis-ca" env:"DIJKWACHT_REDIS_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) that sign those of Redis, when the system does not know them."`
}

// RedisServers are the parts of a Redis URL.
type RedisServers struct {
	Addrs                              []string // HOST:PORT
	Master                             string
	Username, Password                 string
	SentinelUsername, SentinelPassword string
	DB                                 int
	TLS                                bool
}

// Configured reports whether there is a Redis.
func (r Redis) Configured() bool { return r.URL != "" }

const redisPort = "6379"

var (
	errRedisURL  = errors.New("the address of Redis must be redis:// or rediss:// (TLS) with one HOST:PORT, or more with commas, such as redis://127.0.0.1:6379")
	errRedisMore = errors.New("of the address of Redis only ?master, ?sentinel_user and ?sentinel_password can be set, the last two with ?master")
	errRedisDB   = errors.New("the address of Redis must end in no database or in a number such as /0, which a cluster does not have")
)

// Servers reads the URL. It fails with a sentence that holds nothing of it: it may
// hold a password.
func (r Redis) Servers() (RedisServers, error) {
	scheme, rest, found := strings.Cut(r.URL.Reveal(), "://")
	if !found {
		scheme, rest = "redis", r.URL.Reveal()
	}
	s := RedisServers{TLS: scheme == "rediss"}
	if scheme != "redis" && scheme != "rediss" {
		return s, errRedisURL
	}
	rest, query, _ := strings.Cut(rest, "?")
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		if err := s.credentials(rest[:at]); err != nil {
			return s, err
		}
		rest = rest[at+1:]
	}
	hosts, db, _ := strings.Cut(rest, "/")
	for address := range strings.SplitSeq(hosts, ",") {
		address, err := redisAddress(address)
		if err != nil {
			return s, err
		}
		s.Addrs = append(s.Addrs, address)
	}
	if err := s.query(query); err != nil {
		return s, err
	}
	return s, s.database(db)
}

func (s *RedisServers) credentials(text string) error {
	name, password, found := strings.Cut(text, ":")
	if !found {
		name, password = "", text // redis://PASSWORD@HOST is common
	}
	var err, also error
	s.Username, err = url.PathUnescape(name)
	s.Password, also = url.PathUnescape(password)
	if err != nil || also != nil {
		return errRedisURL
	}
	return nil
}

func (s *RedisServers) query(text string) error {
	values, err := url.ParseQuery(text)
	if err != nil {
		return errRedisMore
	}
	for name, value := range values {
		switch {
		case len(value) != 1:
			return errRedisMore
		case name == "master" && value[0] != "":
			s.Master = value[0]
		case name == "sentinel_user":
			s.SentinelUsername = value[0]
		case name == "sentinel_password":
			s.SentinelPassword = value[0]
		default:
			return errRedisMore
		}
	}
	if s.Master == "" && len(values) > 0 {
		return errRedisMore
	}
	return nil
}

func (s *RedisServers) database(text string) error {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1<<14 || n > 0 && s.Master == "" && len(s.Addrs) > 1 {
		return errRedisDB
	}
	s.DB = n
	return nil
}

// redisAddress checks HOST:PORT and fills in the port of Redis.
func redisAddress(text string) (string, error) {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		host, port = strings.Trim(text, "[]"), redisPort
		if strings.ContainsAny(host, ":") && !strings.HasPrefix(text, "[") {
			return "", errRedisURL
		}
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 || host == "" || strings.ContainsAny(host, " /@?#") {
		return "", errRedisURL
	}
	return net.JoinHostPort(host, port), nil
}
