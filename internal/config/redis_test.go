package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/obs"
)

func TestARedisURLNamesServers(t *testing.T) {
	for url, want := range map[string]RedisServers{
		"redis://127.0.0.1:6379":                   {Addrs: []string{"127.0.0.1:6379"}},
		"127.0.0.1:6380":                           {Addrs: []string{"127.0.0.1:6380"}},
		"redis://redis":                            {Addrs: []string{"redis:6379"}},
		"redis://[::1]:7000/2":                     {Addrs: []string{"[::1]:7000"}, DB: 2},
		"redis://[::1]":                            {Addrs: []string{"[::1]:6379"}},
		"redis://a:1,b:2,c":                        {Addrs: []string{"a:1", "b:2", "c:6379"}},
		"redis://a:1,b:2/0":                        {Addrs: []string{"a:1", "b:2"}},
		"rediss://user:p%40s%3As@h:1":              {Addrs: []string{"h:1"}, Username: "user", Password: "p@s:s", TLS: true},
		"redis://:secret@h:1":                      {Addrs: []string{"h:1"}, Password: "secret"},
		"redis://secret@h:1":                       {Addrs: []string{"h:1"}, Password: "secret"},
		"redis://:a@b@h:1":                         {Addrs: []string{"h:1"}, Password: "a@b"},
		"redis://:x@s1:1,s2:2/3?master=dw":         {Addrs: []string{"s1:1", "s2:2"}, Master: "dw", Password: "x", DB: 3},
		"redis://s1?master=dw&sentinel_password=y": {Addrs: []string{"s1:6379"}, Master: "dw", SentinelPassword: "y"},
		"redis://s1?master=dw&sentinel_user=u&sentinel_password=y": {Addrs: []string{"s1:6379"}, Master: "dw", SentinelUsername: "u", SentinelPassword: "y"},
	} {
		got, err := Redis{URL: obs.Secret(url)}.Servers()
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", url, err, diff)
		}
	}
}

func TestAWrongRedisURLIsRefusedWithoutRepeatingIt(t *testing.T) {
	for _, url := range []string{
		"http://hunter2:x@h:1", "redis://", "redis://:hunter2@", "redis://:hunter2@h:99999", "redis://:hunter2@h:x", "redis://:hunter2@a:1,,b:2",
		"redis://:hunter2%zz@h:1", "redis://:hunter2@h:1/x", "redis://:hunter2@h:1/-1", "redis://:hunter2@a:1,b:2/1", "redis://a b:1",
		"redis://h:1?master=", "redis://h:1?master=a&master=b", "redis://h:1?sentinel_password=hunter2", "redis://h:1?hunter2=1", "redis://h:1?%zz", "::1:7000",
	} {
		_, err := Redis{URL: obs.Secret(url)}.Servers()
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v", url, err)
		}
	}
}
