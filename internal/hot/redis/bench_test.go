package redis

import (
	"testing"
	"time"

	"dijkwacht/internal/hot/memory"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/testenv"
)

var twoClaims = []limit.Claim{
	{Name: "inspect_device", Key: "dev_1", Rate: limit.Rate{Quota: 1_000_000_000, Window: time.Hour}},
	{Name: "inspect_organisation", Rate: limit.Rate{Quota: 1_000_000_000, Window: time.Hour}},
}

func BenchmarkTakeInMemory(b *testing.B) {
	s := memory.New(time.Now)
	for b.Loop() {
		s.Take(b.Context(), "org_1", twoClaims...)
	}
}

func BenchmarkTakeInRedis(b *testing.B) {
	s := start(b, servers(testenv.StartRedis(b).URL()), "here")
	for b.Loop() {
		s.Take(b.Context(), "org_1", twoClaims...)
	}
}
