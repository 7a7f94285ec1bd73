package obs

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the service's own. Label values come from closed sets: never a host,
// user or department.
type Metrics struct {
	registry *prometheus.Registry
	// Inspect is the time from the decoded request to the answer, by result: an
	// action, or a fault code.
	Inspect *prometheus.HistogramVec
	// Findings counts by type and confidence.
	Findings *prometheus.CounterVec
	// Decisions counts matched rules by action and mode.
	Decisions *prometheus.CounterVec
	// Outcomes counts by outcome and egress evidence.
	Outcomes *prometheus.CounterVec
	// Refused counts answers that are no success, by fault code.
	Refused *prometheus.CounterVec
	// JobRuns counts attempts at periodic work by job and result, JobLate is how
	// long the most overdue run of a job waits, over all organisations.
	JobRuns *prometheus.CounterVec
	JobLate *prometheus.GaugeVec
	// Purged counts what retention deleted by table, PurgeSuccess is when it last had
	// nothing left to do, in Unix seconds.
	Purged       *prometheus.CounterVec
	PurgeSuccess prometheus.Gauge
	// HotFallbacks counts what was done without Redis by use, RedisUp is 1 while it
	// answers; it stays 0 where there is none.
	HotFallbacks *prometheus.CounterVec
	RedisUp      prometheus.Gauge
	// Coverage is the share of what left for a destination of the catalogue that was
	// looked at, in the last hours.
	Coverage *prometheus.GaugeVec
}

// NewMetrics registers the metrics. The head of the chain is read when asked for.
func NewMetrics(chainHead func() float64) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		Inspect: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "inspect_duration_seconds", Help: "Time to inspect a text and answer.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"result"}),
		Findings:     counter("findings_total", "Findings.", "type", "confidence"),
		Decisions:    counter("decisions_total", "Rules that matched.", "action", "rule_mode"),
		Outcomes:     counter("outcomes_total", "Outcomes reported by extensions.", "outcome", "egress"),
		Refused:      counter("refused_total", "Answers that are no success.", "code"),
		Purged:       counter("retention_purged_total", "Rows that retention deleted.", "table"),
		PurgeSuccess: prometheus.NewGauge(prometheus.GaugeOpts{Name: "retention_last_success_timestamp_seconds", Help: "When retention last had nothing left to do."}),
		HotFallbacks: counter("hot_fallbacks_total", "Uses of Redis that had to do without it.", "use"),
		RedisUp:      prometheus.NewGauge(prometheus.GaugeOpts{Name: "redis_up", Help: "1 while Redis answers."}),
		Coverage:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "coverage_ratio", Help: "Share of what left for a destination that was looked at, in the last hours."}, []string{"destination"}),
		JobRuns:      counter("job_runs_total", "Attempts at periodic work.", "job", "result"),
		JobLate:      prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "job_late_seconds", Help: "Wait of the most overdue run; 0: nothing waits."}, []string{"job"}),
	}
	m.registry.MustRegister(m.Inspect, m.Findings, m.Decisions, m.Outcomes, m.Refused, m.JobRuns, m.JobLate, m.Purged, m.PurgeSuccess, m.HotFallbacks, m.RedisUp, m.Coverage,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "chain_head_seq", Help: "Number of the newest register entry."}, chainHead),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
