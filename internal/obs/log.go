package obs

import (
	"io"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// allowed are the fields that a log line may hold, with the type each must have.
// Anything else is dropped. All values come from the program: codes, route
// patterns, counts, ids that the service made.
var allowed = map[string]zapcore.FieldType{
	"address":        zapcore.StringType, // that we listen on
	"bytes_in":       zapcore.Int64Type,
	"bytes_out":      zapcore.Int64Type,
	"cause":          zapcore.StringType, // of a fault; see fault.Wrap
	"check":          zapcore.StringType,
	"code":           zapcore.StringType, // of a fault
	"count":          zapcore.Int64Type,
	"data":           zapcore.StringType, // the data directory
	"job":            zapcore.StringType,
	"method":         zapcore.StringType,
	"ms":             zapcore.Float64Type,
	"organisation":   zapcore.StringType,
	"panic_type":     zapcore.StringType,
	"policy":         zapcore.StringType,
	"policy_version": zapcore.Int64Type,
	"request_id":     zapcore.StringType,
	"route":          zapcore.StringType,
	"rules_version":  zapcore.StringType,
	"signal":         zapcore.StringType,
	"stack":          zapcore.StringType, // functions and lines, no arguments
	"status":         zapcore.Int64Type,
	"until":          zapcore.StringType, // the end of the certificate
	"version":        zapcore.StringType,
}

// NewLogger writes one JSON object a line. Fields that are not on the list, or that
// have another type than listed, are dropped.
func NewLogger(w io.Writer) *zap.Logger {
	config := zap.NewProductionEncoderConfig()
	config.TimeKey, config.EncodeTime = "time", zapcore.ISO8601TimeEncoder
	core := zapcore.NewCore(zapcore.NewJSONEncoder(config), zapcore.Lock(zapcore.AddSync(w)), zapcore.InfoLevel)
	return zap.New(allowList{core}, zap.ErrorOutput(zapcore.AddSync(io.Discard)))
}

// allowList is a core that drops fields.
type allowList struct{ zapcore.Core }

// With implements zapcore.Core.
func (c allowList) With(fields []zapcore.Field) zapcore.Core {
	return allowList{c.Core.With(filter(fields))}
}

// Check implements zapcore.Core.
func (c allowList) Check(e zapcore.Entry, ce *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if c.Enabled(e.Level) {
		return ce.AddCore(e, c)
	}
	return ce
}

// Write implements zapcore.Core.
func (c allowList) Write(e zapcore.Entry, fields []zapcore.Field) error {
	return c.Core.Write(e, filter(fields))
}

func filter(fields []zapcore.Field) []zapcore.Field {
	kept := make([]zapcore.Field, 0, len(fields))
	for _, f := range fields {
		if want, ok := allowed[f.Key]; ok && want == f.Type {
			kept = append(kept, f)
		}
	}
	return kept
}
